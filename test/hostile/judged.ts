/** What a hostile repository must get: an end, the healthy manifest linted, and the lines that were recorded and read. `RECORD=1` writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { HEALTHY_LINE, linesOf, removeRepository, runIn, writeRepository, type HostileCase, type Run } from './repository.ts';

/** Three seconds on an idle machine, now that every manifest is validated; others may be busy. */
const MOST_SECONDS = 4;
/** What that is of the 0.6 seconds that the healthy manifest takes there. */
const TIMES_HEALTHY = 5;
/** Nobody reads more of one line, or more lines of one case. */
const LONGEST_LINE = 300;
const MOST_LINES = 5;

const isRecording = process.env.RECORD === '1';

/** One test for each case; their lines stand together in `fixtures/hostile/<group>.txt`. */
export function judge(group: string, cases: readonly HostileCase[]): void {
  const path = join(fixtures, 'hostile', `${group}.txt`);
  const recorded = sections(existsSync(path) ? readFileSync(path, 'utf8') : '');
  const found = new Map<string, string>();
  it.concurrent.each(cases)('$name', async (one) => {
    const lines = await judged(one);
    found.set(one.name, lines);
    if (!isRecording) expect(lines).toBe(recorded.get(one.name));
  }, 90_000);
  afterAll(() => {
    if (!isRecording) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, cases.map(({ name }) => `## ${name}\n${found.get(name) ?? ''}\n`).join(''));
  });
}

/** A slow machine, and one that does much else, may take longer: as much as it takes longer for a repository that is not hostile. */
async function expectSlowMachine(folder: string): Promise<void> {
  const healthy = writeRepository({});
  const usual = spent(await runIn(healthy));
  removeRepository(healthy);
  expect(spent(await runIn(folder)), `seconds, where the healthy manifest alone takes ${usual}`).toBeLessThan(Math.max(MOST_SECONDS, usual * TIMES_HEALTHY));
}

function spent({ seconds, cpuSeconds }: Run): number {
  return Math.min(seconds, cpuSeconds);
}

async function judged(one: HostileCase): Promise<string> {
  const folder = writeRepository(one);
  try {
    const run = await runIn(folder);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(one.isFatal ? 2 : 1);
    if (spent(run) >= MOST_SECONDS) await expectSlowMachine(folder);
    const lines = linesOf(run.stdout);
    expect(lines.includes(HEALTHY_LINE), 'the healthy manifest is linted').toBe(one.isFatal !== true);
    one.after?.(folder);
    return shortened(lines.filter((line) => line !== HEALTHY_LINE));
  } finally {
    removeRepository(folder);
  }
}

function shortened(lines: readonly string[]): string {
  const shown = lines.slice(0, MOST_LINES).map((line) => {
    const text = JSON.stringify(line).slice(1, -1);
    return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
  });
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
  return [...shown, ...more].map((line) => `${line}\n`).join('');
}

function sections(text: string): Map<string, string> {
  return new Map(text.split(/^## /m).slice(1).map((section) => {
    const end = section.indexOf('\n');
    return [section.slice(0, end), section.slice(end + 1).replace(/\n$/, '')];
  }));
}
