/** How long which version ran where: spans of a cell, with the stable version that a canary hides looked up in what stood before. */
import type { Stay } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import type { CanaryArtifact, Cell } from './cells.ts';
import type { Mark } from './past.ts';
import type { Span, Timeline } from './timeline.ts';

/** What answers for the cells of a repository over time. */
export type Spans = Pick<Timeline, 'spans' | 'isCut'>;

/** A cell over a time, with what is really stable in it. */
export interface Served extends Omit<Span, 'cell'> {
  readonly cell?: Cell;
  readonly stables: readonly Artifact[];
  readonly canaries: readonly CanaryArtifact[];
}

/** A stay of one version as the stable one. */
export interface Tenure {
  readonly artifact: Artifact;
  /** Absent where nobody knows since when, see {@link gap}. */
  readonly from?: Mark;
  /** The version left; absent where it still runs. */
  readonly to?: Mark;
  /** It may have run longer: there the clone ends. */
  readonly isCut: boolean;
  /** Why it cannot be said that it ran longer (a clause). */
  readonly gap?: string;
}

export interface Place {
  readonly family: string;
  readonly environment: string;
  /** The state before so many commits were made; the tip without. */
  readonly since?: number;
}

/** What stood in a cell, the latest first. */
export async function* servedOver(timeline: Spans, { family, environment, since = 0 }: Place): AsyncGenerator<Served> {
  const waiting: Span[] = [];
  for await (const span of timeline.spans(family, environment, since)) {
    if (span.cell?.isStableInHistory === true && span.gap === undefined && !span.isCut) {
      waiting.push(span);
      continue;
    }
    yield* settled(waiting.splice(0), span.cell?.isStableInHistory === true ? undefined : span);
    const isHidden = span.cell?.isStableInHistory === true;
    yield { ...servedIn(span, []), ...(isHidden && span.gap === undefined ? { gap: HIDDEN } : {}) };
  }
  yield* settled(waiting, undefined);
}

const HIDDEN = 'the stable version beside the canary is not in the history at hand';

/** A canary before which nothing stood is a first deployment: it gets all there is. */
function* settled(waiting: readonly Span[], before: Span | undefined): Generator<Served> {
  const stables = before?.cell?.stables ?? [];
  const isFirst = before !== undefined && before.gap === undefined && !before.cell;
  for (const span of waiting) {
    if (isFirst) yield { ...servedIn(span, []), stables: (span.cell?.canaries ?? []).map(({ artifact }) => artifact), canaries: [] };
    else yield { ...servedIn(span, stables), ...(stables.length === 0 ? { gap: before?.gap ?? HIDDEN } : {}) };
  }
}

function servedIn(span: Span, stables: readonly Artifact[]): Served {
  const own = span.cell?.stables ?? [];
  return { ...span, stables: distinct([...own, ...stables]), canaries: span.cell?.canaries ?? [] };
}

function distinct(artifacts: readonly Artifact[]): Artifact[] {
  return [...new Map(artifacts.map((one) => [one.key, one])).values()];
}

/** What stands in a cell now, or stood before so many commits were made. */
export async function servedAt(timeline: Spans, place: Place): Promise<Served | undefined> {
  for await (const served of servedOver(timeline, place)) return served;
  return undefined;
}

/** The stays of every version as the stable one, those that ended last first. */
export async function* tenures(timeline: Spans, place: Place): AsyncGenerator<Tenure> {
  for await (const { tenure } of stays(timeline, place, ({ stables }) => stables.map((artifact) => ({ artifact })))) yield tenure;
}

/** A stay of a version as the canary. */
export interface CanaryStay extends Tenure {
  /** The shares that it had, in the order of time. */
  readonly percents: readonly number[];
}

export async function* canaryStays(timeline: Spans, place: Place): AsyncGenerator<CanaryStay> {
  for await (const { tenure, over } of stays(timeline, place, ({ canaries }) => canaries)) {
    const percents = over.flatMap(({ percent }) => percent).reverse();
    yield { ...tenure, percents: percents.filter((percent, index) => percent !== percents[index - 1]) };
  }
}

interface Kept<T> {
  readonly tenure: Tenure;
  /** What stood in each span, the latest first. */
  readonly over: readonly T[];
}

/** Spans in which one version stood, joined. */
async function* stays<T extends { readonly artifact: Artifact }>(timeline: Spans, place: Place, standing: (served: Served) => readonly T[]): AsyncGenerator<Kept<T>> {
  const open = new Map<string, Kept<T>>();
  let last: Served | undefined;
  for await (const served of servedOver(timeline, place)) {
    const here = served.gap === undefined ? standing(served) : [];
    const keys = new Set(here.map(({ artifact }) => artifact.key));
    for (const [key, kept] of open) {
      if (keys.has(key)) continue;
      open.delete(key);
      yield served.gap === undefined ? kept : { ...kept, tenure: { ...kept.tenure, gap: served.gap } };
    }
    for (const one of here) open.set(one.artifact.key, extended(open.get(one.artifact.key), one, served));
    last = served;
  }
  for (const { tenure, over } of open.values()) yield { tenure: { ...tenure, isCut: last?.isCut === true }, over };
}

function extended<T extends { readonly artifact: Artifact }>(kept: Kept<T> | undefined, one: T, { from, to }: Served): Kept<T> {
  const ended = kept ? kept.tenure.to : to;
  const artifact = kept?.tenure.artifact ?? one.artifact;
  return { tenure: { artifact, isCut: false, ...(from ? { from } : {}), ...(ended ? { to: ended } : {}) }, over: [...(kept?.over ?? []), one] };
}

/** As rules are told of it. */
export function stayOf({ from, to, isCut, gap }: Tenure): Stay {
  return { isCut, ...(from ? { from } : {}), ...(to ? { to } : {}), ...(gap === undefined ? {} : { gap }) };
}
