/** Charts under fixtures/render/helm, byte for byte against what the real helm printed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { chartNames, chartsRoot, helmArguments, readArguments, renderRecorded } from './charts.ts';

const hasHelm = spawnSync('helm', ['version']).status === 0;

async function messageOf(name: string): Promise<string> {
  try {
    await renderRecorded(name);
    return 'rendered';
  } catch (error) {
    if (error instanceof RenderError) return `${error.message}\n`;
    throw error;
  }
}

/** Go visits the keys of a mapping in any order: what a schema finds is compared without it. */
function comparable(message: string): string {
  return message.startsWith("values don't meet") ? message.split('\n').sort().join('\n') : message;
}

describe.each(chartNames())('%s', (name) => {
  const folder = join(chartsRoot, name);
  const expected = join(folder, 'expected.yaml');

  test('renders as helm does', async () => {
    if (!existsSync(expected)) {
      expect(comparable(await messageOf(name))).toBe(comparable(readFileSync(join(folder, 'expected-error.txt'), 'utf8')));
      return;
    }
    expect(printHelmTemplate(await renderRecorded(name), readArguments(folder))).toBe(readFileSync(expected, 'utf8'));
  });

  for (const helm of ['3.19', '4.2'] as const) {
    const other = join(folder, `expected-${helm}.yaml`);
    if (!existsSync(other)) continue;
    test(`renders as helm ${helm} does`, async () => {
      expect(printHelmTemplate(await renderRecorded(name, helm), readArguments(folder))).toBe(readFileSync(other, 'utf8'));
    });
  }

  test('the recording is what helm prints', ({ skip }) => {
    if (!hasHelm) skip('helm is not installed');
    if (!existsSync(expected)) return;
    expect(execFileSync('helm', ['template', 'r', folder, ...helmArguments(folder)], { encoding: 'utf8' })).toBe(readFileSync(expected, 'utf8'));
  });
});
