/** Files that no manifest should be: not text, not YAML, too large, too deep. */
import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chartWith } from './charts.ts';
import type { HostileCase } from './repository.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';

export const fileCases: readonly HostileCase[] = [
  { name: 'not YAML', files: { 'bad.yaml': `${MANIFEST}data: [1, 2\nmore: {{\n` } },
  { name: 'not UTF-8', files: { 'bad.yaml': Buffer.concat([Buffer.from(MANIFEST), Buffer.from([0x64, 0x3a, 0x20, 0xff, 0xfe, 0x0a])]) } },
  { name: 'UTF-16', files: { 'bad.yaml': Buffer.from(`\uFEFF${MANIFEST}`, 'utf16le') } },
  { name: 'UTF-8 with a byte order mark', files: { 'fine.yaml': `\uFEFF${MANIFEST}` } },
  { name: 'a chart template that is not UTF-8', files: { ...chartWith('a: 1'), 'charts/hostile/templates/bad.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]) } },
  { name: 'values that are not UTF-8', files: { ...chartWith('a: 1'), 'charts/hostile/values.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]) } },
  { name: 'a Chart.yaml that is not UTF-8', files: { ...chartWith('a: 1'), 'charts/hostile/Chart.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]) } },
  { name: 'only zero bytes', files: { 'bad.yaml': new Uint8Array(5000) } },
  {
    name: 'a file of 100 MB',
    prepare: (folder) => {
      const file = openSync(join(folder, 'big.yaml'), 'w');
      writeSync(file, MANIFEST);
      closeSync(file);
      truncateSync(join(folder, 'big.yaml'), 100_000_000);
    },
  },
  { name: 'two million entries', files: { 'many.yaml': `${MANIFEST}data:\n${'  - a\n'.repeat(2_000_000)}` } },
  { name: 'an alias bomb', files: { 'bomb.yaml': aliasBomb() } },
  { name: 'an alias bomb in value files', files: chartWith('{{ .Values.j }}', aliasBomb().replace(MANIFEST, '')) },
  { name: '10,000 nesting levels in flow style', files: { 'deep.yaml': `${MANIFEST}data: ${'['.repeat(10_000)}\n` } },
  { name: '10,000 closed nesting levels', files: { 'deep.yaml': `${MANIFEST}data: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n` } },
  { name: '10,000 nesting levels in block style', files: { 'deep.yaml': `${MANIFEST}data:\n${Array.from({ length: 3000 }, (_, level) => `${' '.repeat(level + 1)}k:\n`).join('')}` } },
  { name: '10,000 nesting levels in JSON', files: { 'deep.json': `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":${'{"k":'.repeat(10_000)}1${'}'.repeat(10_001)}` } },
  { name: 'merge keys that multiply', files: { 'merge.yaml': mergeBomb() } },
  { name: '100,000 documents', files: { 'many.yaml': '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n'.repeat(100_000) } },
  { name: 'keys of an object prototype', files: { 'proto.yaml': `${MANIFEST}__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n` } },
];

function aliasBomb(): string {
  const levels = Array.from('bcdefghij', (name, level) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefghij'[level]}`).join(', ')}]`);
  return `${MANIFEST}a: &a [x, x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`;
}

function mergeBomb(): string {
  const levels = Array.from({ length: 40 }, (_, level) => `m${level + 1}: &m${level + 1}\n  <<: [*m${level}, *m${level}]\n  k${level}: 1`);
  return `${MANIFEST}m0: &m0 { k: 1 }\n${levels.join('\n')}\n`;
}
