/** Helm's output as objects: every document parsed with its origins. */
import type { Raised } from '../finding.ts';
import type { Location, Range } from '../source.ts';
import { SourceFile, startOf } from '../source.ts';
import { parseTraced } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { objectsOfDocument } from './directory.ts';
import type { RenderedDocument } from './helm/output/sort.ts';
import type { RenderedObject } from './rendered.ts';
import { segmentsWithin, type TracedText } from './traced-text.ts';

export interface HelmObjects {
  readonly objects: readonly RenderedObject[];
  readonly raised: readonly Raised[];
  /** Every document is YAML; of a key that stands twice the later counts, for Helm and for Argo CD. */
  readonly isComplete: boolean;
}

/** Objects, keys that stand twice, and what is no YAML. */
export function renderedObjects(documents: readonly RenderedDocument[], application: string | undefined): HelmObjects {
  const objects: RenderedObject[] = [];
  const raised: Raised[] = [];
  for (const { text, source, parsed: known } of documents) {
    const parsed = known ?? parseTraced(text, source);
    for (const document of parsed.documents) {
      objects.push(...objectsOfDocument(document, templateFile(text) ?? parsed.file));
      raised.push(...problems(document, { text, source, application }));
    }
  }
  return { objects, raised, isComplete: raised.every(({ rule }) => rule === 'repository/unique-keys') };
}

interface Context {
  readonly text: TracedText;
  readonly source: string;
  readonly application: string | undefined;
}

function problems({ problems: broken, duplicateKeys }: YamlDocument, context: Context): Raised[] {
  const by = context.application === undefined ? {} : { applications: [context.application] };
  return [
    ...broken.slice(0, 1).map(({ message, range }): Raised => ({
      rule: 'argocd/source-renders', at: authored(context, range), message: `YAML parse error on ${context.source}: ${message}`, ...by,
    })),
    ...duplicateKeys.map(({ key, later, first }): Raised => ({
      rule: 'repository/unique-keys', at: authored(context, later), message: `the key ${JSON.stringify(key)} is rendered twice into one mapping`,
      related: [{ at: authored(context, first), message: 'first here' }], path: [key], ...by,
    })),
  ];
}

/** The author of what stands at a place of the output, or of the nearest text before it. */
function authored({ text, source }: Context, { start, end }: Range): Location {
  const here = segmentsWithin(text.segments, start, Math.max(end, start + 1))[0];
  const segment = here ?? text.segments.findLast((one) => one.start <= start) ?? text.segments[0];
  if (!segment) return startOf(new SourceFile(source, text.text));
  const { author, isExact, from } = segment.origin;
  const offset = isExact && typeof author.offsets === 'number' ? author.offsets + from + Math.max(0, start - segment.start) : author.start;
  return { file: author.file, range: { start: offset, end: Math.max(offset, Math.min(author.end, offset + (end - start))) } };
}

/** The template that wrote most of a document's text, by its first stretch. */
function templateFile(text: TracedText): SourceFile | undefined {
  return text.segments[0]?.origin.author.file;
}
