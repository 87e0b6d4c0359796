/** fixtures/yaml/edits: before.yaml, the edit as data, and after.yaml, byte for byte; without one the edit must be refused. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SourceFile } from '../../src/source.ts';
import { addItem, moveKey, removeKey, renameKey, setKey, setValue, type Edits } from '../../src/yaml/edit.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { edited } from './edited.ts';

const cases = fileURLToPath(new URL('../../fixtures/yaml/edits', import.meta.url));

function nodeAt(text: string, path: readonly (string | number)[], { document = 0, part }: { document?: number; part?: string }): Node {
  const root = parseYaml(new SourceFile('before.yaml', text)).documents[document]?.root;
  if (!root) throw new Error('before.yaml has no such document');
  const node = Node.root(root).get(...path);
  const at = part === undefined ? -1 : (node.text?.indexOf(part) ?? -1);
  return part === undefined ? node : node.part(at, at + part.length);
}

function run(text: string, edit: ReturnType<typeof JSON.parse>): Edits {
  const node = nodeAt(text, edit.setValue ?? edit.setKey ?? edit.removeKey ?? edit.renameKey ?? edit.addItem ?? edit.moveKey, edit);
  if ('setValue' in edit) return setValue(node, edit.value);
  if ('setKey' in edit) return setKey(node, edit.key, edit.value);
  if ('moveKey' in edit) return moveKey(node, node.root.get(...edit.to));
  if ('renameKey' in edit) return renameKey(node, edit.to);
  return 'removeKey' in edit ? removeKey(node) : addItem(node, edit.value);
}

test.each(readdirSync(cases))('%s', (name) => {
  const before = readFileSync(`${cases}/${name}/before.yaml`, 'utf8');
  const edits = run(before, JSON.parse(readFileSync(`${cases}/${name}/edit.json`, 'utf8')));
  const after = `${cases}/${name}/after.yaml`;
  expect(existsSync(after), 'refused, or changed').toBe(!name.endsWith('-refused'));
  if (existsSync(after)) expect(edits && edited(before, edits)).toBe(readFileSync(after, 'utf8'));
  else expect(edits).toBeUndefined();
});
