/** What a hostile repository says, in every format of one run of the real program: each stays what its readers take. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/format.ts';
import { checkstyleErrors, gitlabErrors, junitErrors, markdownErrors } from '../report/channel-shapes.ts';
import { ownErrors, sarifErrors } from '../report/schemas.ts';
import { pathCases } from './path-cases.ts';
import { removeRepository, runIn, writeRepository, type Content } from './repository.ts';
import { sourceCases } from './source-cases.ts';

/** Texts that would be markup, links, commands or the end of a document, as they come into messages through names and values. */
const TEXTS = [
  '<script>alert(1)</script>', ']]>', '--><x/>', '&#0;&x;', '`` ` ```', '</details>\n\n# owned', '[x](https://evil.example)', '@org/team #1 !1', '::error::x', '##[add-mask]x',
  '\uFFFE\uFFFF', '\u0000\u0008', '\u2028\u0085', '| a | b |', '"\' onload="x', '$(touch owned)', '%0A::error::x', '\\`\\', ' ',
];

function hostileFiles(): Record<string, Content> {
  const services = TEXTS.map((text, index): [string, string] => {
    const name = JSON.stringify(text);
    return [`texts/${index}.yaml`, `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: ${name} }\nspec:\n  hosts: [x]\n  http:\n    - route:\n        - { destination: { host: ${name} }, weight: ${name} }\n        - { destination: { host: b }, weight: 7 }\n`];
  });
  const names = TEXTS.map((text, index): [string, string] => [`${index}${text.replaceAll(/[/\0]/g, '∕')}.yaml`, 'a: [\n']);
  const stages = TEXTS.map((text, index): [string, string] => [`environments/${index}/values.yaml`, `environment: ${JSON.stringify(text)}\nmodel: { name: a, version: 1, storageUri: ${JSON.stringify(`s3://b/${text}/Production`)} }\n`]);
  const one = [...pathCases, ...sourceCases].filter(({ isFatal }) => !isFatal).slice(0, 40);
  return Object.fromEntries([...services, ...names, ...stages, ...one.flatMap(({ files = {} }, index) => Object.entries(files).map(([path, content]): [string, Content] => [`cases/${index}/${path}`, content]))]);
}

describe('hostile texts', () => {
  const folder = writeRepository({ files: hostileFiles() });
  const reports = mkdtempSync(join(tmpdir(), 'mllint-reports-'));
  const [first, ...rest] = FORMATS;
  afterAll(() => {
    removeRepository(folder);
    rmSync(reports, { recursive: true });
  });
  const textOf = (format: string): string => readFileSync(join(reports, format), 'utf8');

  it('come into the report', async () => {
    const run = await runIn(folder, [...rest.flatMap((format) => ['--format', `${format}=${join(reports, format)}`]), '--format', `${first}=${join(reports, first)}`]);
    expect({ status: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(JSON.parse(textOf('json')).findings.length).toBeGreaterThan(50);
  }, 60_000);

  it.each(FORMATS)('hold nothing in %s that a terminal or a log obeys', (format) => {
    expect(textOf(format)).not.toMatch(/[\0-\u0009\u000B-\u001F\u007F-\u009F\u2028-\u202E\uFFFE\uFFFF]/);
    if (format !== 'github') expect(textOf(format)).not.toMatch(/^\s*::/m);
    expect(textOf(format)).not.toMatch(/##\w*\[/);
  });

  it('leave every format what its readers take', () => {
    expect(junitErrors(textOf('junit'))).toEqual([]);
    expect(checkstyleErrors(textOf('checkstyle'))).toEqual([]);
    expect(gitlabErrors(textOf('gitlab'))).toEqual([]);
    expect(markdownErrors(textOf('markdown'))).toEqual([]);
    expect(ownErrors(JSON.parse(textOf('json')))).toEqual([]);
    expect(sarifErrors(JSON.parse(textOf('sarif')))).toEqual([]);
  });

  it('are as many in each format that lists them all', () => {
    const { findings, unverified } = JSON.parse(textOf('json'));
    const all = findings.length + unverified.length;
    expect(textOf('compact').split('\n').filter((line) => /:\d+:\d+: /.test(line))).toHaveLength(all);
    expect(textOf('checkstyle').match(/<error /g)).toHaveLength(all);
    expect(textOf('junit').match(/<testcase /g)).toHaveLength(all + 1);
    expect(JSON.parse(textOf('gitlab')).filter(({ check_name: check }: { check_name: string }) => check !== 'mllint/note')).toHaveLength(all);
  });
});
