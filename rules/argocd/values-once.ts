import { defineRule, type Application, type Node, type Problem, type Repository, type SourceReference } from '#rule';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'argocd/values-once',
  on: 'repository',
  title: 'The values of a chart come from where the source says, each from one place',
  why: 'Argo CD takes one of two values, or leaves a file out, and says nothing: what was reviewed is not what is rendered.',
  severity: 'warning',

  *check(repository) {
    const helms = repository.applications.flatMap(({ sources }) => sources.map(({ node }) => node.get('helm')));
    const names = helms.flatMap((helm) => helm.get('parameters').items().map((parameter) => parameter.get('name')));
    for (const helm of helms) {
      yield* bothKinds(helm);
      yield* overlapping(helm.get('parameters').items().filter((parameter) => parameter.get('name').isKnown));
    }
    yield* misspeltFiles(repository);
    admitUnknown(names);
  },
});

/** `valuesObject` wins, and the other is not read at all. Follows argo-cd, ApplicationSourceHelm.ValuesYAML. */
function* bothKinds(helm: Node): Iterable<Problem> {
  const [values, object] = [helm.get('values'), helm.get('valuesObject')];
  const isGiven = values.exists && (!values.isKnown || (values.text ?? '').trim() !== '');
  if (isGiven && object.entries().length > 0) {
    yield { at: values.key ?? values, message: '`values` is not read, because there is a `valuesObject`', related: [{ at: object, message: 'what is read' }] };
  }
}

/** Of equal names the last counts; a name and a part of it are set in random order. Both hold for text and for other values apart. */
function* overlapping(parameters: readonly Node[]): Iterable<Problem> {
  const seen = new Map<string, Node>();
  for (const parameter of parameters) {
    const name = parameter.get('name');
    const key = keyOf(parameter, name.text ?? '');
    const before = seen.get(key);
    if (before && valueOf(before) !== valueOf(parameter)) yield { at: name, message: `parameter ${name.text ?? ''} is given twice, and the last one counts`, related: [{ at: before.get('name'), message: 'the other' }] };
    seen.set(key, parameter);
  }
  for (const parameter of seen.values()) {
    const name = parameter.get('name');
    const whole = partsOf(name.text ?? '').map((prefix) => seen.get(keyOf(parameter, prefix))).find((other) => other !== undefined);
    if (whole) yield { at: name, message: `parameter ${name.text ?? ''} is part of ${whole.get('name').text ?? ''}, and Argo CD sets them in random order`, related: [{ at: whole.get('name'), message: 'the whole' }] };
  }
}

function keyOf(parameter: Node, name: string): string {
  return `${parameter.get('forceString').value === true ? 'text' : 'any'} ${name}`;
}

function valueOf(parameter: Node): string | undefined {
  const value = parameter.get('value');
  return value.isKnown ? value.written : undefined;
}

/** What a name is a part of: `a` and `a.b` for `a.b[0]`. A dot behind a backslash belongs to the name. */
function partsOf(name: string): string[] {
  const parts: string[] = [];
  for (let index = 1; index < name.length && parts.length < 30; index += 1) {
    if ((name[index] === '.' && name[index - 1] !== '\\') || name[index] === '[') parts.push(name.slice(0, index));
  }
  return parts;
}

/**
 * A file that may be absent, is, and has a near neighbour that nobody reads: surely the neighbour is meant.
 * What a set would read that could not be expanded is not known, and nothing is said.
 */
function* misspeltFiles({ applications, applicationSets }: Repository): Iterable<Problem> {
  if (applicationSets.some((set) => set.applications.length === 0)) return;
  const files = applications.flatMap(({ references }) => references).filter((file) => isLeftOut(file) && file.near.length > 0);
  const named = files.length === 0 ? new Set<string>() : namedFiles(applications);
  for (const file of files) {
    const near = file.near.find((path) => !isNamed(path, named) && withoutNumbers(path) !== withoutNumbers(file.path));
    if (near !== undefined) yield { at: file.at, message: `value file "${file.at.text ?? ''}" does not exist and is left out; did you mean ${near}, which no Application names?` };
  }
}

/** Value files of all sources, those of charts that lie elsewhere included. */
function namedFiles(applications: readonly Application[]): Set<string> {
  const found = applications.flatMap(({ references }) => references.flatMap(({ found: isThere, path }) => (isThere ? path : [])));
  const written = applications.flatMap(({ sources }) => sources.flatMap(({ node }) => node.get('helm', 'valueFiles').items()));
  return new Set([...found, ...written.flatMap((file) => (file.isKnown ? (file.text ?? []) : [])).map(withoutStart)]);
}

/** Whatever the names are relative to, they end like the path. */
function isNamed(path: string, named: ReadonlySet<string>): boolean {
  return named.has(path) || [...named].some((name) => path.endsWith(`/${name}`));
}

/** Without what leads to a folder that is not known here. */
function withoutStart(path: string): string {
  return path.replace(/^\$[^/]*\//, '').replace(/^(?:\.{0,2}\/)+/, '');
}

function isLeftOut({ found, isOptional, isOutside }: SourceReference): boolean {
  return !found && isOptional === true && !isOutside;
}

/** `values-eu1.yaml` is no misspelt `values-eu2.yaml`. */
function withoutNumbers(path: string): string {
  return path.replaceAll(/\d+/g, '0');
}
