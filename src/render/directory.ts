/**
 * A source of plain manifests: every YAML and JSON file of a folder.
 * Follows argo-cd, reposerver/repository/repository.go `findManifests` and `getPotentiallyValidManifests`.
 */
import { Buffer } from 'node:buffer';
import type { Place } from '../argocd/this-repository.ts';
import type { Raised } from '../finding.ts';
import { WildcardBudget } from '../globs/budget.ts';
import { PatternError } from '../globs/pattern-error.ts';
import { gobwas, wildcards } from '../globs/wildcards.ts';
import { knownText } from '../kubernetes/identity.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { startOf, type SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { resolveAlias, type YamlDocument } from '../yaml/tree.ts';
import { documentsOf } from './documents.ts';
import { failed, NOTHING_RENDERED, unverifiedSource, type Rendered, type RenderedObject } from './rendered.ts';
import type { Destined } from './source.ts';

/** Which files of a folder are manifests. */
export interface DirectoryOptions {
  readonly isRecursive: boolean;
  /** Says which paths below the folder are taken. */
  readonly takes?: (path: string) => boolean;
}

const SKIP_MARKER = '+argocd:skip-file-rendering';
/** What the repo server reads of one folder unless it is told otherwise, in bytes. */
const MAX_BYTES = 10_000_000;

export function renderDirectory(application: Destined, { place, folder }: { readonly place: Place; readonly folder: string }): Rendered {
  const directory = application.source.node.get('directory');
  const what = `Application ${application.name}`;
  const anyName = directory.get('disableExtensionFilter');
  if (anyName.value === true) return unverifiedSource(anyName.at, what, '`directory.disableExtensionFilter` is not evaluated', 'a later version of mllint');
  const filter = filterOf(directory, WildcardBudget.of(place.snapshot));
  if ('why' in filter) return unverifiedSource(filter.at.at, what, filter.why, 'a simpler pattern');
  const { snapshot } = place;
  try {
    const files = directoryFiles(snapshot, folder, { isRecursive: directory.get('recurse').value === true, takes: filter.takes });
    const jsonnet = files.find((path) => path.endsWith('.jsonnet'));
    const rendered = objectsIn(files.filter((path) => path !== jsonnet), application, snapshot);
    const left = jsonnet === undefined ? undefined : unverifiedSource(application.source.node.at, what, `${jsonnet} is evaluated by jsonnet`, 'the manifests that it makes');
    const reads = place.isLinted ? new Set(files) : new Set<string>();
    return { ...rendered, reads, unverified: left?.unverified ?? [], isComplete: rendered.isComplete && !left };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return unverifiedSource(directory.at, what, error.message, 'simpler patterns');
  }
}

/** `exclude` before `include`; `*` crosses folders. */
function filterOf(directory: Node, budget: WildcardBudget): { readonly takes: (path: string) => boolean } | { readonly at: Node; readonly why: string } {
  const tests: Record<'include' | 'exclude', ((path: string) => boolean) | undefined> = { include: undefined, exclude: undefined };
  for (const key of ['include', 'exclude'] as const) {
    const at = directory.get(key);
    if (!at.isKnown) return { at, why: `\`directory.${key}\` cannot be known: ${at.unknown ?? ''}` };
    const pattern = at.text ?? '';
    if (pattern === '') continue;
    try {
      tests[key] = wildcards(pattern, gobwas(), budget);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      if (error.message !== new PatternError().message) return { at, why: error.message };
      tests[key] = () => false; // what is no pattern matches nothing
    }
  }
  return { takes: (path) => tests.exclude?.(path) !== true && tests.include?.(path) !== false };
}

/** The manifest files of a folder as Argo CD takes them, in the order of their paths. */
export function directoryFiles(snapshot: Snapshot, folder: string, { isRecursive, takes = () => true }: DirectoryOptions): string[] {
  const files: string[] = [];
  const collect = (below: string): void => {
    for (const name of snapshot.entries(folder === '' || below === '' ? folder + below : `${folder}/${below}`)) {
      const path = below === '' ? name : `${below}/${name}`;
      const full = folder === '' ? path : `${folder}/${path}`;
      if (snapshot.kind(full) === 'folder') {
        if (isRecursive && !isLink(full, snapshot)) collect(path);
      } else if (MANIFEST_FILE.test(name) && takes(path)) files.push(full);
    }
  };
  collect('');
  return files;
}

const MANIFEST_FILE = /\.(?:yaml|yml|json|jsonnet)$/;

/** What is listed as a file and is a folder is a link to one, into which Argo CD does not look. */
function isLink(path: string, { files }: Snapshot): boolean {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle] ?? '') < path) low = middle + 1;
    else high = middle;
  }
  return files[low] === path;
}

function objectsIn(paths: readonly string[], application: Destined, snapshot: Snapshot): Rendered {
  const objects: RenderedObject[] = [];
  const raised: Raised[] = [];
  let bytes = 0;
  for (const path of paths) {
    const file = snapshot.file(path);
    // Files that cannot be read are reported by who reads all files.
    if (file === undefined || isUnreadable(file) || file.text.includes(SKIP_MARKER)) continue;
    bytes += Buffer.byteLength(file.text);
    if (bytes > MAX_BYTES) return failed(application, { at: application.source.node.get('path').at, message: 'exceeded max combined manifest file size' });
    const found = path.endsWith('.json') ? objectOfJson(file) : objectsOfYaml(file);
    objects.push(...found.objects);
    if (found.problem) raised.push(...failed(application, found.problem).raised);
  }
  return { ...NOTHING_RENDERED, objects, raised, isComplete: raised.length === 0 };
}

interface FileObjects {
  readonly objects: readonly RenderedObject[];
  readonly problem?: Pick<Raised, 'at' | 'message'>;
}

/** A file that holds no manifests is another's, unless it starts like one or holds one before. */
function objectsOfYaml(file: SourceFile): FileObjects {
  const objects: RenderedObject[] = [];
  for (const { parsed } of documentsOf(file)) {
    if (!parsed || (parsed.problems.length === 0 && isEmpty(parsed))) continue;
    const root = parsed.root && Node.root(parsed.root);
    const [problem] = parsed.problems;
    if (!problem && root && (!root.get('kind').isKnown || (knownText(root.get('kind')) ?? '') !== '')) {
      objects.push(...objectsOfDocument(parsed, file));
      continue;
    }
    if (objects.length === 0 && !['apiVersion:', 'kind:', 'metadata:'].every((word) => file.text.includes(word))) continue;
    const why = problem?.message ?? "Object 'Kind' is missing";
    const at = problem ? { file, range: problem.range } : (root?.at ?? startOf(file));
    return { objects, problem: { at, message: `Failed to unmarshal ${JSON.stringify(nameOf(file))}: failed to unmarshal manifest: ${why}` } };
  }
  return { objects };
}

/** One object, and nothing after it. */
function objectOfJson(file: SourceFile): FileObjects {
  const end = endOfJson(file.text);
  const rest = end === undefined ? '' : file.text.slice(end).trimStart();
  if (rest !== '' && !rest.startsWith(']') && !rest.startsWith('}')) {
    const start = file.text.length - rest.length;
    const message = `Found multiple objects in ${JSON.stringify(nameOf(file))}. Only single objects are allowed in JSON files.`;
    return { objects: [], problem: { at: { file, range: { start, end: start + 1 } }, message } };
  }
  if (file.text.trimStart().startsWith('{')) return { objects: documentsOf(file).flatMap(({ parsed }) => (parsed ? objectsOfDocument(parsed, file) : [])) };
  return { objects: [], problem: { at: startOf(file), message: `Failed to unmarshal ${JSON.stringify(nameOf(file))}: it holds no JSON object` } };
}

/** Where the first object or array of a JSON text ends. */
function endOfJson(text: string): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isString && character === '\\') at += 1;
    else if (character === '"') isString = !isString;
    else if (!isString && (character === '{' || character === '[')) depth += 1;
    else if (!isString && (character === '}' || character === ']')) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function isEmpty({ root }: YamlDocument): boolean {
  const tree = root && resolveAlias(root);
  return !tree || (tree.kind === 'scalar' && tree.value === null);
}

function nameOf({ path }: SourceFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function objectsOfDocument(document: YamlDocument, file: SourceFile): RenderedObject[] {
  if (!document.root || resolveAlias(document.root).kind !== 'mapping') return [];
  return unrolled(Node.root(document.root)).map((root) => ({ root, file }));
}

/** The items of a list, each a document of its own; everything else as it is. A list of `null` holds nothing. */
export function unrolled(root: Node): Node[] {
  const items = root.get('items');
  if (items.kind === 'sequence') return items.items().flatMap((item) => (item.tree ? [Node.root(item.tree)] : []));
  return items.isNull && !root.has('spec') && !root.has('status') ? [] : [root];
}
