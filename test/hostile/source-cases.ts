/** Sources with absurd parameters, patterns and overrides. */
import { APPLICATION, chartWith } from './charts.ts';
import type { HostileCase } from './repository.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';

/** The chart of the hostile Application with a block in its source. */
function withBlock(block: string, files: HostileCase['files'] = {}): NonNullable<HostileCase['files']> {
  return { ...chartWith(`${MANIFEST}data: { a: {{ .Values.a | toJson | quote }} }\n`), ...files, 'applications/hostile.yaml': APPLICATION.replace('  destination:', `    ${block}\n  destination:`) };
}

const parameters = (list: readonly string[]): string => `helm: { parameters: [${list.map((name) => `{ name: ${JSON.stringify(name)}, value: x }`).join(', ')}] }`;

/** One Application for each element, all of the hostile chart with the same block. */
function inASet(count: number, block: string): NonNullable<HostileCase['files']> {
  const body = withBlock(block)['applications/hostile.yaml'];
  const spec = typeof body === 'string' ? body.slice(body.indexOf('spec:')).replaceAll('\n', '\n    ') : '';
  return {
    ...withBlock(block),
    'applications/hostile.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: hostile, namespace: argocd }
spec:
  generators:
    - list: { elements: [${Array.from({ length: count }, (_, index) => `{ name: a${index} }`).join(', ')}] }
  template:
    metadata: { name: '{{name}}' }
    ${spec}
`,
  };
}

const many = (count: number, file: (index: number) => string, text = MANIFEST): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [file(index), text]));

export const sourceCases: readonly HostileCase[] = [
  { name: '20,000 parameters', files: withBlock(parameters(Array.from({ length: 20_000 }, (_, index) => `a${index}`))) },
  { name: '500 lists of 65,537 items', files: withBlock(parameters(Array.from({ length: 500 }, (_, index) => `b${index}[65536]`))) },
  { name: 'lists in lists', files: withBlock(parameters([`a${'[0]'.repeat(100_000)}`])) },
  { name: 'a name of 100,000 levels', files: withBlock(parameters([`a${'.b'.repeat(100_000)}`])) },
  { name: 'a value of 1 MB of commas', files: withBlock(`helm: { parameters: [{ name: a, value: "${','.repeat(1_000_000)}" }] }`) },
  { name: 'a value of 300,000 variables', files: withBlock(`helm: { parameters: [{ name: a, value: "${'$X'.repeat(300_000)}" }] }`) },
  { name: 'a set of 100 elements with 500 parameters each', files: inASet(100, parameters(Array.from({ length: 500 }, (_, index) => `a${index}`))) },
  { name: 'a set of 1000 elements with long lists', files: inASet(1000, parameters(['b[65536]'])) },
  { name: 'keys of prototypes as parameters', files: withBlock(parameters(['__proto__.polluted', 'constructor.prototype.polluted', 'a.__proto__'])) },
  { name: 'a value file pattern of 3,000 folders', files: withBlock(`helm: { valueFiles: ["${'**/*/'.repeat(3000)}*.yaml"] }`) },
  { name: 'value file patterns over 5,000 files', files: withBlock(`helm: { valueFiles: [${Array.from({ length: 100 }, (_, index) => `"/**/${index}*[a-z]*?.yaml"`).join(', ')}] }`, many(5000, (index) => `many/${index % 70}/v${index}.yaml`)) },
  { name: 'value file patterns of alternatives over 1,000 files', files: withBlock(`helm: { valueFiles: [${Array.from({ length: 100 }, (_, index) => `"/**/{a,v}*{${index},v}*{x,y}.yaml"`).join(', ')}] }`, many(1000, (index) => `many/${index % 70}/v${index}.yaml`)) },
  { name: 'a value file pattern of 9,000 stars', files: withBlock(`helm: { valueFiles: ["/many/${'*a'.repeat(4500)}.yaml"] }`, many(300, (index) => `many/${'a'.repeat(200)}${index}.yaml`)) },
  { name: 'value files out of the root', files: withBlock('helm: { valueFiles: [../../../../../../etc/passwd, /../etc/passwd, "$x/../../etc/passwd", "*/../../../../../*"] }') },
  { name: 'a pattern of braces in braces to leave files out', files: { ...many(500, (index) => `charts/hostile/${index}.yaml`), 'applications/hostile.yaml': APPLICATION.replace('  destination:', `    directory: { exclude: "${'{a,'.repeat(3000)}${'}'.repeat(3000)}" }\n  destination:`) } },
  { name: 'a pattern of stars to leave files out', files: { ...many(3000, (index) => `charts/hostile/${'a'.repeat(100)}${index}.yaml`), 'applications/hostile.yaml': APPLICATION.replace('  destination:', `    directory: { exclude: "${'*a'.repeat(4000)}b" }\n  destination:`) } },
  { name: 'a pattern of 1 MB', files: { ...many(3, (index) => `charts/hostile/${index}.yaml`), 'applications/hostile.yaml': APPLICATION.replace('  destination:', `    directory: { include: "${'?'.repeat(1_000_000)}" }\n  destination:`) } },
  { name: 'an override that leads out', files: withBlock('helm: { skipCrds: true }', { 'charts/hostile/.argocd-source.yaml': { link: '/etc/passwd' }, 'charts/hostile/.argocd-source-hostile.yaml': { link: '../../../../outside.yaml' } }) },
  { name: 'an override of 2,000 levels', files: withBlock('helm: { skipCrds: true }', { 'charts/hostile/.argocd-source.yaml': `${'{a: '.repeat(2000)}1${'}'.repeat(2000)}` }) },
  { name: 'an override of aliases', files: withBlock('helm: { skipCrds: true }', { 'charts/hostile/.argocd-source.yaml': `a0: &a0 { x: 1 }\n${Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} { x: *a${index}, y: *a${index} }`).join('\n')}\nhelm: *a60\n` }) },
  { name: 'an Application whose name is a path', files: { ...withBlock('helm: { skipCrds: true }'), 'applications/hostile.yaml': APPLICATION.replace('name: hostile', 'name: ../../../etc/passwd') } },
  { name: 'a revision that is an option', files: { ...withBlock('helm: { skipCrds: true }'), 'applications/hostile.yaml': APPLICATION.replace('HEAD', '"--upload-pack=touch executed"') } },
];
