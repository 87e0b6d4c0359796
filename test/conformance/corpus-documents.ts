/** Single manifests of the corpora, in one order, each once. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import type { Addressed } from './cluster.ts';

/** Scripts and tests run in the project's root. */
export const shared = resolve('../shared');
export const corpus = join(shared, 'corpus');
export const hasCorpus = existsSync(corpus);

const MAX_LENGTH = 30_000;
/** Of others there can be none, so that nothing in them is ever looked at. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const PLACEHOLDER = /\{\{|<<|\$\{/;

export interface CorpusDocument {
  /** The path below the corpora and the document's place in the file: `argocd/argo-cd/x.yaml#0`. */
  readonly id: string;
  readonly text: string;
  readonly addressed: Addressed;
}

/** Every manifest with a name that one parser reads without an error; templates and what is tied by anchors are left out. */
export function corpusDocuments(): CorpusDocument[] {
  const seen = new Set<string>();
  return yamlPaths().flatMap((path) => documentsOf(path)).filter(({ text }) => {
    const digest = createHash('sha256').update(text).digest('hex');
    return !seen.has(digest) && seen.add(digest);
  });
}

/** The text of one document of the corpora by its id, as `corpusDocuments` gives it. */
export function corpusText(id: string): string | undefined {
  const [path = '', index = ''] = id.split('#');
  if (!existsSync(join(corpus, path))) return undefined;
  const document = parsed(path)[Number(index)];
  return document && textOf(document);
}

function yamlPaths(): string[] {
  return readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .filter((path) => lstatSync(join(corpus, path)).isFile())
    .map((path) => path.split('\\').join('/'))
    .sort();
}

function documentsOf(path: string): CorpusDocument[] {
  return parsed(path).flatMap((document, index) => {
    if (document.errors.length > 0 || !isPlain(document)) return [];
    const addressed = addressOf(document);
    const text = textOf(document);
    return addressed && NAMESPACE.test(addressed.namespace) && text.length <= MAX_LENGTH && !PLACEHOLDER.test(text) ? [{ id: `${path}#${index}`, text, addressed }] : [];
  });
}

let lastRead: { readonly path: string; readonly documents: readonly Document[] } | undefined;

function parsed(path: string): readonly Document[] {
  if (lastRead?.path !== path) {
    const text = readFileSync(join(corpus, path), 'utf8');
    lastRead = { path, documents: PLACEHOLDER.test(text) && text.length > MAX_LENGTH ? [] : parseText(text) };
  }
  return lastRead.documents;
}

/** Whole numbers stay what was written, however large. */
export function parseText(text: string): Document[] {
  const documents = parseAllDocuments(text, { intAsBigInt: true, keepSourceTokens: false });
  return Array.isArray(documents) ? documents : [];
}

export function textOf(document: Document): string {
  return document.toString({ lineWidth: 0, directives: false }).replace(/^---\n/, '');
}

/** Where a document goes; one that names no namespace goes to `default`. */
export function addressOf(document: Document): Addressed | undefined {
  const at = (...path: string[]): string | undefined => {
    const value = document.getIn(path, true);
    return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
  };
  const [apiVersion, kind, name] = [at('apiVersion'), at('kind'), at('metadata', 'name')];
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, name, namespace: at('metadata', 'namespace') ?? 'default' };
}

/** Without anchors that are used, and without keys that are mappings, as templates become without their quotes: `{{ .Values.name }}`. */
function isPlain(document: Document): boolean {
  let isSo = true;
  visit(document, {
    Alias: () => { isSo = false; },
    Pair: (_, { key }) => { isSo &&= isScalar(key); },
  });
  return isSo;
}
