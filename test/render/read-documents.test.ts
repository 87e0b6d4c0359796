/** A large repository is read on several threads, and what is found in it is what one thread finds. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/mllint.ts';
import { readDocuments } from '../../src/render/read-documents.ts';
import { json } from '../../src/report/json.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { writeManifests } from '../bench/manifests.ts';
import { NOW } from '../cases.ts';

const parseWorker = new URL('../../dist/parse-worker.js', import.meta.url);

/** What a thread may stumble over, between a thousand manifests. */
const awkward: Readonly<Record<string, string | Uint8Array>> = {
  'teams/payments/prod/aliases.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: shared\nspec:\n  template: *m\n',
  'teams/payments/prod/broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x\n',
  'teams/payments/prod/twice.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n',
  'teams/payments/prod/latin1.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]),
  'teams/payments/prod/bom.yaml': '\ufeffapiVersion: v1\nkind: Service\nmetadata:\n  name: a\n',
  'teams/payments/prod/several.yaml': '# one\n---\napiVersion: v1\nkind: Service\nmetadata: {name: "é"}\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: sum\nspec:\n  http:\n    - route:\n        - destination: {host: a}\n          weight: 90\n        - destination: {host: b}\n          weight: 20\n',
  'teams/payments/prod/empty.yaml': '',
  // What no schema accepts, what only CEL refuses, and what fits, side by side.
  'teams/payments/prod/misfits.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: misspelt\nspec:\n  prots:\n    - port: 80\n---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: pool\nspec:\n  host: pool\n  trafficPolicy:\n    connectionPool:\n      tcp:\n        maxConnections: ten\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: fits\nspec:\n  ports:\n    - port: 80\n---\napiVersion: keda.sh/v1\nkind: ScaledObject\nmetadata:\n  name: old\nspec: {}\n',
  // Of kinds that few rules read, and written so that only a parse tells what is there: it fits, has a null for a key, a key twice, or names a model.
  'teams/payments/prod/written.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flow}\ndata: {a: "1"}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: block\ndata:\n  text: |\n    a: b\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: nulls\ndata:\n  ~: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flow-nulls\ndata: {null: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: repeats\ndata: {a: "1", a: "2"}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stage\ndata:\n  uri: models:/churn/Production\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stage-in-flow\ndata: {uri: "models:/churn/Staging"}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: flow}\ndata: {a: "1"}\n',
  'teams/payments/prod/emoji.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: emoji # 👍\nspec:\n  predictor:\n    model:\n      storageUri: s3://models/emoji/latest\n',
};

describe('on several threads', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'mllint-threads-'));
    writeManifests(root, 1_000);
    for (const [path, content] of Object.entries(awkward)) writeFileSync(join(root, path), content);
    symlinkSync('../dev', join(root, 'teams/payments/staging/link'));
    symlinkSync('emoji.yaml', join(root, 'teams/payments/prod/linked.yaml'));
    mkdirSync(join(root, 'gone'));
    writeFileSync(join(root, 'gone/a.yaml'), 'a: 1\n');
    spawnSync('git', ['-C', root, 'add', '--all']);
    rmSync(join(root, 'gone'), { recursive: true });
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function report(worker: URL | undefined): Promise<string> {
    const { report: found } = await run({ snapshot: await diskSnapshot(root, { useGit: true }), now: NOW, parseWorker: worker });
    return json(found);
  }

  it('the report is the same', { timeout: 60_000 }, async () => {
    const alone = await report(undefined);
    expect(JSON.parse(alone).findings.length).toBeGreaterThan(3);
    expect(JSON.parse(alone).findings.filter(({ rule }: { rule: string }) => rule === 'kubernetes/schema').length).toBeGreaterThan(1);
    for (let time = 0; time < 3; time += 1) expect(await report(parseWorker)).toBe(alone);
  });

  it('the documents are the same, in the order of their paths', async () => {
    const read = async (worker: URL | undefined) =>
      readDocuments(await diskSnapshot(root, { useGit: true }), { wants: () => true, kinds: new Set(['VirtualService.networking.istio.io']), parseWorker: worker });
    const [alone, together] = [await read(undefined), await read(parseWorker)];
    expect([...together.byPath.keys()]).toEqual([...alone.byPath.keys()]);
    expect(together.unreadable).toEqual(alone.unreadable);
    for (const [path, documents] of alone.byPath) expect(together.byPath.get(path)).toEqual(documents);
  });

  it.each([
    ['is not there', 'missing.js', undefined],
    ['throws', 'throws.mjs', 'throw new Error("no");'],
    ['takes files and dies', 'dies.mjs', "import { workerData } from 'node:worker_threads'; Atomics.add(workerData.taken, 0, 32); process.exit(3);"],
    ['takes nothing', 'idle.mjs', ''],
  ])('a thread that %s is done without', async (_, name, code) => {
    const script = join(root, '.git', name);
    if (code !== undefined) writeFileSync(script, code);
    expect(await report(pathToFileURL(script))).toBe(await report(undefined));
  });

  it.skipIf(availableParallelism() < 2)('the command line does it, too', () => {
    const main = fileURLToPath(new URL('../../bin/mllint.js', import.meta.url));
    const { stdout } = spawnSync(process.execPath, [main, '-C', root, '--format', 'json', '--now', NOW.toISOString()], { encoding: 'utf8' });
    expect(JSON.parse(stdout).summary.manifests).toBeGreaterThan(1_000);
  });
});
