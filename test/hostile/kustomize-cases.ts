/** Kustomizations that circle, that name what is not there, and that are more than anybody builds. */
import { openSync, closeSync, mkdirSync, writeFileSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import type { HostileCase } from './repository.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: one }\nspec: { ports: [{ port: 80 }] }\n';

/** A component that includes another one. */
const component = (other: string): string => `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [${other}]\nnamePrefix: a-\n`;

/** A base with one service, and a patch for a target. */
const patched = (target: string, more: HostileCase['files'] = {}): NonNullable<HostileCase['files']> => ({
  'app/service.yaml': SERVICE,
  'app/kustomization.yaml': `resources: [service.yaml]\npatches:\n  - target: { kind: Service, name: ${JSON.stringify(target)} }\n    patch: '[{ op: add, path: /metadata/labels, value: { a: b } }]'\n`,
  ...more,
});

/** As many empty files as a folder is asked to hold. */
function fill(folder: string, count: number, extension: string): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) closeSync(openSync(join(folder, `${index}.${extension}`), 'w'));
}

const services = (count: number, name: string): string => Array.from({ length: count }, (_, index) => SERVICE.replace('one', `${name}${index}`)).join('---\n');

export const kustomizeCases: readonly HostileCase[] = [
  { name: 'two kustomizations in a circle', files: { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' } },
  { name: 'a kustomization that includes itself', files: { 'a/kustomization.yaml': 'resources: [.]\n', 'b/kustomization.yaml': 'resources: [../b]\n' } },
  {
    name: 'components in a circle',
    files: {
      'app/service.yaml': SERVICE, 'app/kustomization.yaml': 'resources: [service.yaml]\ncomponents: [../one]\n',
      'one/kustomization.yaml': component('../two'), 'two/kustomization.yaml': component('../one'),
    },
  },
  { name: 'a patch that matches nothing', files: patched('two') },
  { name: 'a strategic merge patch that matches nothing', files: { 'app/service.yaml': SERVICE, 'app/kustomization.yaml': 'resources: [service.yaml]\npatches: [{ path: p.yaml }]\n', 'app/p.yaml': SERVICE.replace('one', 'two') } },
  { name: 'a target that is made to explode', files: patched('(a+)+$', { 'app/service.yaml': SERVICE.replace('one', `${'a'.repeat(60)}b`) }) },
  { name: 'a target that is no expression', files: patched('(one') },
  { name: 'a target of 10 kB', files: patched(`${'(a|b?)*'.repeat(1400)}c`, { 'app/service.yaml': services(500, 'a'.repeat(200)) }) },
  { name: 'a target of repetitions in repetitions', files: patched(`${'('.repeat(40)}a${'{0,9})'.repeat(40)}`) },
  {
    name: 'a replacement and an image that are made to explode',
    files: {
      'app/service.yaml': `${SERVICE}---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${'a'.repeat(60)}b }\nspec: { containers: [{ name: a, image: "${'a'.repeat(3000)}b" }] }\n`,
      'app/kustomization.yaml': 'resources: [service.yaml]\nimages: [{ name: "(a+)+", newTag: x }]\nreplacements:\n  - source: { kind: Service, name: one }\n    targets: [{ select: { name: "(a+)+$" }, fieldPaths: [metadata.name] }]\n',
    },
  },
  { name: 'a folder of 100,000 files as a resource', files: { 'app/kustomization.yaml': 'resources: [many]\n' }, prepare: (folder) => { fill(join(folder, 'app/many'), 100_000, 'txt'); } },
  { name: 'a folder of 20,000 manifests as a resource', files: { 'app/kustomization.yaml': 'resources: [many]\n' }, prepare: (folder) => { fill(join(folder, 'app/many'), 20_000, 'yaml'); } },
  {
    name: '2,000 resources', files: {
      'app/kustomization.yaml': `namePrefix: a-\nresources: [${Array.from({ length: 2000 }, (_, index) => `s/${index}.yaml`).join(', ')}]\n`,
      ...Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`app/s/${index}.yaml`, SERVICE.replace('one', `s${index}`)])),
    },
  },
  {
    name: 'a generator of a file of 50 MB',
    files: { 'app/kustomization.yaml': 'configMapGenerator: [{ name: a, files: [big.bin] }]\n' },
    prepare: (folder) => {
      const file = openSync(join(folder, 'app/big.bin'), 'w');
      ftruncateSync(file, 50_000_000);
      closeSync(file);
    },
  },
  {
    name: 'a generator of a text of 50 MB',
    files: { 'app/kustomization.yaml': 'configMapGenerator: [{ name: a, files: [big.txt], envs: [big.txt] }]\n' },
    prepare: (folder) => { writeFileSync(join(folder, 'app/big.txt'), 'KEY=value\n'.repeat(5_000_000)); },
  },
  { name: 'a generator of 100,000 literals', files: { 'app/kustomization.yaml': `configMapGenerator:\n  - name: a\n    literals: [${Array.from({ length: 100_000 }, (_, index) => `k${index}=v`).join(', ')}]\n` } },
  {
    name: 'a base in 30 layers of two', files: {
      'l0/a/kustomization.yaml': 'resources: [r.yaml]\n', 'l0/a/r.yaml': SERVICE, 'l0/b/kustomization.yaml': 'resources: [../a]\nnamePrefix: b-\n',
      ...Object.fromEntries(Array.from({ length: 30 }, (_, level) => ['a', 'b'].map((side) => [`l${level + 1}/${side}/kustomization.yaml`, `namePrefix: ${side}-\nresources: [../../l${level}/a, ../../l${level}/b]\n`] as const)).flat()),
    },
  },
  { name: 'files and links out of the root', files: { 'app/kustomization.yaml': 'resources: [../../../../etc/passwd]\n', 'b/kustomization.yaml': 'configMapGenerator: [{ name: a, files: [link] }]\n', 'b/link': { link: '/etc/passwd' }, 'c/kustomization.yaml': 'resources: [/etc]\n' } },
  { name: 'programs that kustomize would run', files: { 'app/kustomization.yaml': 'generators: [run.yaml]\n', 'app/run.yaml': 'apiVersion: v1\nkind: Run\nmetadata: { name: run, annotations: { config.kubernetes.io/function: "exec: { path: ./run.sh }" } }\n', 'app/run.sh': '#!/bin/sh\ntouch executed\n' } },
];
