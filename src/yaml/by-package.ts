/** YAML by the package `yaml`: everything that is not plain. What is plain it reads the same. */
import { Composer, type Document } from 'yaml';
import { composeDocument } from './compose.ts';
import { unreadable, type DocumentText } from './documents.ts';
import type { TokenBudget } from './limits.ts';
import { boundedTokens, Overrun } from './tokens.ts';
import type { Trace, YamlDocument, YamlProblem } from './tree.ts';

/** The failsafe schema leaves every scalar a string, whatever its tag, for scalar.ts to resolve; duplicate keys are found by compose.ts. */
const OPTIONS = { schema: 'failsafe', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false, logLevel: 'silent', keepSourceTokens: false } as const;

/** The documents of a part of a file; what goes beyond a limit is a document that cannot be read. */
export function readByPackage(part: DocumentText, trace: Trace, budget: TokenBudget): YamlDocument[] {
  try {
    const composed = new Composer(OPTIONS).compose(boundedTokens(part.text, budget), true, part.text.length);
    return Array.from(composed, (document) => toYamlDocument(document, part, trace));
  } catch (error) {
    if (error instanceof Overrun) return [unreadable(part, error.message, error.offset)];
    if (error instanceof RangeError) return [unreadable(part, 'nested too deeply to be read')];
    throw error;
  }
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

function firstClause(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/, '');
}
