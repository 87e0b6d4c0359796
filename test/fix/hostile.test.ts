/** What `mllint --fix` writes in a repository that is made to make it stumble: the bytes that a fix is about, and no others, inside of the root. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCommand } from '../history/run-command.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-hostile-')));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** With a number in quotes, which is what is wrong with it. */
const deployment = (name: string, { replicas = '"3"', more = '' } = {}): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ml }${more}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: a } }
  template: { metadata: { labels: { app: a } }, spec: { containers: [ { name: a, image: "a:1" } ] } }
`;

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Repaired: everything else stays, byte by byte. */
const REPAIRED: Readonly<Record<string, string | Buffer>> = {
  'plain.yaml': deployment('plain'),
  'crlf.yaml': deployment('crlf').replaceAll('\n', '\r\n'),
  'mixed-line-ends.yaml': deployment('mixed').replace('\n', '\r\n'),
  'byte-order-mark.yaml': `\u{feff}${deployment('mark')}`,
  'two-byte-order-marks.yaml': `\u{feff}\u{feff}${deployment('marks')}`,
  'nul.yaml': `${deployment('nul')}# \0 here\n`,
  'no-last-line-end.yaml': deployment('end').trimEnd(),
  'long-line.yaml': `${deployment('long')}# ${'x'.repeat(2_000_000)}\n`,
  'separators.yaml': deployment('separators', { more: ' # a\u{2028}b\u{85}c' }),
  'new\nline.yaml': deployment('name'),
  'quote"and\ttab.yaml': deployment('quote'),
  '-dash.yaml': deployment('dash'),
  'escape\u{1b}[31m.yaml': deployment('escape'),
  'größe.yaml': deployment('letters'),
  'anchor.yaml': deployment('anchor', { replicas: '&x "3"' }),
};

/** Left alone: no text, no YAML, or a tag that says what the value is. */
const LEFT: Readonly<Record<string, string | Buffer>> = {
  'latin-1.yaml': latin1(deployment('latin', { more: ' # größe' })),
  'utf-16.yaml': Buffer.from(`\u{feff}${deployment('wide')}`, 'utf16le'),
  'half-a-pair.yaml': Buffer.concat([Buffer.from(deployment('half')), Buffer.from([0x23, 0xed, 0xa0, 0x80, 0x0a])]),
  'carriage-returns.yaml': deployment('returns').replaceAll('\n', '\r'),
  'tag.yaml': deployment('tag', { replicas: '!!str 3' }),
  'tab.yaml': deployment('tab').replace('  replicas', '\treplicas'),
  '.mllint-0123456789abcdef.tmp': '{"version":1,"inode":"1","id":"0123456789abcdef","pid":1,"entries":[{"path":"plain.yaml"}],"folders":[]}\n',
};

const bytesOf = (content: string | Buffer): Buffer => (typeof content === 'string' ? Buffer.from(content) : content);

it('repairs what it can read, and nothing else becomes another', { timeout: 60_000 }, async () => {
  const root = join(top, 'repository');
  const outside = { 'outside.yaml': deployment('outside'), 'folder/inside.yaml': deployment('folder') };
  for (const [path, content] of [...Object.entries({ ...REPAIRED, ...LEFT }).map(([name, text]) => [join(root, name), text] as const), ...Object.entries(outside).map(([name, text]) => [join(top, name), text] as const)]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const links = { 'link.yaml': 'plain.yaml', 'out.yaml': join(top, 'outside.yaml'), 'out-by-steps.yaml': '../outside.yaml', 'circle.yaml': 'circle.yaml', folder: '../folder' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
  const { code, err } = await runCommand(['--fix', '--yes', '--rule', 'kubernetes/schema'], root);
  expect(code).toBe(1);
  expect(err).toBe(`fixed ${Object.keys(REPAIRED).length} problems in ${Object.keys(REPAIRED).length} files\n`);
  for (const [name, content] of Object.entries(REPAIRED)) expect(sameBytes(join(root, name), Buffer.from(bytesOf(content).toString('latin1').replace('"3"', '3'), 'latin1')), name).toBe(true);
  for (const [name, content] of Object.entries(LEFT)) expect(sameBytes(join(root, name), bytesOf(content)), name).toBe(true);
  for (const [name, content] of Object.entries(outside)) expect(sameBytes(join(top, name), bytesOf(content)), name).toBe(true);
  for (const name of Object.keys(links)) expect(lstatSync(join(root, name)).isSymbolicLink(), name).toBe(true);
  expect(readdirSync(root).sort()).toEqual([...Object.keys({ ...REPAIRED, ...LEFT, ...links }), 'pipe.yaml'].sort());
});

function sameBytes(path: string, wanted: Buffer): boolean {
  return Buffer.compare(readFileSync(path), wanted) === 0;
}
