/** YAML as Kubernetes reads it: syntax by the package `yaml`, meaning by scalar.ts, limits ours. */
import { Composer, type CST, type Document } from 'yaml';
import type { TracedText } from '../render/traced-text.ts';
import { Nearness, SourceFile } from '../source.ts';
import { composePlain } from './compose-plain.ts';
import { composeDocument } from './compose.ts';
import { splitDocuments, type DocumentText } from './documents.ts';
import { boundedTokens, MAX_DOCUMENTS_PER_FILE, MAX_TOKENS_PER_FILE, Overrun } from './tokens.ts';
import type { Trace, YamlDocument, YamlFile, YamlProblem } from './tree.ts';

/** The failsafe schema leaves every scalar a string, whatever its tag, for scalar.ts to resolve; duplicate keys are found by compose.ts. */
const OPTIONS = { schema: 'failsafe', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false, logLevel: 'silent', keepSourceTokens: false } as const;

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

/** Every document of an authored file whose values stand at a known distance to the environments (a value file). */
export function parseYamlNear(file: SourceFile, nearness: number): YamlFile {
  return { file, documents: parseText(file.text, { file, nearness }) };
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
      documents.push(unreadable(part, `more than ${MAX_DOCUMENTS_PER_FILE} documents in one file`, 0));
      break;
    }
    for (const document of parsePart(part, trace, budget)) documents.push(document);
    if (budget.left <= 0) break;
  }
  return documents;
}

/** What is left of what one file may hold. */
interface Budget {
  left: number;
}

function parsePart(part: DocumentText, trace: Trace, budget: Budget): YamlDocument[] {
  try {
    return composeAll(part, trace, budget);
  } catch (error) {
    if (error instanceof Overrun) return [unreadable(part, error.message, error.offset)];
    if (error instanceof RangeError) return [unreadable(part, 'nested too deeply to be read', 0)];
    throw error;
  }
}

function composeAll(part: DocumentText, trace: Trace, budget: Budget): YamlDocument[] {
  const tokens = [...boundedTokens(part.text, budget)];
  const plain = composePlain(tokens, { trace, offset: part.start });
  return plain ? [plain] : composeByPackage(tokens, part, trace);
}

/** The long way, for everything that is not plain; what is plain it reads the same. */
export function composeByPackage(tokens: Iterable<CST.Token>, part: DocumentText, trace: Trace): YamlDocument[] {
  const documents: YamlDocument[] = [];
  for (const document of new Composer(OPTIONS).compose(tokens, true, part.text.length)) {
    documents.push(toYamlDocument(document, part, trace));
  }
  return documents;
}

function toYamlDocument(document: Document.Parsed, part: DocumentText, trace: Trace): YamlDocument {
  const range = { start: part.start + document.range[0], end: part.start + document.range[2] };
  const [error] = document.errors;
  if (error) {
    const problem: YamlProblem = {
      message: firstClause(error.message),
      range: { start: part.start + error.pos[0], end: part.start + error.pos[1] },
    };
    return { range, problems: [problem], duplicateKeys: [] };
  }
  return composeDocument(document, { trace, offset: part.start, range });
}

/** The whole part, so that what it was meant to be can still be seen. */
function unreadable({ text, start }: DocumentText, message: string, offset: number): YamlDocument {
  const problem = { message, range: { start: start + offset, end: start + offset } };
  return { range: { start, end: start + text.length }, problems: [problem], duplicateKeys: [] };
}

function firstClause(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/, '');
}
