/** What a change reaches: the rendered difference says it, whatever the edit looks like. */
import { differenceOf } from '../diff/difference.ts';
import { differencesBetween } from '../diff/differences.ts';
import type { Finding } from '../finding.ts';
import { isManifest } from '../kubernetes/identity.ts';
import { grouped } from '../groups.ts';
import type { Application, Repository } from '../model.ts';

/** Names, each once, in the order of stages. */
export interface Reach {
  readonly environments: readonly string[];
  readonly applications: readonly string[];
  readonly models: readonly string[];
}

export const NOWHERE: Reach = { environments: [], applications: [], models: [] };

/** What a finding is about: all that a fix of it should change. */
export function reachOfFindings(findings: readonly Finding[]): Reach {
  const names = (of: (finding: Finding) => readonly string[]): string[] => [...new Set(findings.flatMap(of))];
  return { environments: names(({ environments }) => environments), applications: names(({ applications }) => applications), models: names(({ models }) => models) };
}

/** What two states of a repository render differently, and the Applications that say something else themselves. */
export function reachBetween(before: Repository | undefined, after: Repository | undefined): Reach {
  if (!before || !after) return NOWHERE;
  const environments = new Set<string>();
  const applications = new Set<string>();
  const models = new Set<string>();
  const served = grouped([...before.models, ...after.models], ({ from }) => from);
  for (const { name, documents } of differencesBetween(before, after)) {
    for (const document of documents.flatMap((one) => [one.before, one.after].filter((side) => side !== undefined))) {
      if (name !== '') environments.add(name);
      if (isManifest(document) && document.application) applications.add(document.application.name);
      for (const model of served.get(document) ?? []) models.add(model.name);
    }
  }
  for (const { name, environment, models: own } of changedApplications(before, after)) {
    if (environment) environments.add(environment.name);
    applications.add(name);
    for (const model of own) models.add(model.name);
  }
  const order = [...after.environments, ...before.environments].map(({ name }) => name);
  return { environments: [...environments].sort((a, b) => order.indexOf(a) - order.indexOf(b)), applications: [...applications], models: [...models] };
}

/** Those that are there before and after and differ, generated ones included; several of one name are compared one after the other. */
function changedApplications(before: Repository, after: Repository): Application[] {
  const keyOf = ({ namespace = '', name }: Application): string => `${namespace}/${name}`;
  const old = grouped(before.applications, keyOf);
  return [...grouped(after.applications, keyOf)].flatMap(([key, now]) => now.filter((one, index) => {
    const was = old.get(key)?.[index];
    return was !== undefined && differenceOf(was.root, one.root) !== undefined;
  }));
}

/** The environments, else the Applications, that a fix changes although the problem is not there. What is found in no environment is found in all. */
export function alsoChanged(reach: Reach, findings: readonly Finding[]): string[] {
  const meant = reachOfFindings(findings);
  if (findings.some(({ environments }) => environments.length === 0)) return [];
  const environments = reach.environments.filter((name) => !meant.environments.includes(name));
  if (environments.length > 0 || findings.some(({ applications }) => applications.length === 0)) return environments;
  return reach.applications.filter((name) => !meant.applications.includes(name));
}
