/** Rules in CEL that validators hold as JavaScript: whatever JavaScript is sure of, the evaluator says, too. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, CALL_LIMIT } from '../../src/cel/expression.ts';
import { Reads } from '../../src/cel/reads.ts';
import { VALIDATION_VARIABLES } from '../../src/cel/validations.ts';
import { celValue } from '../../src/cel/value.ts';
import { readSchemas } from '../../src/dev/validators/files.ts';
import { ruleCode, rulesIn } from '../../src/dev/validators/rule-code.ts';
import { dereferenced } from '../../src/kubernetes/schema/deref.ts';
import { validatorData } from '../../src/kubernetes/schema/plain-data.ts';
import { watchingDoubts } from '../../src/kubernetes/schema/rule-runtime.ts';
import type { Definitions, Schema } from '../../src/kubernetes/schema/schema.ts';
import { validatorRuntime } from '../../src/kubernetes/schema/validator-runtime.ts';
import { SourceFile } from '../../src/source.ts';
import { unchecked } from '../../src/unchecked.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { valuesOf } from './values-of.ts';

const { kinds, definitions } = readSchemas('.');
const definition: Definitions = (name) => definitions.get(name);

interface Place {
  readonly rule: string;
  readonly schema: Schema;
}

/** Every rule once, at the first value that it stands beside. */
function places(): Place[] {
  const found = new Map<string, Place>();
  for (const schema of [...[...kinds.values()].map((kind) => kind.schema), ...definitions.values()]) {
    for (const place of rulesIn(schema)) if (!found.has(place.rule)) found.set(place.rule, place);
  }
  return [...found.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function nodeOf(value: unknown): Node {
  const [document] = parseYaml(new SourceFile('value.yaml', JSON.stringify(value))).documents;
  if (!document?.root) throw new Error('no document');
  return Node.root(document.root);
}

function saidByEvaluator({ rule, schema }: Place, node: Node): unknown {
  const program = compileExpression(rule, VALIDATION_VARIABLES);
  if (program.kind === 'mistake') return program.message;
  const ended = program.run({ variables: { self: celValue(node, dereferenced(schema, definition), { definitions: definition, reads: new Reads() }) }, limit: CALL_LIMIT });
  return ended.kind === 'value' ? ended.value : ended;
}

function saidByJavaScript(code: string): (data: unknown) => boolean | 'unsure' {
  const rules = unchecked<(self: unknown) => boolean>(new Function('$', `return self=>${code}`)(validatorRuntime)); // eslint-disable-line no-new-func, @typescript-eslint/no-implied-eval -- what the build writes into a file
  return (data) => {
    const { fits, isInDoubt } = watchingDoubts(() => validatorRuntime.holds(rules, data));
    return isInDoubt ? 'unsure' : fits;
  };
}

const RUNS = 60;

describe('rules in CEL as JavaScript', () => {
  const all = places();
  const decided = new Set<string>();

  it.each(all)('$rule', (place) => {
    const say = saidByJavaScript(ruleCode(place.rule, place.schema, definition));
    fc.assert(fc.property(valuesOf(place.schema, { definitions: definition, rule: place.rule }), (value) => {
      const node = nodeOf(value);
      const said = node.tree ? say(validatorData(node.tree)) : 'unsure';
      if (said === 'unsure') return;
      decided.add(place.rule);
      expect({ value, said }).toEqual({ value, said: saidByEvaluator(place, node) });
    }), { numRuns: RUNS, seed: 1 });
  });

  it('decide all but those that call functions of which there are few', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(all.map(({ rule }) => rule).filter((rule) => !decided.has(rule) && !/\b(?:url|isURL|isIP)\(|[?!]\./.test(rule))).toEqual([]);
  });
});
