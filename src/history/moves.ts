/** What a change moves: each cell of the base beside that of what merging gives. See rules.md, "Kinds of Move". */
import type { Move, MovedVersion, MoveKind, Proof, Repository, Stay } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import type { Node } from '../yaml/node.ts';
import { isSameCell, type CanaryArtifact, type Cell } from './cells.ts';
import { servedAt, servedOver, stayOf, tenures, type Place, type Served, type Spans } from './tenure.ts';
import { upstreamsOf } from './upstreams.ts';

export interface MovesOptions {
  readonly timeline: Spans;
  /** The cells that merging gives. */
  readonly head: ReadonlyMap<string, Cell>;
  /** The cells of the base. */
  readonly base: ReadonlyMap<string, Cell>;
  /** The environments in force, with their order. */
  readonly environments: Repository['environments'];
  /** The base is the state before so many commits were made; the tip without. */
  readonly since?: number;
  readonly now: Date;
}

/** Every move, in the order of stages and models. */
export async function movesBetween(options: MovesOptions): Promise<Move[]> {
  const moves: Move[] = [];
  const order = new Map(options.environments.map(({ name }, index) => [name, index]));
  const keys = [...new Set([...options.base.keys(), ...options.head.keys()])];
  const rank = (key: string): number => order.get(key.split('\0')[1] ?? '') ?? order.size;
  for (const key of keys.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    const [before, after] = [options.base.get(key), options.head.get(key)];
    if (!isSameCell(before, after)) moves.push(...await new CellChange(options, before, after).moves());
  }
  return moves;
}

/** One cell before and after. */
class CellChange {
  readonly #options: MovesOptions;
  readonly #after: Cell | undefined;
  readonly #shown: Cell;
  readonly #place: Place;

  constructor(options: MovesOptions, before: Cell | undefined, after: Cell | undefined) {
    const shown = after ?? before;
    if (!shown) throw new Error('a cell is there before or after');
    this.#options = options;
    this.#after = after;
    this.#shown = shown;
    this.#place = { family: shown.family, environment: shown.environment.name, ...(options.since === undefined ? {} : { since: options.since }) };
  }

  async moves(): Promise<Move[]> {
    const before = await servedAt(this.#options.timeline, this.#place);
    const was = before?.stables ?? [];
    const after = this.#after;
    if (!after) return [this.#move('removal', { at: rootOf(this.#shown), ...fromOf(was, before?.canaries) })];
    if (after.isUnknown) return [await this.#judged('promotion', { at: rootOf(after), ...fromOf(was) })];
    const { stables, canaries } = stableAfter(after, before);
    const moves: Move[] = [];
    for (const artifact of stables) if (!was.some(({ key }) => key === artifact.key)) moves.push(await this.#stableMove(artifact, before));
    for (const canary of canaries) moves.push(...await this.#canaryMoves(canary, before));
    if (moves.length > 0) return moves;
    const [left] = (before?.canaries ?? []).filter(({ artifact }) => !canaries.some((one) => one.artifact.key === artifact.key));
    const [stays] = stables;
    if (left && stays) return [this.#move('rollback', { at: stays.at, from: versionOf(left.artifact), to: versionOf(stays), ...(await this.#earlier(stays)) })];
    const moved = stables.find(({ uri }) => !was.some((one) => one.uri === uri)) ?? stays;
    return moved && isRelocated(was, stables) ? [this.#move('relocation', { at: moved.at, ...fromOf(was), to: versionOf(moved) })] : [];
  }

  async #stableMove(artifact: Artifact, before: Served | undefined): Promise<Move> {
    const part = { at: artifact.at, to: versionOf(artifact), ...fromOf(before?.stables ?? []), artifact };
    const earlier = await this.#earlier(artifact);
    if (earlier.earlier) return this.#move('rollback', { ...part, ...earlier });
    const canary = (before?.canaries ?? []).find((one) => one.artifact.key === artifact.key);
    if (canary) return this.#judged('cut-over', { ...part, ...(await this.#canarySince(artifact)) });
    return this.#judged(await this.#isFirst() ? 'first' : 'promotion', part);
  }

  async #canaryMoves({ artifact, percent }: CanaryArtifact, before: Served | undefined): Promise<Move[]> {
    const part = { at: artifact.at, to: versionOf(artifact), percent, ...fromOf(before?.stables ?? []), artifact };
    const known = (before?.canaries ?? []).filter((one) => one.artifact.key === artifact.key);
    if (known.length > 0) return known.some((one) => one.percent === percent) ? [] : [this.#move('canary-step', part)];
    if ((before?.stables ?? []).some(({ key }) => key === artifact.key)) return [];
    const earlier = await this.#earlier(artifact);
    return [earlier.earlier ? this.#move('rollback', { ...part, ...earlier }) : await this.#judged('canary-start', part)];
  }

  /** The last stay of a version in this environment. */
  async #earlier(artifact: Artifact): Promise<{ readonly earlier?: Stay }> {
    if (artifact.isMutable) return {};
    for await (const tenure of tenures(this.#options.timeline, this.#place)) if (tenure.artifact.key === artifact.key) return { earlier: stayOf(tenure) };
    return {};
  }

  /** Whether the environment never served the model, as far as the history tells. */
  async #isFirst(): Promise<boolean> {
    for await (const { cell, gap } of servedOver(this.#options.timeline, this.#place)) if (cell || gap !== undefined) return false;
    return true;
  }

  async #canarySince({ key }: Artifact): Promise<{ readonly canarySince?: Proof }> {
    let since: Proof | undefined;
    for await (const { canaries, gap, from } of servedOver(this.#options.timeline, this.#place)) {
      if (gap !== undefined || !canaries.some(({ artifact }) => artifact.key === key)) break;
      since = from;
    }
    return since ? { canarySince: since } : {};
  }

  /** A move that a gate decides about. */
  async #judged(kind: MoveKind, part: MovePart): Promise<Move> {
    const { timeline, environments, since, now } = this.#options;
    const upstreams = await upstreamsOf(this.#shown.environment, { timeline, environments, since, now, family: this.#shown.family, artifact: part.artifact });
    return { ...this.#move(kind, part), upstreams }; // made after all was looked at
  }

  #move(kind: MoveKind, { at, from, to, percent, earlier, canarySince }: MovePart): Move {
    return {
      model: this.#shown.family, environment: this.#shown.environment, kind, upstreams: [], at, isHistoryCut: this.#options.timeline.isCut(this.#shown.family),
      ...(from ? { from } : {}), ...(to ? { to } : {}), ...(percent === undefined ? {} : { percent }), ...(earlier ? { earlier } : {}), ...(canarySince ? { canarySince } : {}),
    };
  }
}

type MovePart = Pick<Move, 'at' | 'from' | 'to' | 'percent' | 'earlier' | 'canarySince'> & { readonly artifact?: Artifact };

/** What is stable and what is a canary once a change is merged: a manifest that names the canary only leaves the stable version as it was. */
function stableAfter(after: Cell, before: Served | undefined): Pick<Served, 'stables' | 'canaries'> {
  if (!after.isStableInHistory) return after;
  const hidden = before?.stables ?? [];
  if (before?.cell) return { stables: [...after.stables, ...hidden], canaries: after.canaries };
  return { stables: [...after.stables, ...after.canaries.map(({ artifact }) => artifact)], canaries: [] };
}

function isRelocated(was: readonly Artifact[], is: readonly Artifact[]): boolean {
  const uris = new Set(was.map(({ uri }) => uri));
  return is.some(({ uri }) => !uris.has(uri));
}

function fromOf(stables: readonly Artifact[], canaries: readonly CanaryArtifact[] = []): { readonly from?: MovedVersion } {
  const from = stables[0] ?? canaries[0]?.artifact;
  return from ? { from: versionOf(from) } : {};
}

function rootOf({ models }: Cell): Node {
  const [model] = models;
  if (!model) throw new Error('a cell holds a model');
  return model.sources[0]?.uri ?? model.from.root;
}

function versionOf({ text, uri, isMutable }: Artifact): MovedVersion {
  return { text, ...(uri === undefined ? {} : { uri }), isMutable };
}
