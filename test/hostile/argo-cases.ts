/** Applications that never end, and more of them than anybody can deploy. */
import { APPLICATION, chartWith } from './charts.ts';
import { SET } from './path-cases.ts';
import type { HostileCase } from './repository.ts';

const child = (name: string): string => APPLICATION.replace('name: hostile', `name: ${name}`);
const SMALL_SET = SET.replace(", helm: { valueFiles: ['{{file}}'] }", '');
const elements = (count: number): string => Array.from({ length: count }, (_, index) => `          - { name: a${index} }`).join('\n');

export const argoCases: readonly HostileCase[] = [
  { name: 'a set of 100,000 elements', files: { ...chartWith('a: 1'), 'applications/hostile.yaml': SMALL_SET.replace('          - { name: one, file: FILE }', elements(100_000)) } },
  { name: 'a set of 3,000 elements', files: { ...chartWith('a: 1'), 'applications/hostile.yaml': SMALL_SET.replace('          - { name: one, file: FILE }', elements(3000)) } },
  { name: 'a set of 100 elements, each with an endless chart', files: { ...chartWith('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}'), 'applications/hostile.yaml': SMALL_SET.replace('          - { name: one, file: FILE }', elements(100)) } },
  { name: 'a chart of 100 endless templates', files: { ...chartWith('a: 1', '{}\n', Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`templates/t${index}.yaml`, '{{ range until 990000 }}{{ end }}']))) } },
  { name: '100 charts, each endless', files: Object.fromEntries(Array.from({ length: 100 }, (_, index) => Object.entries(chartWith('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}')).map(([path, text]) => [path.replace('hostile', `hostile${index}`), text.replace('name: hostile', `name: hostile${index}`).replace('charts/hostile', `charts/hostile${index}`)])).flat()) },
  { name: 'an app of apps that contains itself', files: { 'apps/root.yaml': APPLICATION.replace('charts/hostile', 'apps'), 'apps/other.yaml': APPLICATION.replace('charts/hostile', 'apps').replace('name: hostile', 'name: other') } },
  { name: 'a chart that renders itself', files: chartWith(child('{{ .Release.Name }}x').replace('charts/hostile', 'charts/hostile')) },
  { name: 'a chart that renders itself tenfold', files: chartWith(`{{ range until 10 }}\n---\n${child('{{ $.Release.Name }}-{{ . }}')}\n{{ end }}`) },
  { name: 'a chart that renders itself under its own name', files: chartWith(child('{{ .Release.Name }}')) },
  { name: 'a set that renders itself', files: chartWith(SMALL_SET.replaceAll('{{name}}', '{{`{{name}}`}}').replace('name: hostile', 'name: {{ .Release.Name }}').replace('{ name: one, file: FILE }', '{ name: {{ .Release.Name }}y }')) },
  { name: 'a Go template of a set that never ends', files: { ...chartWith('a: 1'), 'applications/hostile.yaml': SMALL_SET.replace('spec:\n', 'spec:\n  goTemplate: true\n').replace("'{{name}}'", "'{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}{{.name}}'").replace('{ name: one, file: FILE }', '{ name: one }') } },
  { name: 'an Application with a name of 1 MB', files: { ...chartWith('a: 1'), 'applications/hostile.yaml': APPLICATION.replace('name: hostile', `name: ${'n'.repeat(1_000_000)}`) } },
];
