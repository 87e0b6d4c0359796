/**
 * Parts of other products as KServe's CRDs embed them. Which fields of a Pod a CRD has does not follow from the cluster's Kubernetes but from the API that the
 * product was built with: a field that Kubernetes 1.34 brought is in KServe's CRDs since the KServe that was built with k8s.io/api 0.34.
 */
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { isBefore } from './versions.ts';
import { mapChildren } from './walk.ts';

/** A version of a product, and the versions of others that it is built with, by product. */
export interface Build {
  readonly version: string;
  readonly with: Readonly<Record<string, string>>;
}

/** go.mod of kserve/kserve at its tags; its HTTPRoutes are generated from Go types, which hold the experimental fields, too. */
export const kserveBuilds: readonly Build[] = [
  { version: '0.13', with: { kubernetes: '1.28', 'gateway-api-experimental': '1.0' } },
  { version: '0.14', with: { kubernetes: '1.30', 'gateway-api-experimental': '1.0' } },
  { version: '0.15', with: { kubernetes: '1.32', 'gateway-api-experimental': '1.2' } },
  { version: '0.16', with: { kubernetes: '1.33', 'gateway-api-experimental': '1.2' } },
  { version: '0.17', with: { kubernetes: '1.34', 'gateway-api-experimental': '1.4' } },
  { version: '0.20', with: { kubernetes: '1.34', 'gateway-api-experimental': '1.5' } },
];

/** The schema with what the newest build has, each field since the build that had it first; `builds` go from old to new. */
export function embeddedIn(schema: Schema, product: string, builds: readonly Build[]): Schema {
  const fields = new Map(Object.entries(schema.properties ?? {}));
  const gone: string[] = [];
  for (const [name, property] of fields) {
    const builtWith = builds.filter((build) => hasField(property, build));
    if (builtWith.at(-1) !== builds.at(-1)) gone.push(name);
    else fields.set(name, sinceBuild(property, builtWith[0] === builds[0] ? undefined : `${product} ${builtWith[0]?.version ?? ''}`));
  }
  const kept = schema.properties ? withoutFields({ ...schema, properties: Object.fromEntries(fields) }, gone) : schema;
  return mapChildren(kept, (child) => embeddedIn(child, product, builds));
}

function sinceBuild(property: Schema, since: string | undefined): Schema {
  const { 'x-mllint-since': _, 'x-mllint-until': __, ...rest } = property;
  return since === undefined ? rest : { ...rest, 'x-mllint-since': since };
}

/** An object without some of its fields, and without the rules that ask whether it has them. */
export function withoutFields(schema: Schema, names: readonly string[]): Schema {
  const { properties = {}, 'x-kubernetes-validations': rules, ...rest } = schema;
  const kept = rules?.filter(({ rule }) => !names.some((name) => rule.includes(`has(self.${name})`)));
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name))),
    ...(kept && kept.length > 0 && { 'x-kubernetes-validations': kept }),
  };
}

function hasField(property: Schema, build: Build): boolean {
  const since = property['x-mllint-since']?.split(' ') ?? [];
  const until = property['x-mllint-until']?.split(' ') ?? [];
  const level = ([name = '']: readonly string[]): string | undefined => build.with[name];
  const tooOld = level(since) !== undefined && isBefore(level(since) ?? '', since[1] ?? '');
  return !tooOld && (level(until) === undefined || isBefore(level(until) ?? '', until[1] ?? ''));
}
