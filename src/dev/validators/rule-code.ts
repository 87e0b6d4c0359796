/**
 * Rules in CEL as JavaScript, for compiled validators: a document that satisfies them needs no evaluator. Where JavaScript and the evaluator (src/cel) may
 * differ stands a call of `$.unsure()`, which leaves the rule to the evaluator.
 */
import { Environment } from '@marcbachmann/cel-js';
import { holdsRules } from '../../cel/rules-below.ts';
import { dereferenced } from '../../kubernetes/schema/deref.ts';
import { fillsIn } from '../../kubernetes/schema/json-schema.ts';
import type { Definitions, Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';
import { Translation, truth, UNSURE, type Part } from './rule-translation.ts';

/** The body of a function of `self`: whether all rules beside a value hold; nothing where there are none. */
export function rulesBody(schema: Schema, definitions: Definitions): string | undefined {
  const filledIn = fillsIn(schema).filter((name) => holdsRules(schema.properties?.[name] ?? {}, definitions));
  const rules = schema['x-kubernetes-validations'] ?? [];
  const bodies = [
    ...filledIn.map((name) => `($.has(self,${JSON.stringify(name)})||$.unsure())`),
    ...rules.filter(({ rule, optionalOldSelf }) => optionalOldSelf === true || !/\boldSelf\b/.test(rule)).map(({ rule }) => ruleCode(rule, schema, definitions)),
  ];
  return bodies.length === 0 ? undefined : bodies.join('&&');
}

/** An expression over `self`, a value of the schema. */
export function ruleCode(rule: string, schema: Schema, definitions: Definitions): string {
  const self = { text: 'self', schema: dereferenced(schema, definitions) };
  try {
    const top = unchecked<Part>(new Environment({ enableOptionalTypes: true }).parse(rule).ast);
    return truth(new Translation(definitions).code(top, new Map([['self', self]])));
  } catch {
    return UNSURE.text; // no expression: said where the rule stands
  }
}
