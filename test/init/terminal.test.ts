/** The questions of `mllint init`, and `mllint watch`, at a terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixtures } from '../cases.ts';
import { bin } from '../cli/script.ts';
import { copyOf, ENV, git, textsBelow } from './program.ts';
import { hasTmux, TmuxScreen } from './tmux.ts';

const program = `${process.execPath} ${bin}`;
const COMMIT = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const left: (() => void)[] = [];
afterEach(() => left.splice(0).forEach((one) => one()));

function repository(name: string): string {
  const folder = copyOf(join(fixtures, name), ['mllint.yaml']);
  left.push(() => rmSync(folder, { recursive: true, force: true }));
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'all');
  return folder;
}

function terminal(folder: string, size = { columns: 160, rows: 30 }): TmuxScreen {
  const screen = new TmuxScreen(folder, size);
  left.unshift(() => screen.close());
  return screen;
}

describe.skipIf(!hasTmux)('mllint init at a terminal (skipped where tmux is not installed)', { timeout: 120_000 }, () => {
  it('asks five questions and what else to write, and writes what was answered', async () => {
    const folder = repository('article');
    git(folder, 'remote', 'add', 'origin', 'https://github.com/org/ml-gitops');
    const screen = terminal(folder);
    screen.type(`${program} init`, 'Enter');
    await screen.showing('in which order? (regions of one stage with +) [dev, staging, prod]');
    screen.type('dev, staging, prod, staging', 'Enter');
    await screen.showing('staging stands there twice');
    screen.type('dev, staging, prod', 'Enter');
    await screen.showing('in the stage before prod? [24h]');
    screen.type('a day', 'Enter');
    await screen.showing('"a day" is no duration; write 30m, 24h or 7d');
    screen.type('48h', 'Enter');
    await screen.showing('before it takes over prod? [yes]');
    screen.type('n', 'Enter');
    await screen.showing('[nobody in particular]');
    screen.type('@org/platform', 'Enter');
    await screen.showing('only what comes new counts? [no]');
    screen.type('y', 'Enter');
    await screen.showing('(.github/workflows/mllint.yml)? [yes]');
    screen.type('Enter');
    await screen.showing('(a hook of pre-commit)? [yes]');
    screen.type('no', 'Enter');
    await screen.showing('(workflows)? [no]');
    screen.type('yes', 'Enter');
    await screen.showing('40 digits>) [later]');
    screen.type(`https://github.com/acme/mllint#${COMMIT}`, 'Enter');
    await screen.showing('docs/init.md says');
    const texts = textsBelow(folder);
    expect(parse(texts['mllint.yaml'] ?? '')).toMatchObject({
      environments: [{ name: 'dev' }, { name: 'staging', requiredSoakTime: '0h' }, { name: 'prod', requiredSoakTime: '48h' }],
      rules: { 'argocd/self-heal': { locked: true } },
    });
    expect(texts['.github/CODEOWNERS']).toContain('/mllint.yaml @org/platform\n');
    expect(texts['mllint-baseline.yaml']).toContain('fingerprint: ');
    expect(texts['.github/workflows/mllint.yml']).toContain(`acme/mllint@${COMMIT}`);
    expect(Object.keys(texts)).toContain('.github/workflows/mllint-canary.yml');
    expect(Object.keys(texts)).not.toContain('.pre-commit-config.yaml');
  });

  it.each(['C-c', 'C-d'])('writes nothing after %s', async (key) => {
    const folder = repository('article');
    const before = textsBelow(folder);
    const screen = terminal(folder);
    screen.type(`${program} init; echo code $?`, 'Enter');
    await screen.showing('in which order?');
    screen.type('Enter');
    await screen.showing('in the stage before prod?');
    screen.type(key);
    expect(await screen.showing('code 130')).toContain('stopped: nothing was written');
    expect(textsBelow(folder)).toEqual(before);
  });

  it('asks nothing with --yes', async () => {
    const folder = repository('article');
    const screen = terminal(folder);
    screen.type(`${program} init --yes; echo code $?`, 'Enter');
    await screen.showing('code 0');
    expect(existsSync(join(folder, 'mllint.yaml'))).toBe(true);
  });
});

const values = 'environments/prod/fraud-detector/values.yaml';
const bump = (folder: string, from: string, to: string): void => writeFileSync(join(folder, values), readFileSync(join(folder, values), 'utf8').replaceAll(from, to));

describe.skipIf(!hasTmux)('mllint watch at a terminal (skipped where tmux is not installed)', { timeout: 120_000 }, () => {
  it('shows the state, what changed last and when, and gives the screen back', async () => {
    const folder = repository('ml-gitops');
    const screen = terminal(folder, { columns: 140, rows: 24 });
    screen.type('echo before', 'Enter', `${program} watch; echo code $?`, 'Enter');
    const first = await screen.showing('0 errors, 0 warnings, 0 infos; 0 not verified');
    expect(first).toMatch(/^mllint watch .*\n\nenvironment +model +version +since +canary +uri\n/);
    expect(first).toMatch(/^prod +fraud-detector +43 /m);
    expect(first).toContain('nothing changed yet\nq quits\n');
    bump(folder, '43', '45');
    expect(await screen.showing('fraud-detector: 43 → 45')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ prod fraud-detector: 43 → 45$/m);
    writeFileSync(join(folder, 'mllint.yaml'), 'rulez: {}\n');
    const broken = await screen.showing('mllint.yaml:1: ');
    expect(broken).toMatch(/^prod +fraud-detector +45 /m);
    rmSync(join(folder, 'mllint.yaml'));
    await screen.showing('it can be read again');
    screen.resize(50, 10);
    const small = await screen.showing(/^… \d+ more$/m);
    expect(small.split('\n').every((line) => line.length <= 50)).toBe(true);
    expect(small).toContain('q quits');
    screen.type('q');
    expect(await screen.showing('code 0')).toContain('before');
  });

  it('ends with 130 after Ctrl-C, and gives the screen back after SIGTERM', async () => {
    const folder = repository('article');
    const screen = terminal(folder);
    screen.type(`${program} watch; echo code $?`, 'Enter');
    await screen.showing('q quits');
    screen.type('C-c');
    await screen.showing('code 130');
    screen.type(`${program} watch & echo $! > pid; fg; echo ended $?`, 'Enter');
    await screen.showing('q quits');
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGTERM');
    expect(await screen.showing('ended 143')).toContain('code 130');
    screen.type('stty -a | grep -o " echo "', 'Enter');
    await screen.showing(/^ echo$/m);
  });
});

describe('mllint watch without a terminal', { timeout: 60_000 }, () => {
  it('prints the state once, then a line for each change, and follows no link', async () => {
    const folder = repository('ml-gitops');
    const elsewhere = repository('article');
    spawnSync('ln', ['-s', elsewhere, join(folder, 'linked')]);
    const child = spawn(process.execPath, [bin, 'watch'], { cwd: folder, env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const until = async (wanted: RegExp): Promise<void> => {
      for (let tries = 0; tries < 300 && !wanted.test(text); tries += 1) await new Promise((settle) => setTimeout(settle, 100));
      expect(text).toMatch(wanted);
    };
    try {
      await until(/1 error, 0 warnings, 0 infos; 0 not verified\n$/); // the link
      writeFileSync(join(elsewhere, 'applicationset.yaml'), '');
      bump(folder, '43', '45');
      await until(/^\S+Z prod fraud-detector: 43 → 45\n$/m);
      bump(folder, '/v45', '/Production');
      await until(/^\S+Z 1 error, 0 warnings, 0 infos; 0 not verified → \d+ errors, /m);
      expect(text.split('\n').filter((line) => line.startsWith('environment'))).toHaveLength(1);
    } finally {
      child.kill();
    }
  });
});
