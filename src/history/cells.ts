/** What a repository serves, cell by cell: one model in one environment. */
import type { Environment, Repository, ServedModel } from '../model.ts';
import { modelState, type Artifact } from '../serving/model-state.ts';
import { compareText } from '../source.ts';

export interface CanaryArtifact {
  readonly artifact: Artifact;
  readonly percent: number;
}

/** One model may be served several times in one environment, in regions for example: what any of them serves is served. */
export interface Cell {
  readonly family: string;
  readonly environment: Environment;
  readonly models: readonly ServedModel[];
  readonly stables: readonly Artifact[];
  readonly canaries: readonly CanaryArtifact[];
  /** The manifests name the canary only: the stable version is the last that stood there before. */
  readonly isStableInHistory: boolean;
  /** Something of it could not be read. */
  readonly isUnknown: boolean;
}

/** The name of a cell. */
export function cellKey(family: string, environment: string): string {
  return `${family}\0${environment}`;
}

/** Every cell by its name; models of no environment are in none. */
export function cellsOf({ models }: Repository): Map<string, Cell> {
  const byCell = new Map<string, { readonly environment: Environment; readonly models: ServedModel[] }>();
  for (const model of models) {
    const { family, environment } = model;
    if (!environment || family === '') continue;
    const key = cellKey(family, environment.name);
    const cell = byCell.get(key) ?? { environment, models: [] };
    cell.models.push(model);
    byCell.set(key, cell);
  }
  return new Map([...byCell].map(([key, { environment, models: served }]) => [key, cellOf(environment, served)]));
}

function cellOf(environment: Environment, models: readonly ServedModel[]): Cell {
  const states = models.map(modelState);
  const canaries = states.flatMap(({ canary }) => (canary?.artifact ? [{ artifact: canary.artifact, percent: canary.percent }] : []));
  return {
    family: models[0]?.family ?? '',
    environment, models,
    stables: distinct(states.flatMap(({ stable }) => stable ?? [])),
    canaries: [...new Map(canaries.map((one) => [`${one.artifact.key} ${one.percent}`, one])).values()].sort((a, b) => compareText(a.artifact.key, b.artifact.key) || a.percent - b.percent),
    isStableInHistory: states.some((state) => state.isStableInHistory),
    isUnknown: states.some((state) => state.isUnknown),
  };
}

function distinct(artifacts: readonly Artifact[]): Artifact[] {
  return [...new Map(artifacts.map((one) => [`${one.key}\0${one.uri ?? ''}`, one])).values()].sort((a, b) => compareText(a.key, b.key) || compareText(a.uri ?? '', b.uri ?? ''));
}

/** Whether the same is served in both; the place where it is written does not matter. */
export function isSameCell(one: Cell | undefined, other: Cell | undefined): boolean {
  return one === other || contentOf(one) === contentOf(other);
}

function contentOf(cell: Cell | undefined): string {
  if (!cell) return '';
  const { stables, canaries, isStableInHistory, isUnknown } = cell;
  const uri = ({ key, uri: written = '' }: Artifact): readonly string[] => [key, written];
  return JSON.stringify([stables.map(uri), canaries.map(({ artifact, percent }) => [uri(artifact), percent]), isStableInHistory, isUnknown]);
}
