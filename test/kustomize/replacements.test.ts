/** What replacements never do, whatever they are asked for; what they do is recorded in fixtures/render/kustomize/replacements.yaml. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Budget, NO_NOTES, type FileLoader } from '../../src/render/kustomize/build-context.ts';
import { BuildError } from '../../src/render/kustomize/build-error.ts';
import { builtinSchemas } from '../../src/render/kustomize/builtin-schemas.ts';
import { Unavailable } from '../../src/render/kustomize/remote.ts';
import { replaceValues } from '../../src/render/kustomize/replacements.ts';
import { newResource, type Resource } from '../../src/render/kustomize/resource.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { plainValue, treesOf } from './cases.ts';

const files: FileLoader = {
  folder: '', snapshot: memorySnapshot({}),
  text: (path, at) => { throw new BuildError(`${path} is not there`, at); },
  bytes: (path, at) => { throw new BuildError(`${path} is not there`, at); },
};

function resourceOf(value: unknown): Resource {
  const [tree] = treesOf('r.yaml', JSON.stringify(value));
  if (!tree) throw new Error('no object');
  return newResource(tree, { file: tree.trace.file, at: startOf(tree.trace.file) });
}

function replaced(resources: readonly Resource[], replacements: unknown): readonly Resource[] {
  const root = parseYaml(new SourceFile('kustomization.yaml', JSON.stringify(replacements))).documents[0]?.root;
  const build = { budget: new Budget(), nearness: 1, schemas: builtinSchemas(), unverified: () => undefined, notes: NO_NOTES };
  return replaceValues(resources, root ? Node.root(root).items() : [], { build, files });
}

const step = fc.constantFrom('a', 'b', '0', '1', '-1', '-', '*', '[a=x]', '[=x]', '[a]', '[a=(]', '[b.c]', '__proto__', 'constructor', '');
const path = fc.array(step, { maxLength: 4 }).map((steps) => steps.join('.'));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>('x', 1, true, null, 'a: {b: c}'), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', '0', '__proto__'), tie('value'), { maxKeys: 3, noNullPrototype: true })),
}));
const options = fc.record({ delimiter: fc.constantFrom('', ':', 'x'), index: fc.integer({ min: -2, max: 3 }), create: fc.boolean() }, { requiredKeys: [] });

test('nothing but its own errors is thrown, and only targets change', () => {
  fc.assert(fc.property(value, value, path, path, options, options, (from, to, fieldPath, target, sourceOptions, targetOptions) => {
    const resources = [resourceOf({ kind: 'A', metadata: { name: 'a' }, a: from }), resourceOf({ kind: 'B', metadata: { name: 'b' }, a: to }), resourceOf({ kind: 'C', metadata: { name: 'c' } })];
    try {
      const result = replaced(resources, [{
        source: { kind: 'A', fieldPath: `a.${fieldPath}`, options: sourceOptions }, targets: [{ select: { kind: 'B' }, fieldPaths: [`a.${target}`], options: targetOptions }],
      }]);
      expect([result[0], result[2]]).toEqual([resources[0], resources[2]]);
    } catch (error) {
      expect(error instanceof BuildError || error instanceof Unavailable, String(error)).toBe(true);
    }
  }));
});

test('replacing twice is replacing once', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (from, to) => {
    const resources = [resourceOf({ kind: 'A', a: `x${from}` }), resourceOf({ kind: 'B', a: `x${to}` })];
    const replacement = { source: { kind: 'A', fieldPath: 'a' }, targets: [{ select: { kind: 'B' }, fieldPaths: ['a'] }] };
    const once = replaced(resources, [replacement]);
    expect(once.map(({ tree }) => plainValue(tree))).toEqual(replaced(once, [replacement]).map(({ tree }) => plainValue(tree)));
    expect(plainValue(once[1]?.tree ?? resources[0]?.tree ?? resourceOf({}).tree)).toEqual(new Map([['a', `x${from}`], ['kind', 'B']]));
  }));
});
