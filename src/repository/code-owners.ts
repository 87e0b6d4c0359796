/**
 * Who has to review what: the CODEOWNERS file of GitHub or GitLab, from the first of the places in which they look for it.
 * Follows docs.github.com, "About code owners", and docs.gitlab.com, "Code Owners syntax".
 */
import type { CodeOwners, OwnerRule } from '../model.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import type { ScalarTree, Trace } from '../yaml/tree.ts';

const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
/** More rules than GitHub reads: it ignores files above 3 MB. */
const MAX_RULES = 20_000;

export function findCodeOwners(snapshot: Snapshot): CodeOwners | undefined {
  for (const path of PLACES) {
    const file = snapshot.kind(path) === 'file' ? snapshot.file(path) : undefined;
    if (file && !isUnreadable(file)) return readCodeOwners(file);
  }
  return undefined;
}

/** A section of GitLab (`[Docs] @team`) gives its owners to the lines below that name none. */
export function readCodeOwners(file: SourceFile): CodeOwners {
  const trace: Trace = { file, nearness: Nearness.template };
  const rules: OwnerRule[] = [];
  let sectionOwners: readonly string[] = [];
  let start = 0;
  for (const line of file.text.split('\n')) {
    const words = wordsOf(line);
    const [pattern, ...owners] = words;
    if (pattern !== undefined && SECTION.test(line.trim())) sectionOwners = words.filter((word) => /^[@\w].*[@.]|^@/.test(word));
    else if (pattern !== undefined && rules.length < MAX_RULES) {
      rules.push({ at: lineNode(line, start, trace), pattern, owners: owners.length > 0 ? owners : sectionOwners });
    }
    start += line.length + 1;
  }
  return { file, at: lineNode(file.text.slice(0, file.text.indexOf('\n') + 1 || file.text.length), 0, trace), rules };
}

const SECTION = /^\^?\[[^\]]+\](?:\[\d+\])?(?:\s|$)/;

/** The words of a line without its comment; `\ ` does not separate, `\#` is no comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\' && at + 1 < line.length) {
      word += character + (line[at + 1] ?? '');
      at += 1;
    } else if (character === '#' && word === '') break;
    else if (/\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  return word === '' ? words : [...words, word];
}

function lineNode(line: string, start: number, trace: Trace): Node {
  const text = line.trimEnd();
  const tree: ScalarTree = { kind: 'scalar', value: text, text, style: 'plain', start, end: start + text.length, trace };
  return Node.root(tree);
}
