/** Whether what fixes made of a tree may stand. A fix makes its finding disappear and breaks nothing. */
import type { Finding, Fix } from '../finding.ts';
import { grouped } from '../groups.ts';
import { onceFor } from '../once.ts';
import { SourceFile, type Location, type Range } from '../source.ts';
import { parseYaml } from '../yaml/parse.ts';
import { touchedBlock } from './touched-block.ts';
import { allFindings, type Linted } from './texts.ts';

/** A fix and what it is for. */
export interface Offer {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface Attempt {
  readonly offers: readonly Offer[];
  readonly before: Linted;
  readonly after: Linted;
  /** The new text of every file that changes, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where the edits stand in them. */
  readonly touched: ReadonlyMap<string, readonly Range[]>;
}

export interface Verdict {
  /** Those whose finding is still there. */
  readonly without: readonly Offer[];
  /** Why the texts cannot stand, as a clause, whichever of the fixes is at fault. */
  readonly why?: string;
}

/** These say that nothing of an Application could be seen, and break nothing else. */
const HIDES = 'argocd/source-exists';

/** These say that something cannot be read or rendered, wherever it is shown. */
const BREAKS: ReadonlySet<string> = new Set(['argocd/generator-expands', 'argocd/source-renders', 'kustomize/builds', 'mllint/config', 'repository/readable', 'repository/unique-keys']);

export function judge(attempt: Attempt): Verdict {
  const why = unreadable(attempt) ?? broken(attempt) ?? worse(attempt);
  const isStillThere = stillThere(attempt);
  return { without: attempt.offers.filter(({ finding }) => isStillThere(finding)), ...(why === undefined ? {} : { why }) };
}

/** The text as it would be does not parse, and the one before did. */
function unreadable({ offers, texts }: Attempt): string | undefined {
  const before = new Map(offers.flatMap(({ fix }) => fix.edits.map(({ file }) => [file.path, file])));
  for (const [path, text] of texts) {
    if (!/\.(?:ya?ml|json)$/i.test(path)) continue;
    const old = before.get(path);
    const problem = problemIn(new SourceFile(path, text));
    if (problem !== undefined && (!old || problemIn(old) === undefined)) return `${path} would not parse: ${problem}`;
  }
  return undefined;
}

function problemIn(file: SourceFile): string | undefined {
  return parseYaml(file).documents.flatMap(({ problems }) => problems)[0]?.message;
}

/** A rule crashes, or an environment is known less well than before. */
function broken({ before, after }: Attempt): string | undefined {
  const [was, is] = [before.unfiltered ?? before.report, after.unfiltered ?? after.report];
  const crash = is.crashes.find(({ rule }) => !was.crashes.some((known) => known.rule === rule));
  if (crash) return `the rule ${crash.rule} would crash`;
  if (before.repository && !after.repository) return 'the repository could not be read any more';
  const partial = new Set(before.repository?.environments.flatMap(({ name, isPartial }) => (isPartial ? [name] : [])));
  const lost = after.repository?.environments.find(({ name, isPartial }) => isPartial && !partial.has(name));
  return lost && before.repository?.environments.some(({ name }) => name === lost.name) === true ? `not all of ${lost.name} could be rendered any more` : undefined;
}

/**
 * An error that is new, outside of the mappings that the edits touched: one beneath a renamed key was there before, unseen. So was one of an
 * Application that could not be rendered at all.
 */
function worse({ offers, before, after, texts, touched }: Attempt): string | undefined {
  const blocksIn = onceFor((file: SourceFile) => (touched.get(file.path) ?? []).map((range) => touchedBlock(file, range))); // each file is parsed once
  const changed = new Map([...texts].map(([path, text]) => [path, new SourceFile(path, text)]));
  const isInside = ({ file: { path }, range }: Location): boolean => {
    const file = changed.get(path);
    return file !== undefined && blocksIn(file).some((block) => block.start <= range.start && range.start <= block.end);
  };
  const opened = new Set(offers.flatMap(({ finding }) => (BREAKS.has(finding.rule) || finding.rule === HIDES ? finding.applications : [])));
  const found = newErrors(allFindings(before), allFindings(after)).find(({ rule, at, pieces, applications }) => {
    if (BREAKS.has(rule)) return true;
    const wasUnseen = applications.length > 0 && applications.every((name) => opened.has(name));
    return !wasUnseen && ![at, ...pieces.map((piece) => piece.at)].some(isInside);
  });
  return found && `${found.at.file.path}:${found.at.file.position(found.at.range.start).line} would get: ${found.message} (${found.rule})`;
}

/** What is moved to another index or line is not new. */
function newErrors(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const old = grouped(before, sameWords);
  const errors = after.filter(({ severity, rule }) => severity === 'error' || BREAKS.has(rule));
  return [...grouped(errors, sameWords)].flatMap(([words, group]) => (group.length <= (old.get(words)?.length ?? 0) ? [] : group.filter(({ fingerprint }) => !known.has(fingerprint))));
}

function sameWords({ rule, message, at }: Finding): string {
  return `${rule}\0${at.file.path}\0${message}`;
}

/** Tells of each finding whether it is still there, as far as so many fixes should have made so many like it disappear. */
function stillThere({ offers, before, after }: Attempt): (finding: Finding) => boolean {
  const [fixed, was, is] = [offers.map(({ finding }) => finding), allFindings(before), allFindings(after)];
  const goneBy = (key: (one: Finding) => string): ((finding: Finding) => boolean) => {
    const [expected, old, left] = [fixed, was, is].map((all) => grouped(all, key));
    const count = (groups: typeof old, finding: Finding): number => groups?.get(key(finding))?.length ?? 0;
    return (finding) => count(left, finding) <= count(old, finding) - count(expected, finding);
  };
  const [isGone, isGoneInFile] = [goneBy(sameWords), goneBy(({ rule, at }) => `${rule}\0${at.file.path}`)];
  const words = new Set(is.map(sameWords));
  const prints = new Set(is.map(samePrint));
  return (finding) => (isGone(finding) ? !isGoneInFile(finding) && prints.has(samePrint(finding)) : words.has(sameWords(finding)));
}

function samePrint({ rule, fingerprint }: Finding): string {
  return `${rule}\0${fingerprint}`;
}
