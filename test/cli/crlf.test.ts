/** A repository with the line ends of Windows is the same repository: the same places, the same words, in every format. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { FORMATS } from '../../src/report/format.ts';
import { bin } from './script.ts';

const top = mkdtempSync(join(tmpdir(), 'mllint-crlf-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const repositories = ['article', 'ml-gitops', 'cli/_repositories/weights', 'cli/_repositories/configured', 'cli/_repositories/elsewhere'];

function turned(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\r?\n/g, '\r\n'));
  }
}

function reports(folder: string): Record<string, unknown> {
  const files = FORMATS.map((format) => ['--format', `${format}=${join(top, `report.${format}`)}`]).flat();
  const { status, stderr } = spawnSync(process.execPath, [bin, '-C', folder, ...files], { cwd: top, encoding: 'utf8' });
  const texts = FORMATS.map((format) => [format, readFileSync(join(top, `report.${format}`), 'utf8')] as const);
  return { status, stderr, ...Object.fromEntries(texts.map(([format, text]) => [format, comparable(format, text)])) };
}

/** Without what line ends really change: offsets, and texts that an edit inserts. */
function comparable(format: string, text: string): string {
  if (format === 'json') return text.replaceAll(/"(?:start|end)": \d+/g, '').replaceAll(String.raw`\r\n`, String.raw`\n`);
  return format === 'sarif' ? text.replaceAll(String.raw`\r\n`, String.raw`\n`) : text;
}

describe('line ends of Windows', () => {
  it.each(repositories)('change nothing in the reports of %s', (name) => {
    const folder = join(top, name.replaceAll('/', '-'));
    cpSync(join(fixtures, name), folder, { recursive: true });
    const before = reports(folder);
    turned(folder);
    expect(reports(folder)).toEqual(before);
    expect(JSON.stringify(before)).toContain('mllint');
  });
});
