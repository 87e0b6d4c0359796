/**
 * What `mllint promote` and `mllint rollback` write passes the gate whenever the gates are open, in every cell of the scenario table: of each change
 * that moves a version the commands are asked for the same move at its base. `RECORD=1` writes the table of what they did.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { fixtures } from '../cases.ts';
import { git } from '../hostile/repository.ts';
import { runCommand, type Ran } from '../history/run-command.ts';
import { build, readScenario, waysOf, wayText, type Built, type Scenario } from '../history/scenario.ts';
import { movesIn, saidBy, type SaidMove } from './said.ts';

const root = join(fixtures, 'history');
const table = join(fixtures, 'promotion', 'scenarios.txt');
const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .flatMap((path) => (path.endsWith('/scenario.yaml') ? [path.slice(0, -'/scenario.yaml'.length)] : []))
  .sort();

/** What the commands can be asked for; what is new to an environment, gone from it or moved between buckets is written by hand. */
const ASKED = new Set(['promotion', 'rollback', 'canary-start', 'canary-step', 'cut-over']);
const recorded = existsSync(table) ? readFileSync(table, 'utf8') : '';
const records: string[] = [];

interface Said {
  readonly change?: { readonly kind: string; readonly from?: string; readonly to?: string; readonly gates: readonly { readonly rule: string; readonly open: boolean; readonly opensAt?: string }[] };
  readonly written: boolean;
  readonly held: boolean;
  readonly opensAt?: string;
  readonly errors: readonly { readonly rule: string }[];
}

function cellsOf(name: string, scenario: Scenario) {
  const byWay = saidBy(join(root, name), scenario);
  return waysOf(scenario).flatMap((way) => {
    const moves = movesIn(byWay.get(wayText(way)) ?? '');
    return moves.flatMap((move) => (ASKED.has(move.kind) ? [{ way, move, isOnly: moves.length === 1, title: `${wayText(way)}, ${move.environment}: ${move.kind} ${move.from} → ${move.to}` }] : []));
  });
}

describe.each(names.flatMap((name) => {
  const scenario = readScenario(join(root, name));
  const cells = scenario.change === undefined ? [] : cellsOf(name, scenario);
  return cells.length === 0 ? [] : [{ name, scenario, cells }];
}))('$name', ({ name, scenario, cells }) => {
  it.each(cells)('$title', { timeout: 60_000 }, async ({ way, move, isOnly, title }) => {
    const { change: _change, ...atBase } = scenario;
    const built = build(atBase, way);
    try {
      const asked = [...commandFor(move, scenario), '--now', scenario.now];
      const ran = await runCommand([...asked, '-f', 'json'], built.root);
      await expectHonest(ran, built, scenario, move);
      if (isOnly && ran.code !== 2) expectSame(unchecked<Said>(JSON.parse(ran.out)), move, asked.includes('--percent'));
      const told = `${name}: ${title}\n  ${outcome(ran, built)}\n`;
      if (process.env.RECORD === '1') records.push(told);
      else expect(recorded).toContain(told);
    } finally {
      rmSync(built.folder, { recursive: true });
    }
  });
});

function commandFor({ kind, environment, to, percent }: SaidMove, { commits }: Scenario): string[] {
  if (kind === 'rollback') return ['rollback', 'fraud-detector', '--in', environment, '--to', to];
  const last = commits.at(-1)?.serve?.[environment];
  const share = typeof last === 'object' && last !== null ? last.percent : percent;
  return ['promote', 'fraud-detector', '--to', environment, ...(share === undefined || kind === 'cut-over' || kind === 'promotion' ? [] : ['--percent', String(share)])];
}

/** What was written passes the gate; where nothing was, the tree is as it was. */
async function expectHonest({ code, out }: Ran, { folder, root: cwd }: Built, { base = 'main', now }: Scenario, { environment }: SaidMove): Promise<void> {
  const isChanged = spawnSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }).stdout !== '';
  expect(isChanged, 'written exactly where the exit code is 0').toBe(code === 0);
  if (code !== 0) return;
  const { change } = unchecked<Said>(JSON.parse(out));
  git(folder, 'checkout', '-q', '-b', 'asked');
  git(folder, 'commit', '-q', '-a', '-m', 'asked');
  const gate = await runCommand(['--base', base, '--format', 'json', '--now', now], cwd);
  const { changes } = unchecked<{ readonly changes: readonly (NonNullable<Said['change']> & { readonly environment: string })[] }>(JSON.parse(gate.out));
  expect(gate.code, gate.out).toBe(0);
  expect(changes.map((one) => [one.environment, one.kind, one.to])).toEqual(change ? [[environment, change.kind, change.to]] : []);
}

/** Where it is the move of the scenario, the gates say the same of it. */
function expectSame({ change, written }: Said, move: SaidMove, hasShare: boolean): void {
  if (change?.kind !== move.kind || change.to !== move.to || (move.kind === 'canary-start' && !hasShare)) return;
  expect(change.gates.map(({ rule, open, opensAt }) => `${open ? 'open' : 'closed'} ${rule}${opensAt === undefined ? '' : ` until ${opensAt}`}`).sort()).toEqual([...move.gates].sort());
  expect(written).toBe(move.gates.every((gate) => gate.startsWith('open ')));
}

function outcome({ code, out, err }: Ran, { labels, folder }: Built): string {
  const named = (text: string): string => text.replaceAll(/\b[0-9a-f]{7}\b/g, (commit) => labels.get(commit) ?? commit).replaceAll(folder, '.');
  if (code === 2) return named(err.trim().split('\n').at(-1) ?? '');
  const { change, written, opensAt, errors } = unchecked<Said>(JSON.parse(out));
  const closed = change?.gates.filter(({ open }) => !open).map(({ rule }) => rule) ?? [];
  const moved = change ? `${change.kind} ${change.from ?? 'none'} → ${change.to ?? 'none'}` : 'nothing moves';
  const others = errors.map(({ rule }) => rule).filter((rule) => !closed.includes(rule));
  return `${written ? 'written' : 'held'}: ${moved}${closed.length > 0 ? `; closed: ${closed.join(', ')}${opensAt === undefined ? '' : ` until ${opensAt}`}` : ''}${others.length > 0 ? `; ${others.join(', ')}` : ''}`;
}

afterAll(() => {
  if (process.env.RECORD === '1') writeFileSync(table, records.join(''));
});
