/** How long a user waits: for the first frame, and for the answer to a key with a thousand problems. The bounds hold on a busy machine; `LATENCY=1` prints the numbers. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = resolve(process.env.MLLINT_BIN ?? 'bin/mllint.js');
/** Of util-linux: it gives a program a terminal whose other end are pipes. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

const service = (index: number): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: split-${index}\n  namespace: ml\nspec:\n  hosts: [split-${index}.example.org]\n  http:\n    - route:\n        - destination: { host: a }\n          weight: 90\n        - destination: { host: b }\n          weight: 20\n`;

describe.skipIf(!hasScript)('a thousand problems', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-latency-'));
  let child: ChildProcess;
  let shown = '';
  let last = 0;
  const times: Record<string, number> = {};

  beforeAll(async () => {
    for (let file = 0; file < 100; file += 1) writeFileSync(join(folder, `services-${file}.yaml`), Array.from({ length: 10 }, (_, index) => service(file * 10 + index)).join('---\n'));
    const start = performance.now();
    child = spawn('script', ['-qfec', `stty rows 24 cols 80; exec '${process.execPath}' '${bin}' --fix --rule istio/weights-sum --now 2026-11-26T12:00:00Z`, '/dev/null'], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8' }, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      if (shown === '') times['first frame'] = performance.now() - start;
      shown += chunk;
      last = performance.now();
    });
    await until(() => shown.includes('of 1000 problems'));
    times['list of a thousand problems'] = performance.now() - start;
    await quiet(1500);
  }, 90_000);

  afterAll(async () => {
    const ended = new Promise((settle) => child.on('exit', settle));
    child.stdin?.write('\u0003');
    await ended;
    rmSync(folder, { recursive: true, force: true });
    if (process.env.LATENCY === '1') console.log(Object.entries(times).map(([name, milliseconds]) => `${name}: ${milliseconds.toFixed(0)} ms`).join('\n'));
  });

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((settle) => setTimeout(settle, 1));
  }

  async function quiet(milliseconds: number): Promise<void> {
    await until(() => performance.now() - last > milliseconds);
  }

  /** From the key to the first of its answer; the median of several. */
  async function answered(key: string, rounds: number, wait: number): Promise<number> {
    const all: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const length = shown.length;
      const start = performance.now();
      child.stdin?.write(key);
      await until(() => shown.length > length);
      all.push(performance.now() - start);
      await quiet(wait);
    }
    return all.sort((a, b) => a - b)[rounds >> 1] ?? Infinity;
  }

  it('shows its first frame at once', () => {
    expect(times['first frame']).toBeLessThan(5_000);
  });

  it('answers keys at once', async () => {
    times['down'] = await answered('\u001B[B', 15, 60);
    times['page down'] = await answered('\u001B[6~', 9, 60);
    expect(times['down']).toBeLessThan(400);
  });

  it('answers keys at once while it is linted what was accepted', async () => {
    child.stdin?.write('a');
    await until(() => shown.includes('checking'));
    times['down while checking'] = await answered('\u001B[B', 5, 5);
    expect(shown.slice(-6000)).toContain('checking');
    expect(times['down while checking']).toBeLessThan(600);
    await until(() => shown.includes('of 999 problems'));
  });
});
