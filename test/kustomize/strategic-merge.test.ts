/** Strategic merge patches against what the real `kubectl kustomize` made of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/render/kustomize/build-context.ts';
import { BuildError } from '../../src/render/kustomize/build-error.ts';
import { builtinSchemas } from '../../src/render/kustomize/builtin-schemas.ts';
import { locationOf } from '../../src/render/kustomize/compose-tree.ts';
import { textAt } from '../../src/render/kustomize/resource.ts';
import { strategicMerge } from '../../src/render/kustomize/strategic-merge.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { MappingTree, Tree } from '../../src/yaml/tree.ts';
import { expectedValues, kustomizeCases, plainValue, treesOf } from './cases.ts';

const schemas = builtinSchemas();

function merged(target: MappingTree, patch: Tree): Tree | undefined {
  const schema = schemas.ofKind(textAt(target, 'apiVersion'), textAt(target, 'kind'));
  return strategicMerge(target, patch, { schema, schemas, budget: new Budget(), at: locationOf(patch) });
}

describe('as the binary merges', () => {
  for (const one of kustomizeCases('strategic-merge')) {
    test(one.name, () => {
      const [target, ...others] = treesOf('resource.yaml', one.files['resource.yaml'] ?? '');
      const [patch] = treesOf('patch.yaml', one.files['patch.yaml'] ?? '');
      if (!target || !patch) throw new Error('a case has a resource and a patch');
      if (one.error !== undefined) {
        expect(() => merged(target, patch)).toThrow(BuildError);
        expect(() => merged(target, patch)).toThrow(one.error.split(': node contents')[0]);
      } else {
        const result = merged(target, patch);
        expect([...(result ? [result] : []), ...others].map(plainValue)).toEqual(expectedValues(one));
      }
    });
  }
});

describe('where merged values are shown', () => {
  const base = `apiVersion: apps/v1
kind: Deployment
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: a
        image: a:1
        args: [x]
`;
  const patch = `spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: a
        args: [y]
`;

  function root(): Node {
    const [target] = treesOf('base.yaml', base);
    const [change] = treesOf('patch.yaml', patch);
    const result = target && change && merged(target, change);
    if (!result) throw new Error('nothing is left');
    return Node.root(result);
  }

  const placeOf = (node: Node): string => `${node.at.file.path}:${node.at.file.position(node.at.range.start).line} ${node.piece?.verbatim === true}`;

  test('what the patch set stands in the patch, what it did not in the base', () => {
    const container = root().get('spec', 'template', 'spec', 'containers', 0);
    expect(placeOf(root().get('spec', 'replicas'))).toBe('patch.yaml:2 true');
    expect(placeOf(container.get('image'))).toBe('base.yaml:9 true');
    expect(placeOf(container.get('args', 0))).toBe('patch.yaml:7 true');
    expect(placeOf(root().get('spec', 'replicas').key ?? root())).toBe('patch.yaml:2 true');
  });
});

describe('laws', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const scalars = fc.constantFrom<unknown>(1, 'x', true, 'y', '2');
  const { value: things } = fc.letrec<{ value: unknown; map: unknown; list: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, scalars, tie('map'), tie('list')),
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    list: fc.array(tie('value'), { maxLength: 3 }),
  }));
  const containers = fc.uniqueArray(fc.record({ name: names, image: scalars, args: fc.array(scalars, { maxLength: 2 }) }, { requiredKeys: ['name'] }), { selector: ({ name }) => name, maxLength: 3 });
  const pods = fc.record({ containers, nodeSelector: fc.dictionary(names, scalars), other: things }, { requiredKeys: [] }).map((spec) => ({ apiVersion: 'v1', kind: 'Pod', spec }));

  const treeOf = (value: unknown): MappingTree => {
    const [tree] = treesOf('value.yaml', JSON.stringify(value));
    if (!tree) throw new Error('no mapping');
    return tree;
  };

  test('an empty patch changes nothing, not even which tree it is', () => {
    fc.assert(fc.property(pods, (pod) => {
      const target = treeOf(pod);
      expect(merged(target, treeOf({}))).toBe(target);
    }));
  });

  test('merging twice is merging once', () => {
    fc.assert(fc.property(pods, pods, (pod, patch) => {
      fc.pre(isMergeable(pod, patch));
      const once = merged(treeOf(pod), treeOf(patch));
      const twice = once?.kind === 'mapping' ? merged(once, treeOf(patch)) : undefined;
      expect(twice && plainValue(twice)).toEqual(once && plainValue(once));
    }));
  });

  function isMergeable(pod: unknown, patch: unknown): boolean {
    try {
      return merged(treeOf(pod), treeOf(patch)) !== undefined;
    } catch (error) {
      if (error instanceof BuildError) return false;
      throw error;
    }
  }

  test('nothing but its own error is thrown', () => {
    const any = fc.oneof(things, fc.anything({ maxDepth: 4, withNullPrototype: false, key: fc.constantFrom('$patch', 'containers', 'name', 'spec', 'ports', 'containerPort', 'protocol') }));
    fc.assert(fc.property(any, any, (spec, patch) => {
      const target = parseYaml(new SourceFile('t', JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec }) )).documents[0]?.root;
      const change = parseYaml(new SourceFile('p', JSON.stringify({ spec: patch }))).documents[0]?.root;
      if (target?.kind !== 'mapping' || !change) return;
      try {
        merged(target, change);
      } catch (error) {
        expect(error).toBeInstanceOf(BuildError);
      }
    }));
  });
});
