/** Every folder of fixtures/config: what is wrong with its mllint.yaml, and where. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { SourceFile, type Location } from '../../src/source.ts';
import { testRules } from './rules-for-tests.ts';

const folder = fileURLToPath(new URL('../../fixtures/config', import.meta.url));

function placed({ file, range }: Location, message: string): string {
  const { line, column } = file.position(range.start);
  return `${file.path}:${line}:${column} ${message}\n`;
}

describe.each(readdirSync(folder))('%s', (name) => {
  const textOf = (path: string): string => readFileSync(`${folder}/${name}/${path}`, 'utf8');
  const fileIn = (path: string): SourceFile | undefined =>
    readdirSync(`${folder}/${name}`).includes(path) ? new SourceFile(path, textOf(path)) : undefined;

  it('is judged as expected', async () => {
    const { problems, notYet } = await loadConfig(fileIn('mllint.yaml'), testRules, fileIn);
    const said = [
      ...problems.map(({ at, message }) => placed(at, message)),
      ...notYet.map(({ at, key }) => placed(at, `has no effect yet: ${key}`)),
    ];
    expect(problems.length > 0).toBe(name.startsWith('bad-'));
    await expect(said.join('')).toMatchFileSnapshot(`${folder}/${name}/expected.txt`);
  });
});
