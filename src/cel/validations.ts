/**
 * `x-kubernetes-validations`: each rule on each value that it stands beside, as an API server evaluates it when it creates or updates an object.
 * Follows k8s.io/apiextensions-apiserver, pkg/apiserver/schema/cel/validation.go (0.36).
 */
import type { Problem } from '../finding.ts';
import { schemaOf } from '../kubernetes/schema/catalog.ts';
import { dereferenced } from '../kubernetes/schema/deref.ts';
import type { Definitions, KindSchema, Schema, ValidationRule } from '../kubernetes/schema/schema.ts';
import { once } from '../once.ts';
import { UnknownValue, type Node } from '../yaml/node.ts';
import { CALL_LIMIT, compileExpression, type Ended, type Program } from './expression.ts';
import { knownData, surelyHolds } from './compiled.ts';
import { correlated } from './correlation.ts';
import { nodeAt } from './field-path.ts';
import { Reads } from './reads.ts';
import { holdsRules, propertiesWithRules } from './rules-below.ts';
import { celValue, defaultOf } from './value.ts';
import { celOptional } from './library/compile.ts';

export const VALIDATION_VARIABLES = ['self', 'oldSelf'] as const;

/** What the objects of one kind may cost together: what one object may, and something for each that follows. */
interface Purse {
  left: number;
}

const OBJECT_LIMIT = 3_000_000;
const PER_OBJECT = 50_000;
const purses = new WeakMap<KindSchema, Purse>();

/** Where the rules stand and what they look at. */
interface Walk {
  readonly definitions: Definitions;
  readonly reads: Reads;
  readonly purse: Purse;
  /** The rules are those of a carried schema, which may be compiled. */
  readonly isCarried: boolean;
  /** Only rules that compare with the old value, or only the others. */
  readonly isUpdate: boolean;
  /** The first value that is not known offline; what does not need it is said all the same. */
  unknown?: UnknownValue;
  /** Rules that cost too much here: said once, then left out. */
  readonly tooExpensive: Set<ValidationRule>;
}

interface Place {
  readonly node: Node;
  /** Where it is shown: of a default, the value that it is missing in. */
  readonly shown: Node;
  readonly schema: Schema;
  readonly old?: Node | undefined;
}

/**
 * What the rules of a kind say of an object, or, with the old one, what its transition rules say of the change. Expects an object that fits its schema
 * otherwise: an API server does not evaluate rules where it does not. Throws {@link UnknownValue} at the end where a rule needs what is not known.
 */
export function* validationProblems(root: Node, kind: KindSchema, definitions: Definitions, old?: Node): Generator<Problem> {
  if (!holdsRules(kind.schema, definitions)) return;
  const walk = walkWith(purseOf(kind), { kind, definitions, isUpdate: old !== undefined });
  yield* problemsAt({ node: root, shown: root, schema: kind.schema, old }, walk);
  if (walk.unknown) throw walk.unknown;
}

/**
 * Whether the rules of a kind say nothing of an object, everything that they need is known, and they cost no more than what one object adds to the
 * purse of its kind: the same answer in whatever order, and on whatever thread, objects are asked about.
 */
export function satisfiesRules(root: Node, kind: KindSchema, definitions: Definitions): boolean {
  if (!holdsRules(kind.schema, definitions)) return true;
  const walk = walkWith({ left: PER_OBJECT }, { kind, definitions, isUpdate: false });
  for (const _ of problemsAt({ node: root, shown: root, schema: kind.schema }, walk)) return false;
  return walk.unknown === undefined;
}

function walkWith(purse: Purse, { kind, definitions, isUpdate }: Pick<Walk, 'definitions' | 'isUpdate'> & { readonly kind: KindSchema }): Walk {
  return { definitions, isCarried: schemaOf(kind.apiVersion, kind.kind) === kind, reads: new Reads(), purse, isUpdate, tooExpensive: new Set() };
}

function purseOf(kind: KindSchema): Purse {
  const purse = purses.get(kind) ?? { left: OBJECT_LIMIT };
  purse.left = Math.min(OBJECT_LIMIT, purse.left + PER_OBJECT);
  purses.set(kind, purse);
  return purse;
}

function* problemsAt(place: Place, walk: Walk): Generator<Problem> {
  const schema = dereferenced(place.schema, walk.definitions);
  if (!place.node.exists || (place.node.isKnown && place.node.isNull) || !holdsRules(schema, walk.definitions)) return;
  const here = { ...place, schema };
  yield* ruleProblems(here, walk);
  for (const part of schema.allOf ?? []) yield* problemsAt({ ...here, schema: part }, walk);
  yield* childProblems(here, walk);
}

function* childProblems({ node, shown, schema, old }: Place, walk: Walk): Generator<Problem> {
  const { properties, additionalProperties, items } = schema;
  for (const [name, child] of propertiesWithRules(schema, walk.definitions)) {
    const own = node.get(name);
    const fallback = own.exists ? undefined : defaultOf(dereferenced(child, walk.definitions));
    yield* problemsAt({ node: fallback ?? own, shown: fallback ? shown : own, schema: child, old: correlated(old?.get(name)) }, walk);
  }
  if (typeof additionalProperties === 'object' && holdsRules(additionalProperties, walk.definitions)) {
    for (const [name, value] of node.entries()) {
      if (!Object.hasOwn(properties ?? {}, name)) yield* problemsAt({ node: value, shown: value, schema: additionalProperties, old: correlated(old?.get(name)) }, walk);
    }
  }
  if (items && holdsRules(items, walk.definitions)) {
    for (const item of node.items()) yield* problemsAt({ node: item, shown: item, schema: items, old: correlated(old, { item, schema }) }, walk);
  }
}

function* ruleProblems(place: Place, walk: Walk): Generator<Problem> {
  let values: Values | undefined;
  const data = once(() => knownData(place.node));
  for (const rule of place.schema['x-kubernetes-validations'] ?? []) {
    if (walk.tooExpensive.has(rule)) continue;
    if (walk.isCarried && !walk.isUpdate && surelyHolds(rule.rule, data)) continue; // none of these compares with the old value
    const program = programOf(rule);
    if (program.kind === 'mistake') continue; // said where the rule stands
    const comparesOld = program.uses.has('oldSelf');
    if (comparesOld !== walk.isUpdate && !(comparesOld && rule.optionalOldSelf === true)) continue;
    if (walk.isUpdate && !place.old) continue;
    values ??= valuesAt(place, walk);
    if (!values) return;
    yield* problemOf(rule, program, { ...place, values }, walk);
  }
}

const programs = new WeakMap<ValidationRule, ReturnType<typeof compileExpression>>();

function programOf(rule: ValidationRule): ReturnType<typeof compileExpression> {
  const known = programs.get(rule) ?? compileExpression(rule.rule, VALIDATION_VARIABLES);
  programs.set(rule, known);
  return known;
}

function* problemOf(rule: ValidationRule, program: Program, { values, ...place }: Place & { readonly values: Values }, walk: Walk): Generator<Problem> {
  const { self, before } = values;
  const variables = { self, oldSelf: rule.optionalOldSelf === true ? celOptional(before) : before };
  walk.reads.clear();
  const limit = walk.purse.left;
  const ended = run(program, variables, walk);
  if (!ended || (ended.kind === 'value' && ended.value === true)) return;
  const at = place.node === place.shown ? walk.reads.shownAt(place.node) : place.shown;
  if (ended.kind === 'exhausted' && limit < CALL_LIMIT) {
    walk.unknown ??= new UnknownValue(place.node, 'the rules of its definition have cost too much on objects before it');
  } else if (ended.kind === 'exhausted') {
    walk.tooExpensive.add(rule);
    yield { at, message: `the rule ${quoted(rule.rule)} of its definition costs too much to evaluate on this value: an API server refuses it` };
  } else if (ended.kind === 'error') {
    yield { at, message: `the rule ${quoted(rule.rule)} of its definition cannot be evaluated on this value: ${ended.message}` };
  } else {
    const named = typeof rule.fieldPath === 'string' ? nodeAt(place.node, rule.fieldPath) : undefined;
    const shown = named?.exists ? named : at;
    yield { at: shown, message: messageOf(rule, variables, walk) ?? `${valueText(shown)}fails the rule of its definition: ${oneLine(rule.rule)}` };
  }
}

/** The value and the old one, which all rules of a place share. */
interface Values {
  readonly self: unknown;
  readonly before: unknown;
}

function valuesAt({ node, shown, schema, old }: Place, walk: Walk): Values | undefined {
  const reading = { definitions: walk.definitions, reads: walk.reads, ...(node === shown ? {} : { insteadOf: shown }) };
  try {
    return { self: celValue(node, schema, reading), before: old && celValue(old, schema, { definitions: walk.definitions, reads: new Reads() }) };
  } catch (error) {
    return leftOut(error, walk);
  }
}

/** Nothing, for what is not known; every other error is thrown on. */
function leftOut(error: unknown, walk: Walk): undefined {
  if (!(error instanceof UnknownValue)) throw error;
  walk.unknown ??= error;
  return undefined;
}

/** Nothing where the value, or something that decides, is not known. */
function run(program: Program, variables: Record<string, unknown>, walk: Walk): Ended | undefined {
  const limit = Math.min(CALL_LIMIT, walk.purse.left);
  try {
    const ended = program.run({ variables, limit, decided: (item) => walk.reads.decided(item) });
    walk.purse.left -= ended.steps;
    return ended;
  } catch (error) {
    return leftOut(error, walk);
  }
}

/** The text of `messageExpression` where it gives one, as the server does; then `message`; nothing without both. */
function messageOf(rule: ValidationRule, variables: Record<string, unknown>, walk: Walk): string | undefined {
  const expression = typeof rule.messageExpression === 'string' ? compileExpression(rule.messageExpression, VALIDATION_VARIABLES) : undefined;
  const ended = expression?.kind === 'program' ? run(expression, variables, walk) : undefined;
  const text = ended?.kind === 'value' && typeof ended.value === 'string' ? oneLine(ended.value) : '';
  if (text !== '') return text;
  const message = typeof rule.message === 'string' ? oneLine(rule.message) : '';
  return message === '' ? undefined : message;
}

const MAX_SHOWN = 500;

/** As a clause of one line without a full stop. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

/** `"a" `, where there is one value. */
function valueText(node: Node): string {
  return node.kind === 'scalar' && node.isKnown ? `${quoted(node.written ?? '')} ` : '';
}

function quoted(rule: string): string {
  return JSON.stringify(oneLine(rule));
}
