/** From a step to the texts that the gate accepts: every way to write it is rendered, and the first that gives just what is wanted counts. */
import type { Config } from '../config/config.ts';
import { applyFixes } from '../fix/apply.ts';
import type { Finding, Report, ReportedChange } from '../finding.ts';
import { cellKey, cellsOf, isSameCell, type Cell } from '../history/cells.ts';
import type { Environment, Repository } from '../model.ts';
import { compareText } from '../source.ts';
import type { TextEdit } from '../yaml/text-edit.ts';
import type { Step } from './steps.ts';
import { waysTo } from './ways.ts';

/** What linting a tree against the base gave. */
export interface Linted {
  readonly report: Report;
  readonly repository?: Repository;
  /** It could not be decided. */
  readonly isFailure: boolean;
}

/** Lints the tree with these texts in the place of what stands there. */
export type LintWith<L extends Linted = Linted> = (texts: ReadonlyMap<string, string>) => Promise<L>;

export interface CarryOutOptions {
  readonly step: Step;
  readonly family: string;
  readonly environment: Environment;
  readonly config: Config;
  /** The tree as it stands. */
  readonly tree: Linted & { readonly repository: Repository };
  readonly lint: LintWith;
  /** Why a file is not edited (a clause). */
  refuses(path: string): string | undefined;
}

/** What would be written, and what the gates say of it. */
export interface Carried {
  readonly edits: readonly TextEdit[];
  readonly texts: ReadonlyMap<string, string>;
  /** What moves; absent where nothing does, as in one of two regions. */
  readonly change?: ReportedChange;
  /** New errors, those of closed gates among them: the gate would not let it pass. */
  readonly errors: readonly Finding[];
  /** What is found in the state that a rollback restores: it holds nothing back. */
  readonly restored: readonly Finding[];
  readonly isFailure: boolean;
  readonly notes: readonly string[];
}

/** What cannot be written, and why (a clause). */
export interface Refused {
  readonly why: string;
}

export async function carryOut(options: CarryOutOptions): Promise<Carried | Refused> {
  const { step, family, environment, config, tree } = options;
  const cell = cellsOf(tree.repository).get(cellKey(family, environment.name));
  if (!cell) return { why: `${environment.name} does not serve ${family} yet: there is no line to write to; add the model there once` };
  let refused: string | undefined;
  for (const edits of waysTo(step.wanted, cell, tree.repository, config)) {
    const why = edits.map(({ file }) => options.refuses(file.path)).find((one) => one !== undefined);
    refused ??= why;
    if (why !== undefined) continue;
    const { texts, applied } = applyFixes([{ title: step.title, safety: 'safe', edits }]);
    if (edits.length > 0 && applied.length === 0) continue;
    if (texts.size === 0) {
      if (isReached(cell, step)) return { why: `the tree serves that already: ${step.title}; commit it` };
      continue;
    }
    const after = await options.lint(texts);
    const missed = whyNot(after, options);
    if (missed === undefined) return carried(edits, texts, after, options);
    refused ??= missed;
  }
  return { why: refused ?? unwritable(cell) };
}

function carried(edits: readonly TextEdit[], texts: ReadonlyMap<string, string>, { report, isFailure }: Linted, { family, environment, tree }: CarryOutOptions): Carried {
  const known = new Set(tree.report.findings.map(({ fingerprint }) => fingerprint));
  const isNew = ({ isNew, rule, fingerprint, severity }: Finding): boolean => severity === 'error' && isNew !== false && (rule.startsWith('promotion/') || !known.has(fingerprint));
  const change = (report.changes ?? []).findLast((one) => one.model === family && one.environment === environment.name);
  const errors = report.findings.filter(isNew).filter((finding) => !finding.rule.startsWith('promotion/') || isAbout(finding, family, environment.name));
  const restored = report.findings.filter(({ isRestored, fingerprint }) => isRestored === true && !known.has(fingerprint));
  return { edits: ordered(edits), texts, ...(change ? { change } : {}), errors, restored, isFailure, notes: report.notes };
}

/** What a gate says of another model, which the tree moves too, is not about this one. */
function isAbout({ models, environments }: Finding, family: string, environment: string): boolean {
  return environments.includes(environment) && (models.length === 0 || models.some((model) => model.includes(family)));
}

function ordered(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => compareText(a.file.path, b.file.path) || a.range.start - b.range.start);
}

/** Why a tree is not what is wanted (a clause). */
function whyNot({ repository }: Linted, { step, family, environment, tree }: CarryOutOptions): string | undefined {
  if (!repository) return 'the configuration cannot be used afterwards';
  const [before, after] = [cellsOf(tree.repository), cellsOf(repository)];
  const own = cellKey(family, environment.name);
  const others = [...new Set([...before.keys(), ...after.keys()])].filter((key) => key !== own && !isSameCell(before.get(key), after.get(key)));
  if (others.length > 0) return sharedBy(others.map(cellText).join(', '), step, environment);
  const cell = after.get(own);
  return cell && isReached(cell, step) ? undefined : `with the version written, ${environment.name} would not serve what is wanted`;
}

function sharedBy(others: string, { wanted }: Step, { name }: Environment): string {
  if (wanted.canary) return `no edit gives ${name} alone a canary: it would also change ${others}; write the share of the canary in a file of ${name} once`;
  return `the edit would also change ${others}: the version stands in a line that they read, too (promotion/separable); give ${name} a line of its own`;
}

/** `fraud-detector in prod` */
function cellText(key: string): string {
  return key.split('\0').join(' in ');
}

/** A manifest that names the canary only says nothing of the stable version. */
function isReached({ stables, canaries, isStableInHistory, isUnknown }: Cell, { wanted, stables: keys }: Step): boolean {
  const { canary } = wanted;
  if (isUnknown) return false;
  if (!canary) return canaries.length === 0 && stables.length > 0 && stables.every(({ key }) => keys.includes(key));
  const isCanary = canaries.length > 0 && canaries.every(({ artifact, percent }) => artifact.key === canary.version.key && percent === canary.percent);
  return isCanary && (isStableInHistory || stables.every(({ key }) => keys.includes(key)));
}

function unwritable({ models, environment }: Cell): string {
  const [uri] = models.flatMap(({ sources, promoted }) => promoted?.at ?? sources[0]?.uri ?? []);
  if (!uri) return `where the version of ${environment.name} stands is not known`;
  const { file, range } = uri.at;
  const place = `${file.path}:${file.position(range.start).line}`;
  const isElsewhere = uri.isKnown && uri.pieces.some(({ at }) => at.file.shownAt);
  if (isElsewhere) return `the version of ${environment.name} stands in what ${place} names, another revision, repository or archive, and not in this tree`;
  return `no edit of one line makes ${environment.name} serve it: where its version stands (${place}) it is put together of several texts, borrowed, or cannot be written in that form`;
}
