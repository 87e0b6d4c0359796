/** What each rule is run on. */
import { manifestsByKind } from '../kubernetes/by-kind.ts';
import type { Application, Change, Repository, Surroundings } from '../model.ts';
import type { Subjects } from '../rule.ts';
import { unchecked } from '../unchecked.ts';

/** The subjects of a repository by kind of subject; manifests also by kind of object, so that no rule looks at all of them in vain. */
export interface SubjectIndex {
  /** The lists that hold them; the same list for every rule that looks at the same. */
  of(on: keyof Subjects, kinds: readonly string[] | undefined): readonly (readonly unknown[])[];
}

export function indexSubjects(repository: Repository, change?: Change): SubjectIndex {
  const byKind = manifestsByKind(repository.manifests);
  const all: { readonly [On in keyof Subjects]: readonly Subjects[On][] } = {
    values: repository.values,
    manifest: repository.manifests,
    model: repository.models,
    chart: repository.charts,
    kustomization: repository.kustomizations,
    application: [...repository.applications, ...supposedApplications(repository)],
    applicationSet: repository.applicationSets,
    environment: repository.environments,
    surroundings: surroundingsOf(repository),
    repository: [repository],
    change: change ? [change] : [],
  };
  return {
    of: (on, kinds) => {
      if (on === 'manifest' && kinds) return kinds.map((kind) => byKind.get(kind) ?? []);
      return [on === 'surroundings' && kinds ? all.surroundings.filter(({ own }) => kinds.some((kind) => manifestsByKind(own).has(kind))) : all[on]];
    },
  };
}

function surroundingsOf({ environments, manifests, declared, isPartial }: Repository): Surroundings[] {
  const loose = manifests.filter(({ environment }) => environment === undefined);
  const ofEnvironments = environments.map(({ name, manifests: own, ...rest }) => ({ name, own, all: [...own, ...loose], declared, isPartial: rest.isPartial }));
  return loose.length === 0 ? ofEnvironments : [...ofEnvironments, { name: '', own: loose, all: manifests, declared, isPartial }];
}

/** Applications of which only the mistakes are of interest. */
export function supposedApplications({ applicationSets }: Repository): Application[] {
  return applicationSets.flatMap(({ supposed }) => supposed);
}

/** What a subject is called where a crash or a gap is reported. */
export function subjectName(on: keyof Subjects, subject: unknown): string {
  const named = unchecked<{ readonly name?: unknown; readonly folder?: unknown; readonly kind?: unknown }>(subject);
  const name = [named.kind, named.name ?? named.folder].filter((part) => typeof part === 'string').join(' ');
  if (on === 'surroundings') return name === '' ? 'what belongs to no environment' : `environment ${name}`;
  return name === '' ? on : `${on} ${name}`;
}

/** Whether something of the subject could not be read, so that absence proves nothing. */
export function isPartial(subject: unknown): boolean {
  return unchecked<{ readonly isPartial?: boolean }>(subject).isPartial === true;
}
