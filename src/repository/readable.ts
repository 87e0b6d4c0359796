/** The conditions `repository/readable` and `repository/unique-keys`: what the files of the repository are, before anybody uses them. */
import type { Raised } from '../finding.ts';
import type { FileDocument } from '../render/documents.ts';
import type { Unreadable } from '../snapshot/snapshot.ts';
import { SourceFile, startOf, type Location, type Range } from '../source.ts';
import type { YamlDocument } from '../yaml/tree.ts';

/** A file that is listed but cannot be read as text; `head` is how it starts, where it can at least be looked at. */
export function unreadableFile({ path, why, isOutside }: Unreadable, head: Uint8Array | undefined, isInput: boolean): Raised {
  const matters = isInput || isOutside === true || (head !== undefined && isManifestText(latin1.decode(head).replaceAll(/[^\n -~]/g, '')));
  return {
    rule: 'repository/readable', at: startOf(new SourceFile(path, '')), message: `this file ${why}`,
    ...(matters ? {} : { severity: 'info' as const }),
  };
}

/** Enough of a file to see that it was meant as a manifest. */
export const HEAD_LENGTH = 64 * 1024;
const latin1 = new TextDecoder('latin1');

/** What is wrong with the documents of a file; `isInput` where a chart, an Application or a generator reads it. */
export function documentProblems(documents: readonly FileDocument[], isInput: boolean): Raised[] {
  return documents.flatMap(({ file, parsed }) => {
    if (!parsed) return [];
    const matters = isInput || isManifestLike(file, parsed);
    // Tools keep JSON with comments beside manifests (tsconfig.json): nobody's manifests.
    const told = matters || !file.path.endsWith('.json') ? parsed.problems.slice(0, 1) : [];
    const broken = told.map(({ message, range }) => notYaml(file, { message, range, matters }));
    return [...broken, ...parsed.duplicateKeys.map(({ key, first, later }) => duplicateKey({ key, first: at(file, first), later: at(file, later) }))];
  });
}

function notYaml(file: SourceFile, { message, range, matters }: { message: string; range: Range; matters: boolean }): Raised {
  return {
    rule: 'repository/readable', at: at(file, openingQuote(file, { message, range }) ?? range), message: `this is no YAML that Kubernetes reads: ${message}${templateHint(file, range)}`,
    ...(matters ? {} : { severity: 'info' as const }),
  };
}

/** Where a text begins whose end is missing: the parser notices it lines further down. */
function openingQuote(file: SourceFile, { message, range }: { message: string; range: Range }): Range | undefined {
  if (!/^missing closing ['"]quote/i.test(message)) return undefined;
  const quote = message.includes('"') ? '"' : "'";
  for (let at = file.text.lastIndexOf(quote, range.start - 1), left = MAX_QUOTES; at > 0 && left > 0; at = file.text.lastIndexOf(quote, at - 1), left -= 1) {
    if (/[\s[{,]/.test(file.text[at - 1] ?? '')) return { start: at, end: at + 1 };
  }
  return undefined;
}

const MAX_QUOTES = 100;

/** Unquoted template actions are the usual reason. */
function templateHint(file: SourceFile, { start }: Range): string {
  const { line } = file.position(start);
  return `${file.line(line - 1)}${file.line(line)}`.includes('{{') ? '; it looks like a template' : '';
}

/** A key that stands twice; the last one counts, silently. */
export function duplicateKey({ key, first, later }: { key: string; first: Location; later: Location }): Raised {
  const { line } = first.file.position(first.range.start);
  return {
    rule: 'repository/unique-keys', at: later, message: `the key ${JSON.stringify(key)} stands twice in this mapping, first in line ${line}`,
    related: [{ at: first, message: 'first here' }], path: [key],
  };
}

function isManifestLike(file: SourceFile, { range }: YamlDocument): boolean {
  return isManifestText(file.text.slice(range.start, range.end));
}

function isManifestText(text: string): boolean {
  return /^apiVersion:|"apiVersion"/m.test(text) && /^kind:|"kind"/m.test(text) && /^metadata:|"metadata"/m.test(text);
}

function at(file: SourceFile, { start, end }: Range): Location {
  return { file, range: { start, end } };
}
