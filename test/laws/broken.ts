/** Whole repositories with several mistakes at once, chosen by a seed: of the clean ones in which `npm run mutants` makes one at a time. */
import { conditions, rules } from '../../rules/index.ts';
import { baseTree, BASES, type BaseName } from '../mutants/bases.ts';
import { ALL_KINDS } from '../mutants/kinds/all.ts';
import type { Kind } from '../mutants/kind.ts';
import type { Mistake } from '../mutants/mistake.ts';
import { Random } from '../mutants/random.ts';

export type Texts = ReadonlyMap<string, string>;

export interface BrokenRepository {
  readonly base: BaseName;
  readonly lineEnds: 'LF' | 'CRLF';
  /** Kinds of mistakes, in the order in which they were made. */
  readonly kinds: readonly string[];
  /** By path from the root; some start with a byte order mark. */
  readonly texts: Texts;
  /** The clean repository with just one of the mistakes, for each of them. */
  readonly alone: readonly Texts[];
}

/** How many kinds of mistakes at once, at least and at most. */
const [LEAST, MOST] = [3, 8];
/** Of so many kinds whose rule has a fix comes one of any kind. */
const STRANGERS = 4;
const FIXABLE = new Set<string>([...rules, ...conditions].flatMap(({ id, fixable }) => (fixable === true ? [id] : [])));
const fitting = (base: BaseName): Kind[] => ALL_KINDS.filter(({ bases, history, later }) => bases.includes(base) && !history && later === undefined);
const LARGE = BASES.filter((base) => fitting(base).length > 2 * MOST);

export function brokenRepository(seed: number): BrokenRepository {
  const random = new Random(seed);
  const base = LARGE[random.below(LARGE.length)] ?? 'chart';
  const { files } = baseTree(base);
  const isWindows = random.below(4) === 0;
  const written = (texts: Texts): Texts => (isWindows ? new Map([...texts].map(([path, text]) => [path, asOnWindows(path, text)])) : texts);
  const chosen = chosenMistakes(base, random);
  return {
    base, lineEnds: isWindows ? 'CRLF' : 'LF', kinds: chosen.map(({ kind: { id } }) => id),
    texts: written(changed(files, chosen.flatMap(({ changes }) => changes))), alone: chosen.map(({ changes }) => written(changed(files, changes))),
  };
}

interface Chosen {
  readonly kind: Kind;
  readonly changes: readonly Change[];
}

function chosenMistakes(base: BaseName, random: Random): Chosen[] {
  const tree = baseTree(base);
  const all = fitting(base);
  const [repaired, others] = [true, false].map((isFixable) => all.filter(({ rule }) => [rule].flat().some((id) => FIXABLE.has(id)) === isFixable));
  const wanted = LEAST + random.below(MOST - LEAST + 1);
  const chosen: Chosen[] = [];
  while (chosen.length < wanted) {
    const from = (random.below(STRANGERS) === 0 && others?.length ? others : repaired) ?? [];
    if (from.length === 0) break;
    const [kind] = from.splice(random.below(from.length), 1);
    const [mistake] = random.sample(kind?.mistakes(tree, random) ?? [], 1);
    const changes = mistake && changesOf(tree.files, mistake);
    if (kind && changes && !touchesAny(tree.files, changes, chosen.flatMap((other) => other.changes))) chosen.push({ kind, changes });
  }
  return chosen;
}

/** A file that is gone or new, or a stretch of one with another text. */
interface Change {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** Nothing where the file goes. */
  readonly text: string | undefined;
}

function changesOf(clean: Texts, { texts }: Mistake): Change[] {
  return [...texts].map(([path, text]): Change => {
    const before = clean.get(path) ?? '';
    if (text === undefined) return { path, start: 0, end: before.length, text };
    let start = 0;
    while (start < before.length && before[start] === text[start]) start += 1;
    let kept = 0;
    while (kept < Math.min(before.length, text.length) - start && before.at(-1 - kept) === text.at(-1 - kept)) kept += 1;
    return { path, start, end: before.length - kept, text: text.slice(start, text.length - kept) };
  });
}

/** Whether two would stand on one line, or on lines beside one another. */
function touchesAny(clean: Texts, some: readonly Change[], others: readonly Change[]): boolean {
  return some.some((one) => others.some((other) => {
    if (one.path !== other.path) return false;
    const line = (offset: number): number => lineOf(clean, one.path, offset);
    return line(one.start) - 1 <= line(other.end) && line(other.start) - 1 <= line(one.end);
  }));
}

function lineOf(clean: Texts, path: string, offset: number): number {
  return (clean.get(path) ?? '').slice(0, offset).split('\n').length;
}

function changed(clean: Texts, changes: readonly Change[]): Texts {
  const texts = new Map(clean);
  for (const { path, start, end, text } of [...changes].sort((a, b) => b.start - a.start)) {
    const before = texts.get(path) ?? '';
    if (text === undefined) texts.delete(path);
    else texts.set(path, before.slice(0, start) + text + before.slice(end));
  }
  return texts;
}

/** An editor there leaves a byte order mark, too. */
function asOnWindows(path: string, text: string): string {
  const lines = text.replaceAll(/\r?\n/g, '\r\n');
  return path.endsWith('values.yaml') ? `\u{feff}${lines}` : lines;
}
