import { defineRule, isSameForm, isSameVersion, type ModelSource, type Problem, type Repository } from '#rule';
import { namedSources } from '../shared/served-version.ts';
import { listed, stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'model/same-artifact',
  on: 'repository',
  title: 'One version of a model has one URI in every environment',
  why: 'What was tested is then not what is served: a copy in another place can be another model under the same version.',
  severity: 'warning',

  *check(repository) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      const placed = family.flatMap((staged) => placedSources(staged, repository));
      for (const group of byVersion(placed)) {
        const problem = problemOf(group);
        if (problem) yield problem;
      }
    }
    admitUnknown(families.flat().flatMap(({ model }) => model.sources.map(({ uri }) => uri)));
  },
});

interface Placed {
  readonly source: ModelSource;
  readonly environment: string;
  readonly stage: number;
  /** The URI with what a mirror says cut off. */
  readonly artifact: string;
}

function placedSources({ model, environment, stage }: StagedModel, { declared }: Repository): Placed[] {
  return namedSources(model).flatMap((source) => {
    if (!source.uri.isKnown || !source.parsed.version) return [];
    const artifact = withoutMirror((source.uri.text ?? '').trim(), declared.mirrors, environment.name);
    return { source, environment: environment.name, stage, artifact };
  });
}

/** The longest mirror counts; `{env}` is the environment's own name. */
function withoutMirror(uri: string, mirrors: readonly string[], environment: string): string {
  const prefixes = mirrors.map((mirror) => mirror.replaceAll('{env}', environment)).filter((prefix) => prefix !== '' && uri.startsWith(prefix));
  const [longest] = prefixes.sort((a, b) => b.length - a.length);
  const rest = longest === undefined ? uri : uri.slice(longest.length);
  return longest === undefined ? uri.replace(/\/+$/, '') : `mirror:${rest.replace(/^\/+|\/+$/g, '')}`;
}

function byVersion(placed: readonly Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  for (const one of placed) {
    const same = groups.find(([first]) => first && isSame(first, one));
    if (same) same.push(one);
    else groups.push([one]);
  }
  return groups;
}

function isSame(a: Placed, b: Placed): boolean {
  const [one, other] = [a.source.parsed.version, b.source.parsed.version];
  return one !== undefined && other !== undefined && isSameForm(one, other) && isSameVersion(one, other);
}

/** Shown at the first later stage that differs from the first one. */
function problemOf(group: readonly Placed[]): Problem | undefined {
  const [first, ...others] = group;
  const later = others.find(({ artifact, stage }) => first && stage > first.stage && artifact !== first.artifact);
  if (!first || !later) return undefined;
  const places = group.filter(({ artifact }) => artifact === first.artifact).map(({ environment }) => environment);
  return {
    at: later.source.uri,
    message: `version ${later.source.parsed.version?.text ?? ''} is loaded from "${later.source.uri.text ?? ''}" in ${later.environment} and from "${first.source.uri.text ?? ''}" in ${listed(places)}; name one URI, or declare the copies under uris.mirrors`,
    related: [{ at: first.source.uri, message: `the URI in ${first.environment}` }],
  };
}
