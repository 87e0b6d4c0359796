/** What a model URI says: which immutable version it names, or which moving name stands in its place. */
import type { ModelUri, UriSegment, UriVersion } from '../model.ts';
import { mutableReference } from './model-uri-mutable.ts';
import { isHub, isImage, isRegistry, splitUri } from './model-uri-segments.ts';
import { isDigest, versionForm } from './version-form.ts';

/** Which texts are versions; what is declared is matched against a whole segment or tag. */
export interface VersionPatterns {
  readonly useDefaults: boolean;
  readonly declared: readonly ((text: string) => boolean)[];
}

export const defaultPatterns: VersionPatterns = { useDefaults: true, declared: [] };

/** Parses any text that stands where a model source is named; what is no URI is taken as a path. */
export function parseModelUri(text: string, patterns: VersionPatterns = defaultPatterns): ModelUri {
  const parts = splitUri(text);
  const versions = candidates(parts.scheme, parts.segments).flatMap((segment) => versionOf(segment, parts.scheme, patterns) ?? []);
  const version = identifying(versions);
  const mutable = mutableReference(text, parts, versions);
  return { ...parts, versions, ...(version ? { version } : {}), ...(mutable ? { mutable } : {}) };
}

/** A version written beside a URI, such as a label: its text and form, `undefined` where it is no version. */
export function parseVersion(text: string, patterns: VersionPatterns = defaultPatterns): Pick<UriVersion, 'text' | 'form'> | undefined {
  const isDeclared = patterns.declared.some((matches) => matches(text));
  const form = isDeclared || patterns.useDefaults ? versionForm(text) : undefined;
  if (form) return { text, form };
  return isDeclared ? { text, form: 'custom' } : undefined;
}

/** The names of an image, of a repository or of a registered model are names, whatever they look like. */
function candidates(scheme: string, segments: readonly UriSegment[]): readonly UriSegment[] {
  if (isImage(scheme) || isHub(scheme)) return segments.filter(({ role }) => role !== 'path');
  if (isRegistry(scheme)) return segments.length === 1 ? segments.filter(({ text }) => text.startsWith('m-')) : segments.slice(1);
  return segments;
}

function versionOf({ text, start, end, role }: UriSegment, scheme: string, patterns: VersionPatterns): UriVersion | undefined {
  if (isDigest(text) && role !== 'tag') return { text, start, end, form: 'digest' };
  if (role === 'digest') return undefined;
  if (role === 'query' || (isHub(scheme) && /^[0-9a-f]{40}$/i.test(text))) return { text, start, end, form: 'revision' };
  const version = parseVersion(text, patterns);
  return version && { ...version, start, end };
}

/** What cannot be moved to other content identifies better than a number, and the innermost number better than an outer one. */
function identifying(versions: readonly UriVersion[]): UriVersion | undefined {
  return versions.find(({ form }) => form === 'digest') ?? versions.findLast(({ form }) => form === 'revision') ?? versions.at(-1);
}
