/** JSON patches against what the real `kubectl kustomize` made of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/render/kustomize/build-context.ts';
import { BuildError } from '../../src/render/kustomize/build-error.ts';
import { locationOf } from '../../src/render/kustomize/compose-tree.ts';
import { applyJsonPatch } from '../../src/render/kustomize/json-patch.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { MappingTree, Tree } from '../../src/yaml/tree.ts';
import { expectedValues, kustomizeCases, plainValue, treesOf } from './cases.ts';

function rootOf(path: string, text: string): Tree {
  const root = parseYaml(new SourceFile(path, text)).documents[0]?.root;
  if (!root) throw new Error(`${path} is empty`);
  return root;
}

function objectOf(text: string): MappingTree {
  const [tree] = treesOf('resource.yaml', text);
  if (!tree) throw new Error('no object');
  return tree;
}

function patched(target: MappingTree, patch: Tree, budget = new Budget()): MappingTree {
  return applyJsonPatch(target, patch, { budget, at: locationOf(patch) });
}

describe('as the binary patches', () => {
  for (const one of kustomizeCases('json-patch')) {
    test(one.name, () => {
      const target = objectOf(one.files['resource.yaml'] ?? '');
      const patch = rootOf('patch.yaml', one.files['patch.yaml'] ?? '');
      if (one.error === undefined) {
        expect([plainValue(patched(target, patch))]).toEqual(expectedValues(one));
      } else {
        expect(() => patched(target, patch)).toThrow(BuildError);
        expect(() => patched(target, patch)).toThrow(one.error);
      }
    });
  }
});

test('what a patch set is shown in the patch, keys at the end of their path', () => {
  const root = Node.root(patched(objectOf('metadata:\n  name: a\n'), rootOf('patch.yaml', '- op: add\n  path: /metadata/labels\n  value: {a: b}\n- op: add\n  path: /metadata/labels/x~1y\n  value: z\n')));
  const placeOf = (node: Node | undefined): string => (node ? `${node.at.file.path}:${node.at.file.position(node.at.range.start).line}:${node.at.file.position(node.at.range.start).column}` : '');
  expect(placeOf(root.get('metadata', 'name'))).toBe('resource.yaml:2:9');
  expect(placeOf(root.get('metadata', 'labels').key)).toBe('patch.yaml:2:19');
  expect(placeOf(root.get('metadata', 'labels', 'a'))).toBe('patch.yaml:3:14');
  expect(placeOf(root.get('metadata', 'labels', 'x/y'))).toBe('patch.yaml:6:10');
  expect(placeOf(root.get('metadata', 'labels', 'x/y').key)).toBe('patch.yaml:5:26');
});

test('copies that double are stopped', () => {
  const copies = Array.from({ length: 60 }, (_, index) => `- {op: copy, from: /a, path: /a/k${index}}`).join('\n');
  expect(() => patched(objectOf('a: {b: c}'), rootOf('patch.yaml', copies))).toThrow(BuildError);
  const deeper = Array.from({ length: 1000 }, (_, index) => `- {op: add, path: ${'/a'.repeat(index + 1)}, value: {}}`).join('\n');
  expect(() => patched(objectOf('a: {b: c}'), rootOf('patch.yaml', deeper))).toThrow(BuildError);
});

describe('laws', () => {
  const key = fc.constantFrom('a', 'b', 'a/b', '~', '', '0', '__proto__', 'constructor');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>(1, 'x', null, false), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true })),
  }));
  const object = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
  const pointer = (step: string): string => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const operations = (...list: unknown[]): Tree => rootOf('patch', JSON.stringify(list));

  test('what was added is there, and removing it restores the document', () => {
    fc.assert(fc.property(object, key, value, (document, name, added) => {
      fc.pre(!Object.hasOwn(document, name));
      const target = objectOf(JSON.stringify(document));
      const path = pointer(name);
      const tested = patched(target, operations({ op: 'add', path, value: added }, { op: 'test', path, value: added }, { op: 'remove', path }));
      expect(plainValue(tested)).toEqual(plainValue(target));
    }));
  });

  test('moving there and back restores the document', () => {
    fc.assert(fc.property(object, key, key, (document, from, to) => {
      fc.pre(Object.hasOwn(document, from) && !Object.hasOwn(document, to));
      const target = objectOf(JSON.stringify(document));
      const moved = patched(target, operations({ op: 'move', from: pointer(from), path: pointer(to) }, { op: 'move', from: pointer(to), path: pointer(from) }));
      expect(plainValue(moved)).toEqual(plainValue(target));
    }));
  });

  test('nothing but its own error is thrown', () => {
    const path = fc.array(fc.oneof(key, fc.constantFrom('-', '-1', '9', '+0', 'x')), { maxLength: 4 }).map((steps) => steps.map((step) => `/${step}`).join(''));
    const operation = fc.record({ op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'), path, from: path, value }, { requiredKeys: ['op'] });
    fc.assert(fc.property(object, fc.array(operation, { maxLength: 5 }), (document, list) => {
      try {
        patched(objectOf(JSON.stringify(document)), operations(...list));
      } catch (error) {
        expect(error).toBeInstanceOf(BuildError);
      }
    }));
  });
});
