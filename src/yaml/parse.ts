/** YAML as Kubernetes reads it: what is plain the short way, the rest by the package `yaml`; meaning by scalar.ts, limits ours. */
import type { TracedText } from '../render/traced-text.ts';
import { Nearness, SourceFile } from '../source.ts';
import { readByPackage } from './package.ts';
import { splitDocuments, unreadable, type DocumentText } from './documents.ts';
import { MAX_DOCUMENTS_PER_FILE, MAX_TOKENS_PER_FILE, type TokenBudget } from './limits.ts';
import { readPlain } from './plain/read.ts';
import type { Trace, YamlDocument, YamlFile } from './tree.ts';

const parsed = new WeakMap<SourceFile, YamlFile>();

/** Every document of an authored file. Parsed once; never throws. */
export function parseYaml(file: SourceFile): YamlFile {
  const known = parsed.get(file);
  if (known) return known;
  const result = { file, documents: parseText(file.text, { file, nearness: Nearness.template }) };
  parsed.set(file, result);
  return result;
}

/** Keeps what another thread has parsed, so that nobody parses the file again. */
export function rememberParsed(file: SourceFile, documents: readonly YamlDocument[]): void {
  parsed.set(file, { file, documents });
}

/** Every document of a rendered text; `name` is the path shown when the text itself must be named. */
export function parseTraced(traced: TracedText, name: string): YamlFile {
  const file = new SourceFile(name, traced.text);
  return { file, documents: parseText(traced.text, { file, traced, nearness: Nearness.template }) };
}

/** Parses one document of a file that was split before. */
export function parseDocumentText(part: DocumentText, trace: Trace): YamlDocument[] {
  return parsePart(part, trace, { left: MAX_TOKENS_PER_FILE });
}

function parseText(text: string, trace: Trace): YamlDocument[] {
  const documents: YamlDocument[] = [];
  const budget = { left: MAX_TOKENS_PER_FILE };
  for (const part of splitDocuments(text)) {
    if (documents.length >= MAX_DOCUMENTS_PER_FILE) {
      documents.push(unreadable(part, `more than ${MAX_DOCUMENTS_PER_FILE} documents in one file`));
      break;
    }
    for (const document of parsePart(part, trace, budget)) documents.push(document);
    if (budget.left <= 0) break;
  }
  return documents;
}

function parsePart(part: DocumentText, trace: Trace, budget: TokenBudget): YamlDocument[] {
  const plain = readPlain(part, trace);
  if (!plain || plain.tokens >= budget.left) return readByPackage(part, trace, budget);
  budget.left -= plain.tokens;
  return [plain.document];
}
