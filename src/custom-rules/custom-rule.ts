/** From a rule that a configuration states to one like every other. */
import { compileExpression, CALL_LIMIT, type Ended, type Program } from '../cel/expression.ts';
import { celOptional } from '../cel/library/compile.ts';
import { Reads } from '../cel/reads.ts';
import type { Problem } from '../finding.ts';
import { kindKey } from '../kubernetes/identity.ts';
import { objectsOf } from '../kubernetes/same-object.ts';
import type { Change, Environment, Manifest, ServedModel } from '../model.ts';
import { defineRule, NotLookedAt, type Rule } from '../rule.ts';
import { UnknownValue, type Node } from '../yaml/node.ts';
import { VARIABLES, type DeclaredRule } from './declared.ts';
import { environmentValue, manifestValue, modelValue, nodeValue } from './subject-values.ts';

/** Its expressions, which were found to be some. */
export interface Programs {
  readonly when?: Program;
  readonly expression: Program;
  readonly messageExpression?: Program;
}

/** What is evaluated, and where it is shown. */
interface Evaluation {
  readonly rule: DeclaredRule;
  readonly programs: Programs;
  readonly reads: Reads;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The document that the expression is about. */
  readonly self: Node;
}

/** The expressions of a rule; nothing for those that are none. */
export function programsOf(rule: DeclaredRule): Partial<Record<keyof Programs, ReturnType<typeof compileExpression>>> {
  const compiled = (text: string | undefined) => (text === undefined ? undefined : compileExpression(text, VARIABLES[rule.on]));
  const [when, expression, messageExpression] = [rule.when, rule.expression, rule.messageExpression].map(compiled);
  return { ...(when ? { when } : {}), ...(expression ? { expression } : {}), ...(messageExpression ? { messageExpression } : {}) };
}

/** A rule that compares with the base looks at the change, and runs only where there is one. */
export function customRule(rule: DeclaredRule, programs: Programs): Rule {
  const { id, on, kinds, message, severity = 'error' } = rule;
  const text = { id: idOf(id), title: message, why: `The configuration demands it: ${rule.expression.replace(/\s+/g, ' ').trim()}`, severity };
  const look = (variables: (reads: Reads) => Readonly<Record<string, unknown>>, self: Node): Iterable<Problem> => problems({ rule, programs, variables, self });
  const comparesBase = [programs.when, programs.expression, programs.messageExpression].some((program) => program?.uses.has('base') === true);
  if (comparesBase) return defineRule({ ...text, on: 'change', ...(kinds ? { kinds } : { readsAll: true }), check: (change) => changeProblems(change, kinds, look) });
  switch (on) {
    case 'manifest':
      return defineRule({ ...text, on, ...(kinds ? { kinds } : {}), check: (manifest) => look(ofManifest(manifest), manifest.root) });
    case 'application':
      return defineRule({ ...text, on, check: (application) => look((reads) => ({ self: nodeValue(application.root, reads), environment: environmentValue(application.environment) }), application.root) });
    case 'model':
      return defineRule({ ...text, on, check: (model) => look(ofModel(model), model.from.root) });
    case 'environment':
      return defineRule({ ...text, on, readsAll: true, check: (environment) => environmentProblems(environment, look) });
  }
}

type Look = (variables: (reads: Reads) => Readonly<Record<string, unknown>>, self: Node) => Iterable<Problem>;

function idOf(id: string): Rule['id'] {
  const [group = '', name = ''] = id.split('/');
  return `${group}/${name}`;
}

const ofManifest = (manifest: Manifest) => (reads: Reads) => ({ self: manifestValue(manifest, reads), environment: environmentValue(manifest.environment) });

const ofModel = (model: ServedModel) => (reads: Reads) => ({
  self: 'apiVersion' in model.from ? manifestValue(model.from, reads) : nodeValue(model.from.root, reads),
  environment: environmentValue(model.environment),
  model: modelValue(model, reads),
});

/** An environment is shown at the first object that belongs to it; one without any has nothing to look at. */
function* environmentProblems(environment: Environment, look: Look): Iterable<Problem> {
  const [first] = environment.models.map(({ from }) => from.root).concat(environment.manifests.map(({ root }) => root));
  if (!first) return;
  const self = (reads: Reads): Map<string, unknown> => new Map<string, unknown>([
    ...environmentValue(environment),
    ['models', environment.models.map((model) => modelValue(model, reads))],
    ['manifests', environment.manifests.map((manifest) => manifestValue(manifest, reads))],
  ]);
  yield* look((reads) => ({ self: self(reads), environment: environmentValue(environment) }), first);
}

function* changeProblems({ base, head }: Change, kinds: readonly string[] | undefined, look: Look): Iterable<Problem> {
  const isMeant = (manifest: Manifest): boolean => !kinds || kinds.includes(kindKey(manifest));
  const before = objectsOf(base, isMeant);
  let unknown: UnknownValue | undefined;
  for (const [key, objects] of objectsOf(head, isMeant)) {
    const [was, ...more] = before.get(key) ?? [];
    for (const object of objects) {
      const old = objects.length + more.length === 1 ? was : undefined;
      if (was && !old) continue; // which became which, nobody can tell
      const variables = (reads: Reads) => ({ ...ofManifest(object)(reads), base: celOptional(old && manifestValue(old, new Reads())) });
      unknown ??= yield* withoutUnknown(look(variables, object.root));
    }
  }
  if (unknown) throw unknown;
}

/** All that can be said; what could not be known is given, not thrown. */
function* withoutUnknown(problems: Iterable<Problem>): Generator<Problem, UnknownValue | undefined> {
  try {
    yield* problems;
    return undefined;
  } catch (error) {
    if (error instanceof UnknownValue) return error;
    throw error;
  }
}

function* problems({ rule, programs, variables, self }: Pick<Evaluation, 'rule' | 'programs' | 'self'> & { readonly variables: (reads: Reads) => Readonly<Record<string, unknown>> }): Generator<Problem, void, void> {
  const reads = new Reads();
  const evaluation: Evaluation = { rule, programs, reads, variables: variables(reads), self };
  if (programs.when) {
    const condition = ended(programs.when, evaluation);
    if (condition.kind !== 'value' || typeof condition.value !== 'boolean') return yield failed(condition, evaluation);
    if (!condition.value) return;
  }
  reads.clear();
  const result = ended(programs.expression, evaluation);
  if (result.kind !== 'value' || typeof result.value !== 'boolean') return yield failed(result, evaluation);
  if (result.value) return;
  const at = reads.shownAt(self);
  yield { at, message: messageOf(evaluation) };
}

function ended(program: Program, { variables, reads, self, rule }: Evaluation): Ended {
  const result = program.run({ variables, limit: CALL_LIMIT, decided: (item) => reads.decided(item) });
  if (result.kind === 'exhausted') throw new NotLookedAt(self, `the expression of ${rule.id} takes more than ${CALL_LIMIT} steps here`, 'an expression that looks at less');
  return result;
}

/** An expression that gives neither true nor false has not been found to hold. */
function failed(result: Ended, { rule, reads, self }: Evaluation): Problem {
  const why = result.kind === 'error' ? result.message : 'it gives neither true nor false';
  return { at: reads.shownAt(self), message: `${rule.message}; whether it holds cannot be told: ${why}` };
}

const MAX_SHOWN = 500;

function messageOf(evaluation: Evaluation): string {
  const { rule, programs } = evaluation;
  const result = programs.messageExpression && ended(programs.messageExpression, evaluation);
  const text = result?.kind === 'value' && typeof result.value === 'string' ? result.value.replace(/\s+/g, ' ').trim() : '';
  return text === '' ? rule.message : text.slice(0, MAX_SHOWN);
}
