/** What the shells complete, asked of the real ones; a shell that is not installed is skipped by name. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS, OPTIONS, SHELLS } from '../../src/commands/options.ts';
import { HELP } from '../../src/commands/help.ts';
import { allRules } from '../../src/mllint.ts';
import { FORMATS } from '../../src/report/format.ts';
import { bin } from './script.ts';

const folder = mkdtempSync(join(tmpdir(), 'mllint-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'charts dir'));
writeFileSync(join(folder, 'charts.yaml'), '');
writeFileSync(join(folder, 'report $(touch owned).json'), '');

const scripts = new Map(SHELLS.map((shell) => [shell, spawnSync(process.execPath, [bin, 'completion', shell], { encoding: 'utf8' }).stdout]));
for (const [shell, script] of scripts) writeFileSync(join(folder, `script.${shell}`), script);

const options = Object.keys(OPTIONS).map((name) => `--${name}`);

/** The words before the cursor, the last of which is being completed; and what is offered, or some of it. */
const cases: readonly { readonly words: readonly string[]; readonly offers: readonly string[]; readonly only?: true }[] = [
  { words: [''], offers: [...COMMANDS, 'charts.yaml'] },
  { words: ['ex'], offers: ['explain'], only: true },
  { words: ['--'], offers: options },
  { words: ['--stdin'], offers: ['--stdin-filename'], only: true },
  { words: ['-f', ''], offers: FORMATS, only: true },
  { words: ['--format', 'ju'], offers: ['junit'], only: true },
  { words: ['--rule', 'istio/weights-s'], offers: ['istio/weights-sum'], only: true },
  { words: ['explain', 'kserve/canary-p'], offers: ['kserve/canary-percent'], only: true },
  { words: ['--quiet', 'explain', ''], offers: allRules.map(({ id }) => id), only: true },
  { words: ['-C', 'charts', 'completion', ''], offers: SHELLS, only: true },
  { words: ['state', ''], offers: [], only: true },
  { words: ['--max-warnings', ''], offers: [], only: true },
  { words: ['--env', 'explain', 'ru'], offers: ['rules'], only: true },
  { words: ['-c', 'cha'], offers: ['charts.yaml'] },
  { words: ['charts.yaml', 'cha'], offers: ['charts.yaml'] },
];

function check(offered: readonly string[], { offers, only }: (typeof cases)[number]): void {
  const names = new Set(offered.map((line) => line.replace(/\/$/, '')));
  if (only) expect([...names].sort()).toEqual([...offers].sort());
  else expect(offers.filter((name) => !names.has(name))).toEqual([]);
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

function answer(shell: string, args: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync(shell, args, { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'dumb' }, timeout: 15_000 });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('every script', () => {
  it.each(SHELLS)('%s names every command, option, format and rule', (shell) => {
    const script = scripts.get(shell) ?? '';
    const words = [...COMMANDS, ...FORMATS, ...allRules.map(({ id }) => id), ...Object.keys(OPTIONS)];
    expect(words.filter((word) => !script.includes(word))).toEqual([]);
    expect(script).toMatch(/^[\n -~]*$/);
  });

  it('and the help name every option', () => {
    expect(options.filter((option) => !HELP.includes(`${option} `) && !HELP.includes(`${option}\n`))).toEqual([]);
  });
});

describe.skipIf(!isInstalled('bash'))('bash (skipped where it is not installed)', () => {
  const complete = (words: readonly string[]): string[] => {
    const program = 'source ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mllint; printf "%s\\n" "${COMPREPLY[@]}"';
    return answer('bash', ['--norc', '-c', program, 'bash', 'mllint', ...words]);
  };

  it.each(cases)('mllint $words', (one) => check(complete(one.words), one));

  it.each([
    { words: ['--format', '=', 'js'], offers: ['json'], only: true as const },
    { words: ['--format', '='], offers: FORMATS, only: true as const },
    { words: ['--format=ju'], offers: ['--format=junit'], only: true as const },
    { words: ['-f', 'json', '=', 'cha'], offers: ['charts dir', 'charts.yaml'], only: true as const },
    { words: ['--format', '=', 'json', '=', 'charts.'], offers: ['charts.yaml'], only: true as const },
    { words: ['--format', '=', 'json', '='], offers: ['charts.yaml'] },
    { words: ['--rule', 'istio/weights-sum', '=', 'w'], offers: ['warning'], only: true as const },
    { words: ['--rule', 'istio/weights-sum', '='], offers: ['error', 'warning', 'info', 'off'], only: true as const },
    { words: ['--format', '=', 'json', 'ex'], offers: ['explain'], only: true as const },
    { words: ['-C', 'cha'], offers: ['charts dir'], only: true as const },
    { words: ['-o', 'rep'], offers: ['report $(touch owned).json'], only: true as const },
  ])('mllint $words, split as bash does', (one) => check(complete(one.words), one));
});

describe.skipIf(!isInstalled('fish'))('fish (skipped where it is not installed)', () => {
  const complete = (words: readonly string[]): string[] => {
    return answer('fish', ['--no-config', '-c', 'source ./script.fish; complete -C "$argv"', '--', ['mllint', ...words].join(' ')]).map((line) => line.split('\t')[0] ?? '');
  };

  it.each(cases)('mllint $words', (one) => check(complete(one.words), one));
});

/** Types into an interactive zsh and lists what the completion system collected, as its own tests do. */
const zshProgram = String.raw`
autoload -Uz compinit; compinit -D -u; source ./script.zsh
collected=()
compadd() {
  local -a matches
  if [[ \${@[(I)-(O|A|D)]} -gt 0 ]]; then builtin compadd "$@"; return; fi
  builtin compadd -O matches "$@"; collected+=("\${matches[@]}"); builtin compadd "$@"
}
finish() { LISTMAX=0; print -r -- "<<<"; print -rl -- $collected; print -r -- ">>>"; exit }
comppostfuncs=(finish)
`.replaceAll('\\$', '$');

describe.skipIf(!isInstalled('zsh'))('zsh (skipped where it is not installed)', () => {
  const complete = (words: readonly string[]): string[] => {
    writeFileSync(join(folder, 'init.zsh'), zshProgram);
    const driver = String.raw`zmodload zsh/zpty; zpty z zsh -f -i; zpty -w z "PS1= ; source ./init.zsh"; zpty -w -n z "$1"$'\t'; while zpty -r z line; do print -r -- "$line"; [[ $line == *'>>>'* ]] && break; done; zpty -d z`;
    const output = answer('zsh', ['-f', '-c', driver, 'zsh', ['mllint', ...words].join(' ')]).join('\n').replaceAll('\r', '');
    return (/<<<\n([\s\S]*?)>>>/.exec(output)?.[1] ?? 'nothing was completed').split('\n').filter((line) => line !== '');
  };

  it.each(cases)('mllint $words', (one) => check(complete(one.words), one));
});
