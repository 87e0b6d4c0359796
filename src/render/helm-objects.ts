/** Helm's output as objects: every document parsed with its origins. */
import type { Raised } from '../finding.ts';
import type { SourceFile } from '../source.ts';
import { parseTraced } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { objectsOfDocument } from './directory.ts';
import type { RenderedDocument } from './helm/output/sort.ts';
import { authoredAt, brokenAt } from './output-place.ts';
import type { RenderedObject } from './rendered.ts';
import type { TracedText } from './traced-text.ts';

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

function problems({ problems: broken, duplicateKeys }: YamlDocument, { text, source, application }: Context): Raised[] {
  const by = application === undefined ? {} : { applications: [application] };
  return [
    ...broken.slice(0, 1).map(({ message, range }): Raised => ({
      rule: 'argocd/source-renders', at: brokenAt(text, range, source), message: `YAML parse error on ${source}: ${message}`, ...by,
    })),
    ...duplicateKeys.map(({ key, later, first }): Raised => ({
      rule: 'repository/unique-keys', at: authoredAt(text, later, source), message: `the key ${JSON.stringify(key)} is rendered twice into one mapping`,
      related: [{ at: authoredAt(text, first, source), message: 'first here' }], path: [key], ...by,
    })),
  ];
}

/** The template that wrote most of a document's text, by its first stretch. */
function templateFile(text: TracedText): SourceFile | undefined {
  return text.segments[0]?.origin.author.file;
}
