/** A process that writes many files again and again until somebody kills it: what each call of `mllint --fix` does in the end. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { disk } from '../../src/fix/disk.ts';
import { writeFiles } from '../../src/fix/write.ts';

const [root = '', count = '0'] = process.argv.slice(2);
const paths = Array.from({ length: Number(count) }, (_, index) => `folder-${index % 3}/file-${index}.yaml`);

for (let round = 0; ; round += 1) {
  if (round === 1) process.stdout.write('started\n'); // what takes long the first time was done once
  const files = paths.map((path) => {
    const before = readFileSync(join(root, path), 'utf8');
    const generation = Number(/^generation: (\d+)/.exec(before)?.[1]) + 1;
    return { path, before, after: `generation: ${generation}\n${`# ${generation}\n`.repeat(200)}end: ${generation}\n` };
  });
  writeFiles(root, files, { disk, id: randomBytes(8).toString('hex'), pid: process.pid });
}
