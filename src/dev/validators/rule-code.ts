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
import type { Schemas } from './files.ts';
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

/**
 * A module of all rules by their text, for documents that no validator looks at. Of a rule that stands beside values of several schemas, and means something
 * else there, all that it means has to hold.
 */
export function rulesModule({ kinds, definitions }: Pick<Schemas, 'kinds' | 'definitions'>): string {
  const codes = new Map<string, Set<string>>();
  const schemas = [...[...kinds.values()].map(({ schema }) => schema), ...definitions.values()];
  for (const { rule, schema } of schemas.flatMap((schema) => [...rulesIn(schema)])) {
    codes.set(rule, (codes.get(rule) ?? new Set()).add(ruleCode(rule, schema, (name) => definitions.get(name))));
  }
  const certain = [...codes].filter(([, meanings]) => !meanings.has(truth(UNSURE))).map(([rule, meanings]) => `${JSON.stringify(rule)}:self=>${[...meanings].sort().join('&&')}`).sort();
  return `"use strict";const $=require("./runtime.cjs");exports.rules={__proto__:null,${certain.join(',')}};`;
}

/** Each with the value that it stands beside. */
export function* rulesIn(schema: Schema): Generator<{ readonly rule: string; readonly schema: Schema }> {
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) if (!/\boldSelf\b/.test(rule)) yield { rule, schema };
  const { properties, additionalProperties, items, allOf } = schema;
  for (const below of [...Object.values(properties ?? {}), additionalProperties, items, ...(allOf ?? [])]) if (typeof below === 'object') yield* rulesIn(below);
}

/** An expression over `self`, a value of the schema. */
export function ruleCode(rule: string, schema: Schema, definitions: Definitions): string {
  const self = { text: 'self', schema: dereferenced(schema, definitions) };
  try {
    const top = unchecked<Part>(new Environment({ enableOptionalTypes: true }).parse(rule).ast);
    return truth(new Translation(definitions).code(top, new Map([['self', self]])));
  } catch {
    return truth(UNSURE); // no expression: said where the rule stands
  }
}
