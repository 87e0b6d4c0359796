/** See record.ts; run by hand. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordLeaf } from './record.ts';

const folder = 'fixtures/render/kustomize';
const wanted = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  if (name.endsWith('.yaml') && (wanted.length === 0 || wanted.includes(name.slice(0, -'.yaml'.length)))) recordLeaf(join(folder, name));
}
