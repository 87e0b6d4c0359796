/** Fixes until nothing is left to fix: apply, lint the result, judge it. See architecture.md, "Fixes". */
import type { Finding, Fix } from '../finding.ts';
import { applyFixes, type AppliedFixes } from './apply.ts';
import { judge, type Offer } from './judge.ts';
import { feedsIn, reachBetween } from './reach.ts';
import { changesAfter, textsKey, type Lint, type Linted, type Texts } from './texts.ts';
import { wideOffers, type Measure, type WideOffer } from './wide.ts';

/** A tree that still offers fixes then offers new ones for ever, or nearly so. */
export const MAX_PASSES = 10;
/** Each fix that cannot stand takes several runs over the tree to be told from the others; a repository may hold thousands. */
export const MAX_ATTEMPTS = 200;
const NOT_TRIED = `not tried after ${MAX_ATTEMPTS} attempts at others; choose it with --rule or a path`;

export interface Refused extends Offer {
  /** A clause. */
  readonly why: string;
}

export interface Repairing {
  readonly lint: Lint;
  /** What was changed before, and what linting that gave. */
  readonly changed: Texts;
  readonly linted: Linted;
  /** What stood in every file that was changed; what is changed now is added. */
  readonly originals: Map<string, string | undefined>;
  wants(offer: Offer): boolean;
  /** Whether fixes that a person should look at first are applied, too. Else they are left, and so are those that turn out to change more than they should. */
  readonly takesReview: boolean;
  /** Why a file must not be edited, as a clause; nothing where it may. */
  refuses?(path: string): string | undefined;
}

export interface Repaired {
  readonly changed: Texts;
  readonly linted: Linted;
  readonly applied: readonly Offer[];
  readonly refused: readonly Refused[];
  /** Left for a person to look at. */
  readonly review: readonly WideOffer[];
  readonly passes: number;
  /** `cycle`: the pass that came back to an earlier text was dropped. `limit`: there was always more to fix. */
  readonly ended: 'stable' | 'cycle' | 'limit';
}

export async function repair(options: Repairing): Promise<Repaired> {
  const seen = new Set([textsKey(options.changed)]);
  const lint = remembering(options.lint);
  const attempts = { left: MAX_ATTEMPTS };
  const applied: Offer[] = [];
  const refused: Refused[] = [];
  const wide: WideOffer[] = [];
  let { changed, linted } = options;
  const ended = (how: Repaired['ended'], passes: number): Repaired => {
    const review = options.takesReview ? [] : [...wide.filter(({ finding }) => offersIn(linted).some((offer) => keyOf(offer.finding) === keyOf(finding))), ...offersIn(linted).filter((offer) => offer.fix.safety === 'review' && options.wants(offer)).map((offer) => ({ ...offer, alsoChanges: [] }))];
    const found = new Set(linted.report.findings.map(keyOf)); // one file may be known by two names, of which one may be edited
    return { changed, linted: withSafety(linted, wide), applied, refused: refused.filter(({ finding }) => found.has(keyOf(finding))), review, passes, ended: how };
  };
  for (let passes = 0; passes < MAX_PASSES; ) {
    const left = new Set([...refused, ...wide].map(({ finding }) => keyOf(finding)));
    const offers = offersIn(linted).filter((offer) => !left.has(keyOf(offer.finding)) && (options.takesReview || offer.fix.safety === 'safe') && options.wants(offer));
    const pass = await runPass(offers, { ...options, lint, changed, linted, attempts });
    refused.push(...pass.refused);
    wide.push(...pass.wide);
    if (pass.applied.length === 0 && pass.refused.length + pass.wide.length === 0) return ended('stable', passes);
    if (pass.applied.length === 0) continue; // what conflicted with those has room now
    passes += 1;
    const key = textsKey(pass.changed);
    if (seen.has(key)) return ended('cycle', passes);
    seen.add(key);
    applied.push(...pass.applied);
    ({ changed, linted } = pass);
  }
  return ended('limit', MAX_PASSES);
}

/** Reports say of what changes more than it should that a person should look at it. */
function withSafety(linted: Linted, wide: readonly WideOffer[]): Linted {
  const keys = new Set(wide.map(({ finding }) => keyOf(finding)));
  if (keys.size === 0) return linted;
  const findings = linted.report.findings.map((finding) => (finding.fix && keys.has(keyOf(finding)) ? { ...finding, fix: { ...finding.fix, safety: 'review' as const } } : finding));
  return { ...linted, report: { ...linted.report, findings } };
}

function offersIn({ report }: Linted): Offer[] {
  return report.findings.flatMap((finding) => (finding.fix ? [{ finding, fix: finding.fix }] : []));
}

/** What was measured is judged next: few results are asked for twice, and only the last ones. */
function remembering(lint: Lint): Lint {
  const known = new Map<string, Promise<Linted>>();
  return (texts) => {
    const key = textsKey(texts);
    const result = known.get(key) ?? lint(texts);
    known.delete(key);
    known.set(key, result);
    for (const oldest of known.keys()) if (known.size > 2) known.delete(oldest);
    return result;
  };
}

type Pass = Pick<Repaired, 'changed' | 'linted' | 'applied' | 'refused'> & { readonly wide: readonly WideOffer[] };

/** All that do not conflict. Where that cannot stand, those at fault are found by halving and left out. */
async function runPass(offered: readonly Offer[], { lint, changed, linted, originals, refuses, takesReview, attempts }: Omit<Repairing, 'wants'> & { readonly attempts: { left: number } }): Promise<Pass> {
  const { offers, refused } = withoutBarred(offered, refuses);
  const changedBy = (some: readonly Offer[]): Edited => {
    const { texts, touched } = applyFixes(some.map(({ fix }) => fix));
    remember(some, originals);
    return { texts, touched, next: changesAfter(changed, texts, originals) };
  };
  const together = withoutConflicts(offers);
  const measure: Measure = async (some) => (attempts.left-- > 0 ? reachBetween(linted.repository, (await lint(changedBy(some).next)).repository) : undefined);
  const wide = takesReview ? [] : await wideOffers(together, { measure, feeds: feedsIn(linted.repository) });
  const isWide = new Set(wide.map(({ fix }) => fix));
  let good: readonly Offer[] = [];
  let best: Pick<Pass, 'changed' | 'linted'> = { changed, linted };
  const waiting: (readonly Offer[])[] = [together.filter(({ fix }) => !isWide.has(fix))];
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    if (group.length === 0) continue;
    if (attempts.left-- <= 0) {
      refused.push(...group.map((offer) => ({ ...offer, why: NOT_TRIED })));
      continue;
    }
    const all = [...good, ...group];
    const { next, ...edits } = changedBy(all);
    const after = await lint(next);
    const { why, without } = judge({ offers: all, before: linted, after, ...edits });
    if (why === undefined && without.length === 0) {
      good = all;
      best = { changed: next, linted: after };
    } else waiting.unshift(...narrowed(group, { why, without, refused }));
  }
  return { ...best, applied: good, refused, wide };
}

interface Edited extends Pick<AppliedFixes, 'texts' | 'touched'> {
  /** The whole tree with them. */
  readonly next: Texts;
}

interface Fault {
  readonly why: string | undefined;
  readonly without: readonly Offer[];
  /** Takes those that are known to be at fault. */
  readonly refused: Refused[];
}

function narrowed(group: readonly Offer[], { why, without, refused }: Fault): (readonly Offer[])[] {
  const [only, ...others] = group;
  if (only && others.length === 0) {
    refused.push({ ...only, why: why ?? 'the problem would still be found' });
    return [];
  }
  const idle = group.filter((offer) => without.includes(offer));
  if (why === undefined && idle.length > 0 && idle.length < group.length) return [group.filter((offer) => !idle.includes(offer)), ...idle.map((offer) => [offer])];
  const half = Math.ceil(group.length / 2);
  return [group.slice(0, half), group.slice(half)];
}

/** Those left out come round in the next pass; several findings may offer one edit. */
function withoutConflicts(offers: readonly Offer[]): Offer[] {
  const applied = new Set(applyFixes(offers.map(({ fix }) => fix)).applied);
  return offers.filter(({ fix }) => applied.has(fix));
}

/** Why a file that fixes edit must not be edited. */
export function barredEdit(fixes: readonly Fix[], refuses: Repairing['refuses']): string | undefined {
  return fixes.flatMap(({ edits }) => edits.flatMap(({ file }) => refuses?.(file.path) ?? []))[0];
}

function withoutBarred(offered: readonly Offer[], refuses: Repairing['refuses']): { readonly offers: readonly Offer[]; readonly refused: Refused[] } {
  const [offers, refused]: [Offer[], Refused[]] = [[], []];
  for (const offer of offered) {
    const why = barredEdit([offer.fix], refuses);
    if (why === undefined) offers.push(offer);
    else refused.push({ ...offer, why });
  }
  return { offers, refused };
}

function remember(offers: readonly Offer[], originals: Map<string, string | undefined>): void {
  for (const { file } of offers.flatMap(({ fix }) => fix.edits)) {
    if (!originals.has(file.path)) originals.set(file.path, file.isAbsent ? undefined : file.text);
  }
}

function keyOf({ rule, fingerprint, message }: Finding): string {
  return `${rule}\0${fingerprint}\0${message}`;
}
