/** Every report in every format, against what is recorded. `npx vitest run test/report -u` records anew: read the difference. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FORMATS, isFormatName, loadFormat, type FormatName } from '../../src/report/format.ts';
import { cases } from './cases.ts';

const folder = fileURLToPath(new URL('../../fixtures/report', import.meta.url));
const files: Readonly<Record<FormatName, string>> = {
  pretty: 'expected.txt', json: 'expected.json', sarif: 'expected.sarif', github: 'expected.github.txt', gitlab: 'expected.gitlab.json',
  junit: 'expected.junit.xml', checkstyle: 'expected.checkstyle.xml', markdown: 'expected.md', compact: 'expected.compact.txt',
};
const options = { color: false, width: 80, toolVersion: '0.1.0' };

describe.each(Object.entries(cases))('%s', (name, report) => {
  it.each(FORMATS)('%s', async (format) => {
    const write = await loadFormat(format);
    await expect(write(report(), options)).toMatchFileSnapshot(`${folder}/${name}/${files[format]}`);
  });
});

describe('recorded reports', () => {
  it('have a case each', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(cases).sort());
  });
});

describe('names', () => {
  it('are known, or the fault of the caller', () => {
    expect(FORMATS.every(isFormatName)).toBe(true);
    expect(isFormatName('xml')).toBe(false);
  });
});
