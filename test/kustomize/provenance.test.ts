/** Where what transformers and generators set is shown, and what of it is verbatim. */
import { describe, expect, test } from 'vitest';
import { Budget, NO_NOTES, type BuildContext, type FileLoader } from '../../src/render/kustomize/build-context.ts';
import { BuildError } from '../../src/render/kustomize/build-error.ts';
import { builtinSchemas } from '../../src/render/kustomize/builtin-schemas.ts';
import { configMap, secret } from '../../src/render/kustomize/generators.ts';
import { setImage } from '../../src/render/kustomize/images.ts';
import { setLabels } from '../../src/render/kustomize/labels.ts';
import { replaceValues } from '../../src/render/kustomize/replacements.ts';
import { setReplicas } from '../../src/render/kustomize/replicas.ts';
import { newResource, type Resource } from '../../src/render/kustomize/resource.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { resolveAlias } from '../../src/yaml/tree.ts';
import { treesOf } from './cases.ts';

const build: BuildContext = { budget: new Budget(), nearness: 5, schemas: builtinSchemas(), unverified: () => undefined, notes: NO_NOTES };

function kustomization(text: string): Node {
  const root = parseYaml(new SourceFile('kustomization.yaml', text)).documents[0]?.root;
  if (!root) throw new Error('empty');
  return Node.root(root);
}

function resource(text: string): Resource {
  const [tree] = treesOf('base.yaml', text);
  if (!tree) throw new Error('no object');
  const { file } = tree.trace;
  return newResource(tree, { file, at: startOf(file) });
}

/** `file:line:column text`, with a star where it is verbatim. */
function shown(node: Node): string {
  const { file, range } = node.at;
  const { line, column } = file.position(range.start);
  return `${file.path}:${line}:${column} ${file.text.slice(range.start, range.end)}${node.piece?.verbatim === true ? '*' : ''}`;
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - image: registry/app:1.0\n';

function imageOf(text: string, images: string): Node {
  const [changed] = setImage([resource(text)], { image: kustomization(images).get('images', 0), specs: [] }, build);
  if (!changed) throw new Error('no resource');
  return Node.root(changed.tree).get('spec', 'containers', 0, 'image');
}

describe('images', () => {
  test('a new tag is shown where it is written', () => {
    const image = imageOf(POD, 'images:\n- name: registry/app\n  newTag: "2.0"\n');
    expect(image.text).toBe('registry/app:2.0');
    expect(shown(image)).toBe('kustomization.yaml:3:11 "2.0"');
    expect(shown(image.part(0, 12))).toBe('base.yaml:6:12 registry/app*');
    expect(shown(image.part(13, 16))).toBe('kustomization.yaml:3:11 "2.0"*');
  });

  test('a new name keeps the tag of the base', () => {
    const image = imageOf(POD, 'images:\n- name: registry/app\n  newName: mirror/app\n');
    expect(image.text).toBe('mirror/app:1.0');
    expect(shown(image)).toBe('kustomization.yaml:3:12 mirror/app');
    expect(shown(image.part(11, 14))).toBe('base.yaml:6:25 1.0*');
  });

  test('an image of another name is the one that was there', () => {
    const before = resource(POD);
    const [after] = setImage([before], { image: kustomization('images:\n- {name: other, newTag: x}\n').get('images', 0), specs: [] }, build);
    expect(after).toBe(before);
  });

  test('a name that is no expression is refused', () => {
    expect(() => imageOf(POD, 'images:\n- {name: "a(", newTag: x}\n')).toThrow(BuildError);
  });
});

test('labels are shown where the kustomization gives them, replicas at their count', () => {
  const root = kustomization('labels:\n- pairs: {team: fraud}\nreplicas:\n- {name: a, count: 3}\n');
  const pairs = root.get('labels', 0, 'pairs').tree;
  const mapping = pairs && resolveAlias(pairs);
  if (mapping?.kind !== 'mapping') throw new Error('no pairs');
  const labelled = setLabels([resource('kind: Deployment\nmetadata: {name: a}\n')], { pairs: mapping.entries, specs: [{ path: 'metadata/labels', create: true }] }, build);
  const [changed] = setReplicas(labelled, { replica: root.get('replicas', 0), specs: [{ path: 'spec/replicas', create: true, kind: 'Deployment' }] }, build);
  const object = Node.root(changed?.tree ?? mapping);
  expect(shown(object.get('metadata', 'labels', 'team'))).toBe('kustomization.yaml:2:17 fraud');
  expect(object.get('spec', 'replicas').number).toBe(3);
  expect(shown(object.get('spec', 'replicas'))).toBe('kustomization.yaml:4:20 3*');
});

test('a replaced value is shown at its source, which is not edited for the sake of one target; a part of it at both', () => {
  const text = `replacements:
- source: {kind: ConfigMap, fieldPath: data.host}
  targets: [{select: {kind: Pod}, fieldPaths: [spec.nodeName, spec.url], options: {delimiter: /, index: 2}}]
- source: {kind: ConfigMap, fieldPath: data.host}
  targets: [{select: {kind: Pod}, fieldPaths: [spec.host]}]
`;
  const resources = [resource('kind: ConfigMap\ndata: {host: example.com}\n'), resource('kind: Pod\nspec: {nodeName: a, url: https://b/c, host: x}\n')];
  const files: FileLoader = {
    folder: '', snapshot: memorySnapshot({}),
    text: (path, at) => { throw new BuildError(`${path} is not there`, at); },
    bytes: (path, at) => { throw new BuildError(`${path} is not there`, at); },
  };
  const pod = replaceValues(resources, kustomization(text).get('replacements').items(), { build, files })[1];
  if (!pod) throw new Error('no pod');
  const spec = Node.root(pod.tree).get('spec');
  expect(spec.get('url').text).toBe('https://example.com/c');
  expect(shown(spec.get('url').part(0, 8))).toBe('base.yaml:2:26 https://*');
  expect(shown(spec.get('url').part(8, 19))).toBe('base.yaml:2:14 example.com');
  expect(shown(spec.get('host'))).toBe('base.yaml:2:14 example.com');
});

describe('generators', () => {
  const contents = new Map<string, Uint8Array>([
    ['app.yaml', Buffer.from('a: 1\n')], ['one.env', Buffer.from('# x\nUSER=me\n')], ['logo.png', Uint8Array.of(0xff, 0xfe, 0)],
  ]);
  const files: FileLoader = {
    folder: '', snapshot: memorySnapshot({}),
    text: (path, at) => {
      const bytes = contents.get(path);
      if (!bytes) throw new BuildError(`${path} is not there`, at);
      return new SourceFile(path, Buffer.from(bytes).toString());
    },
    bytes: (path, at) => {
      const bytes = contents.get(path);
      if (!bytes) throw new BuildError(`${path} is not there`, at);
      return bytes;
    },
  };
  const made = (generate: typeof configMap, text: string): Node => {
    const root = kustomization(text);
    const args = root.get('items', 0);
    return Node.root(generate(args, root.get('generatorOptions'), { files, build, at: args.at }).tree);
  };

  test('literals, files and variables are shown in what they were read from', () => {
    const data = made(configMap, 'items:\n- name: c\n  literals: [uri=s3://a]\n  files: [app.yaml, logo.png]\n  envs: [one.env]\n').get('data');
    expect(data.keys().map(({ text }) => text)).toEqual(['USER', 'app.yaml', 'uri']);
    expect(shown(data.get('uri'))).toBe('kustomization.yaml:3:18 s3://a*');
    expect(shown(data.get('uri').key ?? data)).toBe('kustomization.yaml:3:14 uri*');
    expect(shown(data.get('USER'))).toBe('one.env:2:6 me*');
    expect(shown(data.get('app.yaml'))).toBe('app.yaml:1:1 a: 1\n*');
  });

  test('bytes that are no text are binary data, shown where they are named', () => {
    const { text, at } = made(configMap, 'items:\n- name: c\n  files: [logo.png]\n').get('binaryData', 'logo.png');
    expect(text).toBe('//4A');
    expect(at.file.position(at.range.start)).toEqual({ line: 3, column: 11 });
  });

  test('what a secret encodes is derived from what was written', () => {
    const value = made(secret, 'items:\n- name: s\n  literals: [key=value]\n').get('data', 'key');
    expect(value.text).toBe('dmFsdWU=');
    expect(shown(value)).toBe('kustomization.yaml:3:18 value');
  });

  test('a file that is not there is refused where it is named', () => {
    expect(() => made(configMap, 'items:\n- name: c\n  files: [gone]\n')).toThrow('loading KV pairs: file sources: [gone]: gone is not there');
  });
});
