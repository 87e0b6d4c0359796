/** Paths that lead out of the repository, nowhere, in a circle, or into the terminal. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATION, chartWith } from './charts.ts';
import { type Content, type HostileCase } from './repository.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';
const CHART = chartWith('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { stolen: {{ .Values | toJson | quote }} }\n');

function withValueFile(valueFile: string): Record<string, string> {
  return { ...CHART, 'applications/hostile.yaml': APPLICATION.replace('    path: charts/hostile\n', `    path: charts/hostile\n    helm: { valueFiles: [${JSON.stringify(valueFile)}] }\n`) };
}

function withSourcePath(path: string): Record<string, string> {
  return { ...CHART, 'applications/hostile.yaml': APPLICATION.replace('path: charts/hostile', `path: ${JSON.stringify(path)}`), 'applications/good.yaml': APPLICATION.replace('name: hostile', 'name: good') };
}

export const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: hostile, namespace: argocd }
spec:
  generators:
    - list:
        elements:
          - { name: one, file: FILE }
  template:
    metadata: { name: '{{name}}' }
    spec:
      project: default
      source: { repoURL: https://github.com/org/repo, targetRevision: HEAD, path: charts/hostile, helm: { valueFiles: ['{{file}}'] } }
      destination: { server: https://kubernetes.default.svc, namespace: hostile }
      syncPolicy: { automated: { prune: true, selfHeal: true } }
`;

export const pathCases: readonly HostileCase[] = [
  { name: 'a value file outside of the repository', files: withValueFile('../../../../../../etc/passwd') },
  { name: 'an absolute value file', files: withValueFile('/etc/passwd') },
  { name: 'a value file by URL', files: withValueFile('http://169.254.169.254/latest/meta-data') },
  { name: 'a value file with file:', files: withValueFile('file:///etc/passwd') },
  { name: 'a value file of an ApplicationSet outside of the repository', files: { ...CHART, 'applications/hostile.yaml': SET.replace('FILE', '../../../../../../etc/passwd') } },
  { name: 'a value file that is a link out of the repository', files: { ...withValueFile('link.yaml'), 'charts/hostile/link.yaml': { link: '../../../../../../../../etc/passwd' } } },
  { name: 'a value file that is an absolute link', files: { ...withValueFile('link.yaml'), 'charts/hostile/link.yaml': { link: '/etc/passwd' } } },
  { name: 'a value file below a link to a folder outside', files: { ...withValueFile('link/passwd'), 'charts/hostile/link': { link: '/etc' } } },
  { name: 'a chart template that is a link out of the repository', files: { ...CHART, 'charts/hostile/templates/link.yaml': { link: '/etc/passwd' } } },
  { name: 'a chart template folder that is a link out of the repository', files: { ...CHART, 'charts/hostile/templates/more': { link: '/etc' } } },
  { name: 'a chart file that is a link out of the repository', files: { ...chartWith('a: {{ .Files.Get "secret.txt" | quote }}'), 'charts/hostile/secret.txt': { link: '/etc/passwd' } } },
  { name: 'a plain manifest that is a link out of the repository', files: { 'link.yaml': { link: '/etc/passwd' } } },
  { name: 'a folder that is a link out of the repository', files: { manifests: { link: '/etc' } } },
  { name: 'an Application whose folder is a link out of the repository', files: { ...withSourcePath('manifests'), manifests: { link: '/etc' } } },
  { name: 'a link to itself', files: { 'self.yaml': { link: 'self.yaml' } } },
  { name: 'links in a circle', files: { 'a.yaml': { link: 'b.yaml' }, 'b.yaml': { link: 'a.yaml' } } },
  { name: 'a folder that links to its parent', files: { ...withSourcePath('manifests'), 'manifests/one.yaml': MANIFEST, 'manifests/loop': { link: '..' } } },
  { name: 'a folder that links to its parent, read recursively', files: recursive({ 'manifests/one.yaml': MANIFEST, 'manifests/loop': { link: '../manifests' } }) },
  { name: 'folders that link to each other', files: recursive({ 'manifests/one.yaml': MANIFEST, 'manifests/a/loop': { link: '../b' }, 'manifests/b/loop': { link: '../a' }, 'manifests/a/again': { link: '../b' }, 'manifests/b/again': { link: '../a' } }) },
  { name: 'a link into .git', files: { 'link.yaml': { link: '.git/config' } }, prepare: (folder) => void spawnSync('git', ['init', '-q', folder]) },
  { name: 'a link within the repository', files: { 'shared/one.yaml': MANIFEST, 'link.yaml': { link: 'shared/one.yaml' } } },
  { name: 'a link to nothing', files: { 'link.yaml': { link: 'nothing.yaml' } } },
  { name: 'a pipe', prepare: (folder) => void spawnSync('mkfifo', [join(folder, 'pipe.yaml')]) },
  { name: 'a link to a pipe', files: { 'link.yaml': { link: 'pipe.yaml' } }, prepare: (folder) => void spawnSync('mkfifo', [join(folder, 'pipe.yaml')]) },
  { name: 'a folder called like a manifest', prepare: (folder) => mkdirSync(join(folder, 'folder.yaml')) },
  { name: 'a name with a newline', files: { 'a\n::error::owned.yaml': 'a: [' + '\n' } },
  { name: 'a name with escape sequences', files: { '\u001B[31mred\u001B]0;title\u0007.yaml': 'a: [' + '\n' } },
  { name: 'a name with quotes and shell words', files: { '"; touch owned; $(touch owned) `touch owned`.yaml': 'a: [' + '\n' } },
  { name: 'a name that is no UTF-8', prepare: (folder) => void spawnSync('bash', ['-c', String.raw`printf 'a: [\n' > $'bad\xff.yaml'`], { cwd: folder }) },
  { name: 'a name that turns text around', files: { 'a\u202Elmay.yaml': 'a: [\n' } },
  { name: 'a file named -C', files: { '-C': MANIFEST, '--format=json.yaml': 'a: [\n', '-C.yaml': 'a: [\n' } },
  { name: 'names that differ in case', files: { 'One.yaml': 'a: [\n', 'one.yaml': 'a: [\n' } },
  { name: 'names with backslashes', files: { '..\\..\\etc\\passwd.yaml': 'a: [\n' } },
  { name: 'a folder 5,000 levels deep', prepare: (folder) => deep(folder, 5000) },
  { name: 'a source path above the repository', files: withSourcePath('..') },
  { name: 'an absolute source path', files: withSourcePath('/etc') },
  { name: 'a source path of prototype words', files: withSourcePath('__proto__') },
  { isFatal: true, name: 'mllint.yaml that is a link out of the repository', files: { 'mllint.yaml': { link: '/etc/passwd' } } },
  { isFatal: true, name: 'mllint.yaml that extends a file outside', files: { 'mllint.yaml': 'extends: ../../../../etc/passwd\n' } },
  { name: 'mllint.yaml with a hostile glob', files: { 'mllint.yaml': `ignore: ["${'{a,b}'.repeat(40)}", "${'+(a|b|'.repeat(10)}${')'.repeat(10)}x", "${'*a'.repeat(200)}"]\n`, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b.yaml': 'a: 1\n' } },
];

function recursive(files: Readonly<Record<string, Content>>): Readonly<Record<string, Content>> {
  return { ...files, 'applications/hostile.yaml': APPLICATION.replace('path: charts/hostile', 'path: manifests\n    directory: { recurse: true }') };
}

function deep(folder: string, levels: number): void {
  const script = `for (let level = 0; level < ${levels}; level += 1) { require('fs').mkdirSync('d'); process.chdir('d'); } require('fs').writeFileSync('deep.yaml', 'a: [\\n')`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
