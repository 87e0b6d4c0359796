/** The hook, installed by the real pre-commit from this repository as it stands, on commits in another one. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { fixtures } from './cases.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** npm builds a package from Git in `prepare` only. */
const isBuiltFromGit = 'prepare' in packageJson.scripts;
const isThere = spawnSync('pre-commit', ['--version']).status === 0;
const minutes = 60_000;

describe.skipIf(!isThere || !isBuiltFromGit)('the pre-commit hook (skipped where pre-commit is not installed, or npm does not build from Git)', { timeout: 10 * minutes }, () => {
  const top = mkdtempSync(join(tmpdir(), 'mllint-pre-commit-'));
  const hook = join(top, 'hook');
  const repository = join(top, 'repository');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|git_)/i.test(name));
  const env = {
    ...Object.fromEntries(inherited), PRE_COMMIT_HOME: join(top, 'home'), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'test', GIT_AUTHOR_EMAIL: 'test@example.org', GIT_COMMITTER_NAME: 'test', GIT_COMMITTER_EMAIL: 'test@example.org',
  };

  function run(folder: string, command: string, ...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  }

  function done(folder: string, command: string, ...args: string[]): string {
    const { status, output } = run(folder, command, ...args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
    return output;
  }

  const commit = (message: string): { status: number | null; output: string } => {
    done(repository, 'git', 'add', '-A');
    return run(repository, 'git', 'commit', '-m', message);
  };
  const service = join(repository, 'models/fraud/virtual-service.yaml');

  beforeAll(() => {
    mkdirSync(hook);
    done(hook, 'git', 'init', '-q');
    done(hook, 'git', `--git-dir=${hook}/.git`, `--work-tree=${root}`, 'add', '-A');
    done(hook, 'git', 'commit', '-q', '-m', 'as it stands');
    cpSync(join(fixtures, 'cli/_repositories/weights'), repository, { recursive: true });
    writeFileSync(join(repository, 'README.md'), 'ours is another repository\n');
    const revision = done(hook, 'git', 'rev-parse', 'HEAD').trim();
    writeFileSync(join(repository, '.pre-commit-config.yaml'), `repos:\n  - repo: ${hook}\n    rev: ${revision}\n    hooks: [{ id: mllint }]\n`);
    done(repository, 'git', 'init', '-q');
    done(repository, 'git', 'add', '-A');
    done(repository, 'pre-commit', 'install', '--install-hooks');
  }, 10 * minutes);

  afterAll(() => rmSync(top, { recursive: true, force: true }), 10 * minutes);

  it('refuses a commit that fails, naming the line', () => {
    const { status, output } = commit('weights that do not add up');
    expect(status).toBe(1);
    expect(output).toContain('models/fraud/virtual-service.yaml:7:7 error istio/weights-sum weights add up to 110, not 100');
  });

  it('lets the commit pass that mends it, whatever lies unstaged beside it', () => {
    for (const name of ['fraud', 'churn']) {
      const path = join(repository, `models/${name}/virtual-service.yaml`);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/weight: [23]0/, 'weight: 10'));
    }
    expect(commit('they do now')).toMatchObject({ status: 0 });
    writeFileSync(join(repository, 'README.md'), 'more text\n');
    done(repository, 'git', 'add', 'README.md');
    const good = readFileSync(service, 'utf8');
    writeFileSync(service, good.replace('weight: 90', 'weight: 80'));
    expect(run(repository, 'git', 'commit', '-m', 'only the text')).toMatchObject({ status: 0 });
    expect(commit('and the weight')).toMatchObject({ status: 1 });
    writeFileSync(service, good);
  });

  it('looks at what each way of committing would commit', () => {
    const [good, mended] = [readFileSync(service, 'utf8'), join(repository, 'README.md')];
    writeFileSync(service, good.replace('weight: 90', 'weight: 80'));
    writeFileSync(mended, 'other text\n');
    expect(run(repository, 'git', 'commit', '-m', 'a path', 'README.md')).toMatchObject({ status: 0 });
    expect(run(repository, 'git', 'commit', '-a', '-m', 'all').output).toContain('weights add up to 90, not 100');
    writeFileSync(service, good);
  });

  it('runs on all files in a job, where nothing is staged', () => {
    done(repository, 'git', 'reset', '-q', '--hard');
    expect(run(repository, 'pre-commit', 'run', '--all-files')).toMatchObject({ status: 0 });
    expect(run(repository, 'pre-commit', 'run', '--from-ref', 'HEAD~1', '--to-ref', 'HEAD')).toMatchObject({ status: 0 });
  });

  it('repairs what is staged and lets the commit fail, so that the second one passes', () => {
    const other = join(top, 'repaired');
    const path = join(other, 'models/fraud/deployment.yaml');
    cpSync(join(fixtures, 'fix/done-nothing-to-fix/before/a.yaml'), path);
    const revision = done(hook, 'git', 'rev-parse', 'HEAD').trim();
    writeFileSync(join(other, '.pre-commit-config.yaml'), `repos:\n  - repo: ${hook}\n    rev: ${revision}\n    hooks: [{ id: mllint-fix, args: [--fix, --yes, --staged, --rule, kubernetes/schema] }]\n`);
    done(other, 'git', 'init', '-q');
    done(other, 'git', 'add', '-A');
    done(other, 'pre-commit', 'install', '--install-hooks');
    expect(run(other, 'git', 'commit', '-m', 'nothing to repair')).toMatchObject({ status: 0 });
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace('replicas: 3', 'replicas: "3"'));
    done(other, 'git', 'add', '-A');
    writeFileSync(join(other, 'unstaged.yaml'), 'not: staged\n');
    const first = run(other, 'git', 'commit', '-m', 'replicas as a text');
    expect(first.status).toBe(1);
    expect(first.output).toContain('files were modified by this hook');
    expect(first.output).toContain('fixed 1 problem in 1 file');
    expect(readFileSync(path, 'utf8')).toBe(good);
    writeFileSync(path, good.replace('replicas: 3', 'replicas: 4'));
    done(other, 'git', 'add', '-A');
    expect(run(other, 'git', 'commit', '-m', 'repaired')).toMatchObject({ status: 0 });
  });

  it('reads the repository when files are only deleted', () => {
    unlinkSync(service);
    writeFileSync(join(repository, 'mllint.yaml'), 'rulez: {}\n');
    expect(commit('a configuration that cannot be used')).toMatchObject({ status: 1 });
    unlinkSync(join(repository, 'mllint.yaml'));
    expect(commit('one service less').output).toMatch(/mllint\.+Passed/);
  });
});
