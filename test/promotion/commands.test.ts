/** What `mllint promote` and `mllint rollback` say, and that nothing is written where it should not be. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, type Ran } from '../history/run-command.ts';
import { build, type Scenario } from '../history/scenario.ts';
import { schemaErrors } from '../report/schemas.ts';

const NOW = '2026-11-23T12:00:00Z';
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function repository(scenario: Partial<Scenario> & Pick<Scenario, 'commits'>): string {
  const { folder } = build({ now: NOW, layout: 'folders', config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', requiredSoakTime: '24h' }] }, ...scenario });
  folders.push(folder);
  return folder;
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: folder, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

function run(folder: string, ...argv: string[]): Promise<Ran> {
  return runCommand([...argv, '--now', NOW], folder);
}

const COMMITS: Scenario['commits'] = [
  { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 } },
  { at: '2026-11-10T10:00:00Z', serve: { dev: 45 } },
  { at: '2026-11-12T10:00:00Z', serve: { staging: 45 } },
  { at: '2026-11-13T10:00:00Z', serve: { dev: 47 } },
];
const FRESH: Scenario['commits'] = [...COMMITS, { at: '2026-11-23T10:00:00Z', serve: { staging: 47 } }];
const VALUES = 'environments/prod/values.yaml';

describe('wrong usage names what was meant', () => {
  let folder = '';
  beforeEach(() => void (folder ||= repository({ commits: COMMITS })));

  it.each([
    [['promote', 'fraud-detectr', '--to', 'prod'], 'no environment serves "fraud-detectr"; did you mean "fraud-detector"?'],
    [['promote', 'fraud-detector', '--to', 'prd'], 'there is no environment "prd"; did you mean "prod"?'],
    [['promote', 'fraud-detector', '--to', 'dev'], 'no environment stands before dev: name the version that is new: <model>@<version>'],
    [['promote', 'fraud-detector'], 'mllint promote takes the name of a model, or <model>@<version> where the version is new, and --to <env>'],
    [['promote', 'fraud-detector', '--in', 'prod', '--to', 'prod'], '--in goes with mllint rollback; mllint promote takes --to <env>'],
    [['promote', 'fraud-detector', '--to', 'prod', '--percent', '101'], '--percent takes a whole number from 0 to 100, not 101'],
    [['rollback', 'fraud-detector', '--to', '43'], 'mllint rollback takes the name of a model and --in <env>'],
    [['rollback', 'fraud-detector', '--in', 'prod'], 'there is nothing to go back to: no other version ran in prod before'],
    [['rollback', 'fraud-detector', '--in', 'staging', '--to', '44'], 'version 44 never ran in staging; did you mean 43?'],
    [['rollback', 'fraud-detector', '--in', 'staging', '--to', '45'], 'staging runs version 45 already'],
    [['rollback', 'fraud-detector', '--in', 'staging', '--percent', '5'], '--percent goes with mllint promote; a rollback gives everything back to what ran before'],
    [['--percent', '5'], '--percent goes with mllint promote'],
    [['state', '--to', 'prod'], '--to goes with mllint promote and rollback'],
    [['promote', 'fraud-detector', '--to', 'prod', '--fix'], '--fix goes with linting only'],
    [['promote', 'fraud-detector', '--to', 'prod', '--base', 'nowhere'], '--base: nowhere is not in this clone'],
  ])('%j', async (argv, message) => {
    expect(await run(folder, ...argv)).toEqual({ code: 2, out: '', err: `mllint: ${message}\n` });
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('a version that runs there already', async () => {
    expect((await run(repository({ commits: [...COMMITS, { at: '2026-11-14T10:00:00Z', serve: { prod: 45 } }] }), 'promote', 'fraud-detector', '--to', 'prod')).err).toBe('mllint: there is nothing to promote: staging runs 45, as prod does\n');
  });
});

describe('promote', () => {
  it('writes where the gates are open, says what, and proves it', async () => {
    const folder = repository({ commits: COMMITS });
    const { code, out, err } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([code, err]).toEqual([0, '']);
    expect(out.replaceAll(/\b[0-9a-f]{7}\b/g, 'abc1234')).toBe(`fraud-detector in prod: promotion 43 → 45: version 45 comes from staging

${VALUES}:4  "43" → "45"
${VALUES}:5  v43 → v45

open    promotion/one-step  prod is the first stage in which this change moves fraud-detector
open    promotion/order  version 45 has run in staging since 2026-11-12 10:00 UTC (abc1234, 11 d 2 h)
open    promotion/soak  version 45 has run in staging since 2026-11-12 10:00 UTC (abc1234, 11 d 2 h); 24h are required

diff --git a/${VALUES} b/${VALUES}
--- a/${VALUES}
+++ b/${VALUES}
@@ -1,8 +1,8 @@
 environment: prod
 model:
   name: fraud-detector
-  version: "43"
-  storageUri: s3://ml-models/fraud-detector/v43
+  version: "45"
+  storageUri: s3://ml-models/fraud-detector/v45
 resources:
   requests: { cpu: "4", memory: 8Gi }
   limits: { cpu: "8", memory: 16Gi }

written; commit it alone, so that reverting the commit undoes just that
`);
    expect(await run(folder, 'promote', 'fraud-detector', '--to', 'prod')).toMatchObject({ code: 2, err: 'mllint: the tree serves that already: version 45 comes from staging; commit it\n' });
  });

  it('writes nothing where a gate is closed, and says until when', async () => {
    const folder = repository({ commits: FRESH });
    const { code, out } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect(code).toBe(1);
    expect(out).toContain('closed  promotion/soak  version 47 has run in staging since 2026-11-23 10:00 UTC');
    expect(out).toMatch(/\nnothing is written: promotion\/soak is closed until 2026-11-24T10:00:00Z\n$/);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    const json = JSON.parse((await run(folder, 'promote', 'fraud-detector', '--to', 'prod', '-f', 'json')).out);
    expect(schemaErrors('move', json)).toEqual([]);
    expect(json).toMatchObject({ held: true, written: false, opensAt: '2026-11-24T10:00:00Z', change: { kind: 'promotion', from: '43', to: '47' }, errors: [{ rule: 'promotion/soak', file: VALUES, line: 5 }] });
  });

  it('takes a version whose stay is over where completed stays count', async () => {
    const folder = repository({ commits: FRESH, config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', requiredSoakTime: '24h', soak: 'longest' }] } });
    const { code, out } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([code, out]).toEqual([0, expect.stringContaining('promotion 43 → 45')]);
  });

  it('starts a canary where the policy wants one, and goes on with it while the stage before runs something newer', async () => {
    const config = { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', canary: { required: true, initialPercent: 5, soak: '2h' } }] };
    const started = await run(repository({ commits: COMMITS, config }), 'promote', 'fraud-detector', '--to', 'prod');
    expect([started.code, started.out]).toEqual([0, expect.stringContaining('canary-start 43 → 45: version 45 comes from staging as the canary, with 5 %')]);
    const folder = repository({ commits: [...COMMITS, { at: '2026-11-14T10:00:00Z', serve: { prod: { stable: 43, canary: 45, percent: 5 } } }, { at: '2026-11-15T10:00:00Z', serve: { staging: 47 } }], config });
    expect(await run(folder, 'promote', 'fraud-detector', '--to', 'prod', '--percent', '5')).toMatchObject({ code: 2, err: 'mllint: version 45 is the canary in prod with 5 % already\n' });
    const { code, out } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([code, out]).toEqual([0, expect.stringContaining('cut-over 43 → 45: the canary 45 becomes the stable version')]);
  });

  it('waits for the end of a freeze; a rollback does not', async () => {
    const config = { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', freeze: [{ cron: '0 0 23 11 *', duration: '48h', timezone: 'UTC' }] }] };
    const folder = repository({ commits: [...COMMITS, { at: '2026-11-14T10:00:00Z', serve: { prod: 45 } }, { at: '2026-11-15T10:00:00Z', serve: { staging: 47 } }], config });
    expect((await run(folder, 'promote', 'fraud-detector', '--to', 'prod')).out).toContain('promotion/freeze is closed until 2026-11-25T00:00:00Z');
    expect(await run(folder, 'rollback', 'fraud-detector', '--in', 'prod')).toMatchObject({ code: 0, out: expect.stringContaining('rollback 45 → 43: version 43 ran here before') });
  });
});

describe('the difference', () => {
  it.each(['', 'sub'])('is what git apply takes, with the root in %j', async (root) => {
    const top = repository({ commits: COMMITS.map((commit) => ({ ...commit, ...(root === '' ? {} : { root }) })) });
    const folder = join(top, root);
    const dry = await run(folder, 'promote', 'fraud-detector', '--to', 'prod', '--fix-dry-run');
    expect([dry.code, git(top, 'status', '--porcelain')]).toEqual([0, '']);
    expect(dry.err).toContain('nothing is written: without --fix-dry-run it is');
    expect((await run(folder, 'promote', 'fraud-detector', '--to', 'prod')).code).toBe(0);
    const written = readFileSync(join(folder, VALUES), 'utf8');
    git(top, 'checkout', '-q', '.');
    writeFileSync(join(top, '.git', 'patch'), dry.out);
    git(top, 'apply', '.git/patch');
    expect(readFileSync(join(folder, VALUES), 'utf8')).toBe(written);
  });

  it('is nothing where a gate is closed', async () => {
    expect(await run(repository({ commits: FRESH }), 'promote', 'fraud-detector', '--to', 'prod', '--fix-dry-run')).toMatchObject({ code: 1, out: '' });
  });
});

describe('a tree', () => {
  it('with changes that are not committed: they are named, kept, and the gates look at them', async () => {
    const folder = repository({ commits: COMMITS });
    const text = readFileSync(join(folder, VALUES), 'utf8').replace('maxReplicas: 20', 'maxReplicas: 30 # more');
    writeFileSync(join(folder, VALUES), text);
    const { code, err } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([code, err]).toEqual([0, `note: changes that are not committed stand in ${VALUES}\n`]);
    expect(readFileSync(join(folder, VALUES), 'utf8')).toBe(text.replaceAll('43', '45'));
    writeFileSync(join(folder, 'environments/staging/values.yaml'), readFileSync(join(folder, 'environments/staging/values.yaml'), 'utf8').replaceAll('45', '47'));
    git(folder, 'checkout', '-q', VALUES);
    const held = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([held.code, held.err]).toEqual([1, 'note: the working tree differs from HEAD, and the gates look at that, too: fraud-detector in staging (45 → 47)\n']);
    expect(held.out).toContain('closed  promotion/one-step');
  });

  it('that is no repository, or without a commit, proves nothing', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-promote-')));
    folders.push(folder);
    mkdirSync(join(folder, 'environments/prod'), { recursive: true });
    writeFileSync(join(folder, VALUES), 'environment: prod\nmodel: { name: fraud-detector, version: "43", storageUri: s3://ml-models/fraud-detector/v43 }\n');
    expect(await run(folder, 'promote', 'fraud-detector', '--to', 'prod')).toMatchObject({ code: 2, err: 'mllint: there is no Git repository here, and so no history that proves what ran where\n' });
    git(folder, 'init', '-q');
    expect(await run(folder, 'rollback', 'fraud-detector', '--in', 'prod')).toMatchObject({ code: 2, err: 'mllint: nothing is committed here yet, and so nothing proves what ran where\n' });
  });

  it('of a shallow clone does not decide what it cannot see', async () => {
    const folder = repository({ commits: FRESH });
    const shallow = `${folder}-shallow`;
    folders.push(shallow);
    git(folder, 'clone', '-q', '--depth', '1', `file://${folder}`, shallow);
    const promoted = await run(shallow, 'promote', 'fraud-detector', '--to', 'prod');
    expect(promoted.code).toBe(2);
    expect(promoted.err).toContain('fetch-depth: 0');
    expect(git(shallow, 'status', '--porcelain')).toBe('');
    expect(await run(shallow, 'rollback', 'fraud-detector', '--in', 'prod')).toMatchObject({ code: 2, err: 'mllint: there is nothing to go back to: no other version ran in prod before; the clone ends before the history does (fetch-depth: 0)\n' });
  });

  it('in which two environments read one line is not changed', async () => {
    const folder = repository({ layout: 'shared-values', commits: [{ at: '2026-11-01T10:00:00Z', serve: { all: 43, dev: 43, staging: null, prod: null } }, { at: '2026-11-02T10:00:00Z', serve: { dev: 45 } }, { at: '2026-11-03T10:00:00Z', serve: { staging: 45 } }, { at: '2026-11-04T10:00:00Z', serve: { dev: null } }] });
    const { code, err } = await run(folder, 'promote', 'fraud-detector', '--to', 'prod');
    expect([code, err]).toEqual([2, expect.stringContaining('the edit would also change fraud-detector in dev: the version stands in a line that they read, too (promotion/separable); give prod a line of its own')]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('with a link in the place of the file is not changed', async () => {
    const folder = repository({ commits: COMMITS });
    renameSync(join(folder, VALUES), join(folder, 'prod.yaml'));
    symlinkSync('../../prod.yaml', join(folder, VALUES));
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'link');
    expect(await run(folder, 'promote', 'fraud-detector', '--to', 'prod')).toMatchObject({ code: 2, err: expect.stringContaining('is a link to prod.yaml, or lies behind one') });
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('that does not hold the base is not what merging gives', async () => {
    const folder = repository({ commits: [...COMMITS.slice(0, 2), { on: 'work', at: '2026-11-11T10:00:00Z', files: { 'notes.md': 'a\n' } }, ...COMMITS.slice(2)] });
    git(folder, 'checkout', '-q', 'work');
    expect(await run(folder, 'promote', 'fraud-detector', '--to', 'prod', '--base', 'main')).toMatchObject({ code: 2, err: expect.stringContaining('HEAD does not hold main: merge it, or start a branch there') });
  });
});
