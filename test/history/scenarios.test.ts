/** What is said of Git histories: each scenario is a folder, run with every way of merging and every order of times that it names, in two time zones and locales. `RECORD=1` writes what is missing. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { fixtures } from '../cases.ts';
import { build, readScenario, waysOf, wayText, type Built, type Scenario, type Way } from './scenario.ts';
import { runCommand } from './run-command.ts';

const root = join(fixtures, 'history');
const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .flatMap((path) => (path.endsWith('/scenario.yaml') ? [path.slice(0, -'/scenario.yaml'.length)] : []))
  .sort();

it.each(names)('%s', { timeout: 120_000 }, async (name) => {
  const folder = join(root, name);
  const said = await saidOf(readScenario(folder));
  const path = join(folder, 'expected.txt');
  if (process.env.RECORD === '1' && !existsSync(path)) writeFileSync(path, said);
  expect(said).toBe(readFileSync(path, 'utf8'));
});

/** Ways of merging of which the same is said stand together. */
async function saidOf(scenario: Scenario): Promise<string> {
  const bySaid = new Map<string, string[]>();
  for (const way of waysOf(scenario)) {
    const said = await saidWith(scenario, way);
    bySaid.set(said, [...(bySaid.get(said) ?? []), wayText(way)]);
  }
  return [...bySaid].map(([said, ways]) => (scenario.styles ? `== ${ways.join(', ')}\n${said}` : said)).join('\n');
}

async function saidWith(scenario: Scenario, way: Way): Promise<string> {
  const built = build(scenario, way);
  try {
    const said = await saidIn(built, scenario);
    await expectElsewhere(built, scenario, said);
    return said;
  } finally {
    rmSync(built.folder, { recursive: true });
  }
}

async function expectElsewhere(built: Built, scenario: Scenario, said: string): Promise<void> {
  const [TZ, LANG] = [process.env.TZ, process.env.LANG];
  Object.assign(process.env, { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8' });
  try {
    expect(await saidIn(built, scenario), 'in another time zone and locale').toBe(said);
  } finally {
    restore({ TZ, LANG });
  }
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

async function saidIn({ folder, root: cwd, labels }: Built, { base = 'main', change, now, args = [] }: Scenario): Promise<string> {
  const command = change === undefined ? ['history', 'fraud-detector', '--gates'] : ['--base', base, '--format', 'json'];
  const { code, out, err } = await runCommand([...command, '--now', now, ...args], cwd);
  const said = change === undefined || !out.startsWith('{') ? out : changesIn(out);
  return `${said}${err}exit ${code}\n`.replaceAll(/\b[0-9a-f]{7}\b/g, (commit) => labels.get(commit) ?? commit).replaceAll(folder, '.');
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
