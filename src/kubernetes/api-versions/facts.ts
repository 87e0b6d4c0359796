/** What is known of a kind and of a group: the tables, by name. */
import { addTo } from '../../groups.ts';
import { groupOf } from '../identity.ts';
import { kubernetesApis } from './built-in.ts';
import { customApis } from './custom.ts';
import type { ServedApis, ServedVersion } from './served-version.ts';

/** One kind in one version of its group. */
export interface ApiFact extends Omit<ServedVersion, 'kinds'>, Omit<ServedApis, 'versions'> {
  readonly kind: string;
}

interface Tables {
  readonly byKind: ReadonlyMap<string, readonly ApiFact[]>;
  readonly byGroup: ReadonlyMap<string, readonly ApiFact[]>;
}

let tables: Tables | undefined;

/** Everything known of a kind, in whatever groups it is; of `PodList` what is known of Pods. */
export function apiFactsOf(kind: string): readonly ApiFact[] {
  tables ??= allTables();
  return tables.byKind.get(kind) ?? (kind.endsWith('List') ? tables.byKind.get(kind.slice(0, -'List'.length)) : undefined) ?? [];
}

/** Everything known of a group; empty for groups that are not known. */
export function apiFactsIn(group: string): readonly ApiFact[] {
  tables ??= allTables();
  return tables.byGroup.get(group) ?? [];
}

/** Every kind in every version. */
export function allApiFacts(): ApiFact[] {
  return [kubernetesApis, ...customApis].flatMap(({ versions, ...product }) =>
    versions.flatMap(({ kinds, ...version }) => kinds.split(' ').map((kind) => ({ ...product, ...version, kind }))));
}

function allTables(): Tables {
  const byKind = new Map<string, ApiFact[]>();
  const byGroup = new Map<string, ApiFact[]>();
  for (const fact of allApiFacts()) {
    addTo(byKind, fact.kind, fact);
    addTo(byGroup, groupOf(fact.apiVersion), fact);
  }
  return { byKind, byGroup };
}

/**
 * The order in which an API server prefers versions: stable over beta over alpha, then the higher number, as apimachinery's
 * pkg/version/helpers.go compares them. Positive where `one` comes before `other`; what is no such version comes last.
 */
export function compareApiVersions(one: string, other: string): number {
  const [first, second] = [rankOf(one), rankOf(other)];
  return first.reduce((found, rank, index) => (found === 0 ? rank - (second[index] ?? 0) : found), 0);
}

function rankOf(apiVersion: string): number[] {
  const [, major, stage, minor] = /^v([0-9]{1,6})(?:(alpha|beta)([0-9]{1,6}))?$/.exec(apiVersion.slice(apiVersion.indexOf('/') + 1)) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}
