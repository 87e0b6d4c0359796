/** What mllint makes of a mutant: whether the mistake is found at its line, what else is said, and what all fixes make of it. */
import { rmSync } from 'node:fs';
import type { Finding } from '../../src/finding.ts';
import { run, type RunResult } from '../../src/mllint.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { baseTip } from '../../src/snapshot/git-base.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { fixAll, lineOf, NOW } from '../cases.ts';
import { build } from '../history/scenario.ts';
import { baseTree } from './bases.ts';
import type { Mutant } from './generate.ts';
import type { Spot } from './mistake.ts';

export interface Verdict {
  readonly mutant: Mutant;
  readonly isFound: boolean;
  /** Errors that the mistake does not cause. */
  readonly extraErrors: readonly string[];
  /** Absent where the rule has no fix, or says why it has none here. */
  readonly repair?: Repair;
  /** What stands between a repair and the clean repository: what is still said, and the lines that differ. */
  readonly left?: readonly string[];
  /** Everything that was said. */
  readonly said: readonly string[];
}

/** `lines`: clean, but other lines than those of the mistake were changed, or they hold something else than before. */
export type Repair = 'repaired' | 'no fix' | 'not clean' | 'other lines';

/** Rules whose every mistake has a right answer; of the other rules with fixes only those mistakes count for which one is offered. */
const REPAIRED_WHOLE: ReadonlySet<string> = new Set([
  'model/uri-matches-version', 'model/version-is-string', 'argocd/self-heal', 'argocd/prune', 'argocd/generator-known', 'argocd/missing-keys-fail', 'argocd/destination',
  'argocd/sync-options', 'kserve/deployment-mode', 'kserve/legacy-predictor', 'istio/weights-sum', 'kubernetes/schema', 'mllint/suppression-unused', 'mllint/suppression-expired',
]);

type Texts = ReadonlyMap<string, string>;

export async function judge(mutant: Mutant): Promise<Verdict> {
  const { kind, mistake } = mutant;
  const broken = textsAfter(mutant);
  const { report } = await (kind.history ? lintHistory(mutant) : lint(broken));
  const expected = [kind.rule].flat();
  const own = report.findings.filter((finding) => expected.includes(finding.rule) && isAt(finding, [mistake.at, ...(mistake.or ?? [])]));
  const isUnverified = expected.includes('unverified') && report.unverified.some(({ at }) => spotText(spot(at)) === spotText(mistake.at));
  const said = [...report.findings.map(lineOf), ...report.unverified.map(({ at, what, why }) => `${spotText(spot(at))} unverified ${what}: ${why}`), ...report.crashes.map(({ rule, stack }) => `${rule} crashed: ${stack}`)];
  const isFound = own.length > 0 || isUnverified;
  const extraErrors = [
    ...report.findings.filter((finding) => finding.severity === 'error' && !own.includes(finding) && !causes(mutant, finding, expected)).map(lineOf),
    ...report.crashes.map(({ rule }) => `${rule} crashed`),
  ];
  const hasFix = !kind.history && kind.noRepair === undefined && (own.some(({ fix }) => fix) || expected.every((rule) => REPAIRED_WHOLE.has(rule)));
  return { mutant, isFound, extraErrors, said, ...(hasFix && isFound ? await repair(mutant, broken, report.findings) : {}) };
}

/** The same rule at another place, or a rule that the kind names. */
function causes({ kind }: Mutant, { rule }: Finding, expected: readonly string[]): boolean {
  return kind.causes !== undefined && Object.hasOwn(kind.causes, rule) && (kind.causes[rule] !== undefined || expected.includes(rule));
}

/** All fixes, those for review included. */
async function repair({ base, kind, mistake }: Mutant, broken: Texts, findings: readonly Finding[]): Promise<Required<Pick<Verdict, 'repair' | 'left'>>> {
  if (!findings.some(({ fix }) => fix)) return { repair: 'no fix', left: findings.map(lineOf) };
  const fixed = new Map([...broken, ...Object.entries(await fixAll(Object.fromEntries(broken)))]);
  const { report } = await lint(fixed);
  const clean = baseTree(base).files;
  const left = [...report.findings.map(lineOf), ...report.unverified.map(({ what }) => `unverified ${what}`), ...differences(fixed, clean)];
  if (report.findings.length > 0 || report.unverified.length > 0) return { repair: 'not clean', left };
  if (haveSameTexts(fixed, clean)) return { repair: 'repaired', left };
  return { repair: kind.otherRepair !== undefined && onlyThere(fixed, broken, mistake.texts) ? 'repaired' : 'other lines', left };
}

/** Lines that stand nowhere in the clean file. */
function differences(fixed: Texts, clean: Texts): string[] {
  return [...fixed].flatMap(([path, text]) => {
    const known = new Set(clean.get(path)?.split('\n'));
    return text.split('\n').flatMap((line, index) => (known.has(line) ? [] : [`${path}:${index + 1} holds ${line.trim()}`]));
  });
}

/** Nothing but the files of the mistake differs from what was broken. */
function onlyThere(fixed: Texts, broken: Texts, mistaken: ReadonlyMap<string, string | undefined>): boolean {
  return [...new Set([...fixed.keys(), ...broken.keys()])].every((path) => mistaken.has(path) || fixed.get(path) === broken.get(path));
}

function haveSameTexts(some: Texts, others: Texts): boolean {
  return some.size === others.size && [...some].every(([path, text]) => others.get(path) === text);
}

function textsAfter({ base, mistake }: Mutant): Map<string, string> {
  const texts = new Map(baseTree(base).files);
  for (const [path, text] of mistake.texts) {
    if (text === undefined) texts.delete(path);
    else texts.set(path, text);
  }
  return texts;
}

function lint(texts: Texts): Promise<RunResult> {
  return run({ snapshot: memorySnapshot(Object.fromEntries(texts)), now: NOW });
}

/** When the mutant's change is committed; its base is older, as the history says. */
const CHANGED_AT = '2026-11-23T11:00:00Z';
const STARTED_AT = '2026-10-01T09:00:00Z';

/** The mistake as a commit of a branch, linted against main. */
async function lintHistory(mutant: Mutant): Promise<RunResult> {
  const { base, kind, mistake } = mutant;
  const tree = baseTree(base);
  const [first, ...later] = kind.history?.(tree).before ?? [];
  const clean = Object.fromEntries(tree.files);
  const files = Object.fromEntries([...mistake.texts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
  const remove = [...mistake.texts].flatMap(([path, text]) => (text === undefined ? [path] : []));
  const { folder } = build({
    now: NOW.toISOString(),
    layout: 'folders',
    commits: [
      { at: STARTED_AT, ...first, files: { ...clean, ...first?.files } },
      ...later,
      { at: kind.history?.(tree).cleanAt ?? STARTED_AT, files: clean },
      { on: 'change', at: CHANGED_AT, files, remove },
    ],
    change: 'change',
  });
  try {
    const snapshot = await diskSnapshot(folder, { useGit: true });
    return await run({ snapshot, base: baseTip(folder, 'main'), git: () => ({ remotes: [], prefix: '' }), now: NOW });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isAt(finding: Finding, spots: readonly Spot[]): boolean {
  return spots.some((at) => spotText(spot(finding.at)) === spotText(at));
}

function spot({ file, range }: Finding['at']): Spot {
  return { path: file.path, line: file.position(range.start).line };
}

export function spotText({ path, line }: Spot): string {
  return `${path}:${line}`;
}
