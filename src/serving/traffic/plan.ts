/** Who gets what share of the requests in an environment, by which object, under which condition: one plan for each served model. */
import { addTo } from '../../groups.ts';
import type { Environment, Manifest, ServedModel } from '../../model.ts';
import { mayBeSame } from './hosts.ts';
import { kserveServices, revisedService } from './kserve-services.ts';
import { versionShares, type VersionShare } from './model-split.ts';
import { serviceShares, type ServiceShare } from './splitters.ts';

/** What one version gets of the requests that come to an entry. */
export interface TrafficShare {
  /** By what name requests come in: hosts of a route, a graph, or the model itself where nothing stands before it. */
  readonly entry: string;
  /** Empty for every request. */
  readonly condition: string;
  /** Percent of the requests that fulfil the condition; absent where it cannot be known offline. */
  readonly percent?: number;
  readonly isCopy: boolean;
  /** Absent where it is the one before the canary, which is in the history. */
  readonly version?: string;
  readonly uri?: string;
  /** The objects and fields that split, from the outside in. */
  readonly by: readonly string[];
}

export interface TrafficPlan {
  readonly model: ServedModel;
  readonly shares: readonly TrafficShare[];
}

/** The plans of an environment, in the order of names. */
export function trafficPlans({ manifests, models }: Environment): TrafficPlan[] {
  const splits = byService(manifests.flatMap((manifest) => serviceShares(manifest)));
  return [...models].sort((a, b) => compare(a.name, b.name) || compare(a.namespace ?? '', b.namespace ?? '')).map((model) => ({ model, shares: sharesOf(model, splits) }));
}

/** By the name of the Service, and by that whose revision it is. */
function byService(shares: readonly ServiceShare[]): Map<string, ServiceShare[]> {
  const found = new Map<string, ServiceShare[]>();
  for (const one of shares) {
    const { name } = one.service;
    for (const key of [name, revisedService(name)]) {
      if (key !== undefined) addTo(found, key, one);
    }
  }
  return found;
}

function sharesOf(model: ServedModel, splits: ReadonlyMap<string, readonly ServiceShare[]>): TrafficShare[] {
  const versions = versionShares(model);
  const names = 'kind' in model.from ? namesOf(model.from) : [];
  const leading = names.flatMap((name) => splits.get(name) ?? []).filter(({ service }) => mayBeSame(service.namespace, model.namespace));
  if (leading.length === 0) return versions.map((version) => share({ entry: model.name, by: [], condition: '', percent: 100 }, version, model));
  return leading.flatMap(({ by, ...split }) => versions.map((version) => share({ ...split, by: [by] }, version, model)));
}

interface Outer extends Pick<ServiceShare, 'entry' | 'condition' | 'percent' | 'isCopy'> {
  readonly by: readonly string[];
}

function share({ entry, condition, percent, isCopy = false, by }: Outer, version: VersionShare, model: ServedModel): TrafficShare {
  const inner = version.by === undefined ? [] : [`${version.by} of ${model.name}`];
  const isKnown = percent !== undefined && version.percent !== undefined;
  return {
    entry, condition, isCopy,
    ...(isKnown ? { percent: (percent * version.percent) / 100 } : {}),
    ...versionOf(version),
    by: [...by, ...inner],
  };
}

function versionOf({ source }: VersionShare): { version?: string; uri?: string } {
  if (!source?.uri.isKnown || source.uri.text === undefined) return {};
  const version = source.parsed.version?.text.replace(/^v(?=\d)/, '');
  return { ...(version === undefined ? {} : { version }), uri: source.uri.text };
}

/** An InferencePool stands for the model, too. */
function namesOf(manifest: Manifest): string[] {
  return manifest.kind === 'LLMInferenceService' ? [...kserveServices(manifest), `${manifest.name ?? ''}-inference-pool`] : kserveServices(manifest);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
