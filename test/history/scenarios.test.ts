/** What is said of Git histories: each scenario is a folder, run with every way of merging that it names, in two time zones. `RECORD=1` writes what is missing. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { fixtures } from '../cases.ts';
import { build, readScenario, type Scenario, type Style } from './scenario.ts';
import { runCommand } from './run-command.ts';

const root = join(fixtures, 'history');
const zone = process.env.TZ;

afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe.each(readdirSync(root).sort())('%s', (name) => {
  const folder = join(root, name);
  const scenario = readScenario(folder);

  it('is what was recorded', async () => {
    const said = await saidOf(scenario);
    const path = join(folder, 'expected.txt');
    if (process.env.RECORD === '1' && !existsSync(path)) writeFileSync(path, said);
    expect(said).toBe(readFileSync(path, 'utf8'));
  }, 120_000);

  it('is said in another time zone and locale, too', async () => {
    process.env.TZ = 'Pacific/Chatham';
    process.env.LANG = 'tr_TR.UTF-8';
    expect(await saidOf(scenario)).toBe(readFileSync(join(folder, 'expected.txt'), 'utf8'));
  }, 120_000);
});

/** Ways of merging of which the same is said stand together. */
async function saidOf(scenario: Scenario): Promise<string> {
  const bySaid = new Map<string, Style[]>();
  for (const style of scenario.styles ?? ['merge']) {
    const said = await saidWith(scenario, style);
    bySaid.set(said, [...(bySaid.get(said) ?? []), style]);
  }
  return [...bySaid].map(([said, styles]) => (scenario.styles ? `== ${styles.join(', ')}\n${said}` : said)).join('\n');
}

async function saidWith(scenario: Scenario, style: Style): Promise<string> {
  const { folder, labels } = build(scenario, style);
  try {
    const command = scenario.change === undefined ? ['history', 'fraud-detector', '--gates'] : ['--base', scenario.base ?? 'main', '--format', 'json'];
    const { code, out, err } = await runCommand([...command, '--now', scenario.now], folder);
    const said = scenario.change === undefined || !out.startsWith('{') ? out : changesIn(out);
    const named = `${said}${err}exit ${code}\n`.replaceAll(/\b[0-9a-f]{7}\b/g, (commit) => labels.get(commit) ?? commit);
    return named.replaceAll(folder, '.');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Said {
  readonly findings: readonly { readonly file: string; readonly line: number; readonly severity: string; readonly rule: string; readonly message: string; readonly new?: boolean }[];
  readonly changes: readonly { readonly environment: string; readonly kind: string; readonly from?: string; readonly to?: string; readonly gates: readonly { readonly rule: string; readonly open: boolean; readonly opensAt?: string; readonly evidence: string }[] }[];
  readonly notes?: readonly string[];
}

function changesIn(json: string): string {
  const { findings, changes, notes = [] } = unchecked<Said>(JSON.parse(json));
  return [
    ...changes.flatMap(({ environment, kind, from = 'none', to = 'none', gates }) => [
      `${environment}: ${kind} ${from} → ${to}`, ...gates.map(({ rule, open, opensAt, evidence }) => `  ${open ? 'open' : 'closed'} ${rule}${opensAt === undefined ? '' : ` until ${opensAt}`}: ${evidence}`),
    ]),
    ...findings.map(({ file, line, severity, rule, message, new: isNew }) => `${file}:${line} ${severity} ${rule} ${message}${isNew === false ? ' (not new)' : ''}`),
    ...notes.map((note) => `note: ${note}`),
  ].map((line) => `${line}\n`).join('');
}
