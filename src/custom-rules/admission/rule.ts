/** A ValidatingAdmissionPolicy as a rule: each object is asked about as if it were created, or, with a base, as if it were changed. */
import { CALL_LIMIT, type Ended, type Program } from '../../cel/expression.ts';
import { lazyMap } from '../../cel/lazy-map.ts';
import { Reads } from '../../cel/reads.ts';
import type { Problem } from '../../finding.ts';
import { groupOf } from '../../kubernetes/identity.ts';
import { objectsOf } from '../../kubernetes/same-object.ts';
import type { Manifest } from '../../model.ts';
import { once } from '../../once.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { UnknownValue } from '../../yaml/node.ts';
import { manifestValue } from '../subject-values.ts';
import { matches, namespaceOf, pluralOf, type Operation } from './match.ts';
import { paramsFor } from './params.ts';
import { clause, type AdmissionPolicy, type Binding, type Validation } from './policy.ts';

const SEVERITIES = ['error', 'warning', 'info'] as const;

export function admissionRule(policy: AdmissionPolicy): Rule {
  const severity = SEVERITIES.find((word) => policy.bindings.some((binding) => binding.severity === word)) ?? 'error';
  const text = {
    id: `admission/${policy.name}`,
    title: policy.validations.map(({ message }) => message).join('; ') || `what the policy ${policy.name} says`,
    why: `The ValidatingAdmissionPolicy ${policy.name} refuses it in the cluster.`,
    severity,
    readsAll: true,
  } as const satisfies Partial<Rule>;
  if (needsBase(policy)) {
    return defineRule({ ...text, on: 'change', *check({ base, head }) {
      const before = objectsOf(base, () => true);
      const after = [...objectsOf(head, () => true)].filter(([key, objects]) => objects.length === 1 && (before.get(key)?.length ?? 0) < 2);
      yield* eachProblem(after.flatMap(([key, objects]) => objects.map((manifest) => ({ manifest, old: before.get(key)?.[0] }))), policy, head.manifests);
    } });
  }
  return defineRule({ ...text, on: 'surroundings', check: ({ own, all }) => eachProblem(own.map((manifest) => ({ manifest, old: undefined })), policy, all) });
}

/** It asks for the old object, or is not asked about new ones. */
export function needsBase({ constraints, conditions, variables, validations }: AdmissionPolicy): boolean {
  const programs = [...conditions, ...variables.map(([, program]) => program), ...validations.map(({ expression }) => expression)];
  const operations = constraints.get('resourceRules').items().flatMap((rule) => rule.get('operations').items().map((item) => item.text));
  const isAskedForNew = operations.length === 0 || operations.includes('CREATE') || operations.includes('*');
  return !isAskedForNew || programs.some(({ uses }) => uses.has('oldObject'));
}

interface Asked {
  readonly manifest: Manifest;
  readonly old: Manifest | undefined;
}

/** What is not known of one object keeps nobody from looking at the others; the first is thrown in the end. */
function* eachProblem(asked: readonly Asked[], policy: AdmissionPolicy, all: readonly Manifest[]): Iterable<Problem> {
  let unknown: UnknownValue | undefined;
  for (const one of asked) {
    if (one.manifest.name === undefined || one.manifest.root === policy.root) continue;
    try {
      yield* problemsOf(one, policy, all);
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

function* problemsOf({ manifest, old }: Asked, policy: AdmissionPolicy, all: readonly Manifest[]): Iterable<Problem> {
  const operation: Operation = old ? 'UPDATE' : 'CREATE';
  const request = { manifest, operation, all };
  if (!matches(policy.constraints, request)) return;
  for (const binding of policy.bindings) {
    if (binding.match && !matches(binding.match, request)) continue;
    for (const params of paramsFor(policy, binding, { manifest, all })) {
      const reads = new Reads();
      yield* judged({ policy, binding, reads, manifest, variables: bindings({ manifest, old, operation, all, params, policy, reads }) });
    }
  }
}

interface Judging {
  readonly policy: AdmissionPolicy;
  readonly binding: Binding;
  readonly reads: Reads;
  readonly manifest: Manifest;
  readonly variables: Readonly<Record<string, unknown>>;
}

function* judged(judging: Judging): Generator<Problem, void, void> {
  const { policy, manifest, reads } = judging;
  for (const condition of policy.conditions) {
    const ended = run(condition, judging);
    if (ended.kind === 'value' && ended.value === false) return;
    if (ended.kind !== 'value' || ended.value !== true) {
      if (policy.failsOnError) yield problem(`whether the policy ${policy.name} asks for it cannot be told: ${whyOf(ended)}`, judging);
      return;
    }
  }
  for (const validation of policy.validations) {
    reads.clear();
    const ended = run(validation.expression, judging);
    if (ended.kind === 'value' && ended.value === true) continue;
    if (ended.kind === 'value' && ended.value === false) yield { ...problem('', judging), message: messageOf(validation, judging) };
    else if (policy.failsOnError) yield problem(`${validation.message}; whether it holds cannot be told for this ${manifest.kind}: ${whyOf(ended)}`, judging);
  }
}

function problem(message: string, { binding, reads, manifest }: Judging): Problem {
  return { at: reads.shownAt(manifest.root), message, ...(binding.severity === 'error' ? {} : { severity: binding.severity }) };
}

function whyOf(ended: Ended): string {
  return ended.kind === 'error' ? ended.message : ended.kind === 'exhausted' ? 'the expression costs too much' : 'it gives neither true nor false';
}

function messageOf({ message, messageExpression }: Validation, judging: Judging): string {
  const ended = messageExpression && run(messageExpression, judging);
  const text = ended?.kind === 'value' && typeof ended.value === 'string' ? clause(ended.value) : '';
  return text === '' ? message : text;
}

function run(program: Program, { variables, reads }: Pick<Judging, 'variables' | 'reads'>): Ended {
  return program.run({ variables, limit: CALL_LIMIT, decided: (item) => reads.decided(item) });
}

interface Bindings extends Asked {
  readonly operation: Operation;
  readonly all: readonly Manifest[];
  readonly params: Manifest | null;
  readonly policy: AdmissionPolicy;
  readonly reads: Reads;
}

/** What is not here is unknown when it is read. */
function bindings({ manifest, old, operation, all, params, policy, reads }: Bindings): Readonly<Record<string, unknown>> {
  const unknown = (what: string): never => {
    throw new UnknownValue(manifest.root, `${what} cannot be known outside of the cluster`);
  };
  const namespace = namespaceOf(manifest);
  const variables: Record<string, unknown> = {
    object: manifestValue(manifest, reads),
    oldObject: old ? manifestValue(old, new Reads()) : null,
    request: requestValue(manifest, operation, unknown),
    params: params && manifestValue(params, new Reads()),
    get authorizer() { return unknown('what somebody may do'); },
    get namespaceObject() {
      const found = all.find(({ kind, apiVersion, name }) => kind === 'Namespace' && apiVersion === 'v1' && name === namespace);
      if (namespace === undefined) return null;
      return found ? manifestValue(found, new Reads()) : unknown(`the namespace ${namespace}`);
    },
  };
  variables['variables'] = lazyMap(new Map(policy.variables.map(([name, program]) => [name, once(() => variableValue(program, { variables, reads }))] as const)));
  return variables;
}

/** An error of a variable is one of whoever reads it. */
function variableValue(program: Program, judging: Pick<Judging, 'variables' | 'reads'>): unknown {
  const ended = run(program, judging);
  if (ended.kind === 'exhausted') throw new RangeError('a variable costs too much');
  if (ended.kind === 'error') throw new TypeError(ended.message);
  return ended.value;
}

function requestValue(manifest: Manifest, operation: Operation, unknown: (what: string) => never): Map<string, unknown> {
  const { apiVersion, kind, name } = manifest;
  const [group, version] = [groupOf(apiVersion), apiVersion.slice(apiVersion.indexOf('/') + 1)];
  const makers: readonly (readonly [string, () => unknown])[] = [
    ['kind', () => new Map([['group', group], ['version', version], ['kind', kind]])],
    ['resource', () => new Map([['group', group], ['version', version], ['resource', pluralOf(kind)]])],
    ['operation', () => operation], ['name', () => name ?? ''], ['namespace', () => namespaceOf(manifest) ?? ''], ['dryRun', () => false],
    ['userInfo', () => unknown('who asks')], ['options', () => unknown('how it is asked')],
  ];
  return lazyMap(new Map(makers));
}
