/** Two ways to one verdict: what ajv compiled, and the walk with rules in CEL after it. Where ajv accepts, nobody looks any further; so neither may find anything there. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { validationProblems } from '../../../src/cel/validations.ts';
import { carriedKinds, definition, schemaOf } from '../../../src/kubernetes/schema/catalog.ts';
import { inspect } from '../../../src/kubernetes/schema/inspect.ts';
import { validatorData } from '../../../src/kubernetes/schema/plain-data.ts';
import { watchingDoubts } from '../../../src/kubernetes/schema/rule-runtime.ts';
import type { KindSchema } from '../../../src/kubernetes/schema/schema.ts';
import { validatorRuntime } from '../../../src/kubernetes/schema/validator-runtime.ts';
import { Node } from '../../../src/yaml/node.ts';
import { randomOf, sampleObject, treeOf } from './sample.ts';

const load = createRequire(fileURLToPath(new URL('../../../dist/schemas/', import.meta.url)));
Object.assign(load('./runtime.cjs'), validatorRuntime);

const SAMPLES = Number(process.env.SAMPLES ?? 3);

interface Verdict {
  readonly data: unknown;
  readonly isAccepted: boolean;
  /** Not even where a rule is left to the evaluator. */
  readonly isRefused: boolean;
  readonly mistakes: readonly string[];
}

function verdicts(kind: KindSchema, wrong: number): Verdict[] {
  const group = kind.apiVersion.includes('/') ? kind.apiVersion : `core/${kind.apiVersion}`;
  const { kind: validate } = load(`./kinds/${group}/${kind.kind}.cjs`);
  return Array.from({ length: SAMPLES }, (_, index): Verdict => {
    const data = sampleObject(kind, { random: randomOf(index + kind.kind.length * 1000), wrong });
    const tree = treeOf(data);
    const mistakes = inspect(kind.schema, tree, { definitions: definition, isBuiltIn: kind.isBuiltIn, kind: kind.kind });
    const problems = mistakes.length > 0 ? [] : [...validationProblems(Node.root(tree), kind, definition)];
    const { fits, isInDoubt } = watchingDoubts(() => validate(validatorData(tree)));
    return { data, isAccepted: fits && !isInDoubt, isRefused: !fits, mistakes: [...mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`), ...problems.map(({ message }) => message)] };
  });
}

const all = [...carriedKinds()].flatMap(([key, { versions }]) => versions.flatMap((version) => {
  const [kind = '', group] = [key.split('.')[0], key.includes('.') ? key.slice(key.indexOf('.') + 1) : undefined];
  return schemaOf(group === undefined ? version : `${group}/${version}`, kind) ?? [];
}));

describe('ajv and the walk', () => {
  it('are of one mind wherever ajv accepts', () => {
    for (const kind of all) {
      for (const wrong of [0, 0.01, 0.05]) {
        for (const { data, isAccepted, mistakes } of verdicts(kind, wrong)) {
          if (isAccepted) expect(mistakes, `${kind.apiVersion} ${kind.kind} ${JSON.stringify(data)}`).toEqual([]);
        }
      }
    }
  }, 300_000);

  it('hardly ever differ on what is right, so that the walk is hardly ever needed', () => {
    const right = all.flatMap((kind) => [0, 0.01].flatMap((wrong) => verdicts(kind, wrong))).filter(({ mistakes }) => mistakes.length === 0);
    expect(right.length).toBeGreaterThan(all.length);
    const refused = right.filter(({ isRefused }) => isRefused);
    expect(refused.length / right.length, JSON.stringify(refused.slice(0, 3))).toBeLessThan(0.05);
  }, 300_000);
});
