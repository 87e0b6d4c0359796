/** npm run new-rule -- istio/weights-sum: writes what a new rule starts from and brings the generated files up to date. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { regenerate } from './generated-files.ts';
import { scaffoldRule } from './scaffold.ts';
import { writeFresh } from './write.ts';

const root = process.cwd();
const id = process.argv[2] ?? '';
const scaffold = scaffoldRule(id);

if ('problem' in scaffold) {
  fail(scaffold.problem);
} else {
  const existing = [...scaffold.keys()].filter((path) => existsSync(join(root, path)));
  if (existing.length > 0) fail(`${id} exists already: ${existing.join(', ')}`);
  else await write(scaffold);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

async function write(files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) writeFresh(join(root, path), text);
  for (const path of [...files.keys(), ...(await regenerate(root))]) console.log(`wrote ${path}`);
}
