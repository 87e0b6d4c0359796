/** Kustomizations made to never end: an error at a place, in bounded time. */
import { expect, test } from 'vitest';
import { buildValues } from './building.ts';

const SERVICE = 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: a}\nspec: {predictor: {minReplicas: 1}}\n';

function soon(files: Readonly<Record<string, string>>): string {
  const start = performance.now();
  const { refused, values } = buildValues(files);
  expect(performance.now() - start).toBeLessThan(15_000);
  return refused?.message ?? `${values?.length ?? 0} objects`;
}

test('folders that include each other twice, forty deep', { timeout: 30_000 }, () => {
  const files: Record<string, string> = { 'kustomization.yaml': 'resources: [l40/a]\n', 'l0/a/kustomization.yaml': 'resources: [r.yaml]\n', 'l0/a/r.yaml': SERVICE, 'l0/b/kustomization.yaml': 'resources: [../a]\nnamePrefix: b-\n' };
  for (let level = 1; level <= 40; level += 1) {
    for (const side of ['a', 'b']) files[`l${level}/${side}/kustomization.yaml`] = `namePrefix: ${side}-\nresources: [../../l${level - 1}/a, ../../l${level - 1}/b]\n`;
  }
  expect(soon(files)).toMatch(/^building takes more than|^more than/);
});

test('a hundred folders one in the other', () => {
  const files: Record<string, string> = { 'kustomization.yaml': 'resources: [l99]\n', 'l0/kustomization.yaml': 'resources: [r.yaml]\n', 'l0/r.yaml': SERVICE };
  for (let level = 1; level < 100; level += 1) files[`l${level}/kustomization.yaml`] = `resources: [../l${level - 1}]\n`;
  expect(soon(files)).toContain('kustomizations one in the other');
});

test('an expression and names made for each other', { timeout: 30_000 }, () => {
  const name = 'a'.repeat(250);
  const objects = Array.from({ length: 2000 }, (_, index) => SERVICE.replace('{name: a}', `{name: ${name}${index}}`)).join('---\n');
  const patches = Array.from({ length: 50 }, () => '- target: {name: "(a*)*(a|aa)+b(a{0,50}){0,10}"}\n  patch: "- {op: add, path: /spec/x, value: 1}"\n').join('');
  expect(soon({ 'kustomization.yaml': `resources: [r.yaml]\npatches:\n${patches}`, 'r.yaml': objects })).toMatch(/^building takes more than|2000 objects/);
});

test('many patches for many objects', { timeout: 30_000 }, () => {
  const objects = Array.from({ length: 3000 }, (_, index) => SERVICE.replace('{name: a}', `{name: a${index}}`)).join('---\n');
  expect(soon({ 'kustomization.yaml': 'resources: [r.yaml]\npatches: [{path: p.yaml}]\n', 'r.yaml': objects, 'p.yaml': objects })).toMatch(/^building takes more than|3000 objects/);
});

test('many layers of prefixes on many objects', { timeout: 30_000 }, () => {
  const objects = Array.from({ length: 2000 }, (_, index) => SERVICE.replace('{name: a}', `{name: a${index}}`)).join('---\n');
  const files: Record<string, string> = { 'kustomization.yaml': 'resources: [l50]\n', 'l0/kustomization.yaml': 'resources: [r.yaml]\n', 'l0/r.yaml': objects };
  for (let level = 1; level <= 50; level += 1) files[`l${level}/kustomization.yaml`] = `namePrefix: p-\nnamespace: n${level}\nresources: [../l${level - 1}]\n`;
  expect(soon(files)).toMatch(/^building takes more than|2000 objects/);
});

test('keys of prototypes are keys', () => {
  const files = { 'kustomization.yaml': 'resources: [r.yaml]\nlabels: [{pairs: {__proto__: a, constructor: b}}]\n', 'r.yaml': SERVICE };
  expect(soon(files)).toBe('1 objects');
  expect(soon({ 'kustomization.yaml': '__proto__: {}\nresources: [r.yaml]\n', 'r.yaml': SERVICE })).toContain('unknown field "__proto__"');
});
