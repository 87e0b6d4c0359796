import { defineRule, folderOf, isManifest, type Change, type DocumentDifference, type EnvironmentDifference, type Manifest, type Move, type Node, type Problem, type ValueDifference } from '#rule';
import { documentName, goesAlong, withoutVersions } from '../shared/moved-version.ts';
import { versionText } from '../shared/proofs.ts';

/** Moves that bring a version which one may want to take back. */
const MOVING: ReadonlySet<Move['kind']> = new Set(['promotion', 'first', 'canary-start', 'cut-over']);
const MAX_NAMED = 3;

interface Other {
  readonly text: string;
  /** Absent for what is gone. */
  readonly at?: Node;
}

export default defineRule({
  id: 'promotion/isolated',
  on: 'change',
  title: 'A change that moves a version changes nothing else in that environment',
  why: 'Reverting the change takes back everything that it changed: with a version alone that is a rollback, with more it breaks something else.',
  severity: 'warning',
  locked: true,

  *check(change) {
    for (const environment of new Set(change.moves.map((move) => move.environment))) {
      const problem = problemIn(environment.name, change);
      if (problem) yield problem;
    }
  },
});

function problemIn(environment: string, change: Change): Problem | undefined {
  const moves = change.moves.filter((move) => move.environment.name === environment);
  const [first] = moves.filter(({ kind, to }) => MOVING.has(kind) && to);
  if (!first) return undefined;
  const difference = change.differences().find(({ name }) => name === environment);
  const others = [...otherModels(first, moves), ...(difference ? otherChanges(difference, moves) : [])];
  const [one] = others;
  if (!one) return undefined;
  const named = others.slice(0, MAX_NAMED).map(({ text }) => text).join('; ');
  const more = others.length > MAX_NAMED ? `; ${others.length - MAX_NAMED} more` : '';
  const moved = first.kind === 'cut-over' ? `makes ${versionText(first)} of ${first.model} the stable one in ${environment}` : `moves ${first.model} to ${versionText(first)} in ${environment}`;
  return { at: others.find(({ at }) => at)?.at ?? first.at, message: `the change ${moved} and changes something else there (${named}${more}); a change that moves a version changes nothing else` };
}

/** Every model but the first one, once. */
function otherModels(first: Move, moves: readonly Move[]): Other[] {
  const others = new Map(moves.filter(({ model }) => model !== first.model).map((move) => [move.model, move]));
  return [...others.values()].map((move) => ({ at: move.at, text: move.kind === 'removal' ? `${move.model} is removed` : `${move.model} to ${versionText(move)}` }));
}

/** What is on one side and, but for the versions, not on the other. */
function otherChanges({ documents }: EnvironmentDifference, moves: readonly Move[]): Other[] {
  const comparing = new Comparing(moves, documents);
  const sides = documents.map((document) => ({ document, before: comparing.entries(document, 'from'), after: comparing.entries(document, 'to') }));
  const [old, now] = [new Set(sides.flatMap(({ before }) => before.map(({ key }) => key))), new Set(sides.flatMap(({ after }) => after.map(({ key }) => key)))];
  return sides.flatMap(({ document, before, after }) => {
    const [gone, come] = [before.filter(({ key }) => !now.has(key)), after.filter(({ key }) => !old.has(key))];
    return gone.length + come.length === 0 ? [] : comparing.others(document, gone, come);
  });
}

interface Entry {
  readonly key: string;
  readonly value: ValueDifference;
}

class Comparing {
  readonly #moves: readonly Move[];
  /** Names that end with a hash of what they name, without it. */
  readonly #stems: ReadonlyMap<string, string>;

  constructor(moves: readonly Move[], documents: readonly DocumentDifference[]) {
    this.#moves = moves;
    const hashed = documents.flatMap(({ before, after }) => [before, after]).flatMap((document) => (document && isManifest(document) && HASHED.has(document.kind) ? (document.name ?? []) : []));
    this.#stems = new Map(hashed.map((name) => [name, name.replace(/-[a-z0-9]{10}$/, '-')]));
  }

  /** What stands on one side, in words that are equal on both where only versions differ. */
  entries({ kind, before, after, values }: DocumentDifference, side: 'from' | 'to'): Entry[] {
    const document = side === 'from' ? before : after;
    if (!document || (kind !== 'changed' && this.#isOfMove(document))) return [];
    const name = isManifest(document) ? `${document.kind} ${this.#text(document.name ?? '', side, 'model')}` : document.file.path;
    return values().flatMap((value) => {
      const node = side === 'from' ? value.before : value.after;
      if (!node || goesAlong(value, document, this.#moves) || (node.kind === 'scalar' && !node.isKnown)) return [];
      return [{ value, key: JSON.stringify([name, this.#text(value.path, side, ''), this.#text(textOf(node, side), side, value.path)]) }];
    });
  }

  others(document: DocumentDifference, gone: readonly Entry[], come: readonly Entry[]): Other[] {
    const { kind, before, after } = document;
    const named = after ?? before;
    if (!named) return [];
    if (kind !== 'changed') return [{ text: `${documentName(named)} is ${kind}`, ...(after ? { at: after.root.get('kind') } : {}) }];
    const places = new Map([...come, ...gone].map(({ value }) => [value.path, value] as const));
    return [...places].map(([path, value]) => ({ text: `${path} of ${documentName(named)}`, at: value.after ?? (after ?? named).root.get(...(value.before?.path ?? [])) }));
  }

  /** What serves a model that moves, and the manifests that come with one which is new to the environment. */
  #isOfMove(document: NonNullable<DocumentDifference['after']>): boolean {
    const moving = new Map(this.#moves.flatMap(({ kind, model }) => (MOVING.has(kind) ? [[model, kind] as const] : [])));
    const models = document.environment?.models.filter(({ family }) => moving.has(family)) ?? [];
    return models.some(({ family, from }) => from === document || (moving.get(family) === 'first' && isManifest(from) && isManifest(document) && isBeside(document, from)));
  }

  #text(text: string, side: 'from' | 'to', path: string): string {
    return withoutVersions(this.#stems.get(text) ?? text, this.#moves, side, path);
  }
}

const HASHED: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

/** Whether one thing deploys both, or they lie in one folder. */
function isBeside(one: Manifest, other: Manifest): boolean {
  if (one.application || other.application) return one.application !== undefined && one.application.name === other.application?.name;
  if (one.kustomization !== undefined || other.kustomization !== undefined) return one.kustomization === other.kustomization;
  if (one.render ?? other.render) return one.render === other.render;
  return folderOf(one.file.path) === folderOf(other.file.path);
}

/** A list that is only in another order is never the same. */
function textOf(node: Node, side: 'from' | 'to'): string {
  if (node.kind === 'scalar') return node.written ?? '';
  return node.items().length > 0 ? `${node.kind} ${side}` : node.kind;
}
