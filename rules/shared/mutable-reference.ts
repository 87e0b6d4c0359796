/** The one predicate of model/uri-pinned and model/uri-versioned, so that one mistake is one finding. */
import type { ModelSource, MutableReference } from '#rule';

/** The stage, alias, run or moving tag that stands where a version should; throws where the URI cannot be known. */
export function mutableReferenceOf(source: ModelSource): MutableReference | undefined {
  return source.parsed.mutable;
}
