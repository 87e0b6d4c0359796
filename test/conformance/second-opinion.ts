/** `node scripts/run.js test/conformance/second-opinion.ts`, by hand: what kubeconform says of every manifest of the corpora of which mllint says something else. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusDocuments, hasCorpus } from './corpus-documents.ts';
import { ownVerdict } from './own-verdict.ts';
import { kubeconformArguments, schemaFolder } from './schema-folder.ts';

const BATCH = 200;

interface Opinion {
  readonly status: string;
  readonly message: string;
}

/** By the name of the file, in batches that a command line can hold. */
function opinions(folder: string, names: readonly string[]): Map<string, Opinion> {
  const found = new Map<string, Opinion>();
  for (let start = 0; start < names.length; start += BATCH) {
    const { stdout, error } = spawnSync('kubeconform', [...kubeconformArguments(), '-output', 'json', '-verbose', ...names.slice(start, start + BATCH)], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error) throw error;
    for (const { filename, status, msg } of JSON.parse(stdout).resources) found.set(filename, { status, message: msg });
  }
  return found;
}

async function compareAll(folder: string): Promise<void> {
  const documents = corpusDocuments();
  const names = documents.map((_, index) => `${String(index).padStart(5, '0')}.yaml`);
  documents.forEach(({ text }, index) => writeFileSync(join(folder, names[index] ?? ''), text));
  const others = opinions(folder, names);
  const counts = new Map<string, number>();
  for (const [index, { id, text, addressed }] of documents.entries()) {
    const other = others.get(names[index] ?? '');
    // A kind without a schema, on either side, is nobody's finding.
    if (!other || other.status === 'statusError') continue;
    const own = await ownVerdict(text);
    const outcome = `kubeconform ${other.status === 'statusValid' ? 'accepts' : 'refuses'}, mllint ${own.isAccepted ? 'accepts' : 'refuses'}`;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if ((other.status === 'statusValid') !== own.isAccepted) process.stdout.write(`${outcome}: ${id} (${addressed.kind})\n   kubeconform: ${other.message.slice(0, 300)}\n   mllint: ${own.message.slice(0, 300)}\n`);
  }
  for (const [outcome, count] of counts) process.stdout.write(`${outcome}: ${count}\n`);
}

if (!hasCorpus || spawnSync('kubeconform', ['-v']).error || !existsSync(schemaFolder())) {
  process.stdout.write('skipped: the corpora, kubeconform or the schemas that npm run conformance writes are not at hand\n');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-second-opinion-'));
  await compareAll(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
