/** Random patches, unusual lists above all, against the real `kubectl kustomize` where it is installed. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Budget } from '../../src/render/kustomize/build-context.ts';
import { BuildError } from '../../src/render/kustomize/build-error.ts';
import { builtinSchemas } from '../../src/render/kustomize/builtin-schemas.ts';
import { locationOf } from '../../src/render/kustomize/compose-tree.ts';
import { strategicMerge } from '../../src/render/kustomize/strategic-merge.ts';
import { plainValue, treesOf } from './cases.ts';
import { kustomize } from './record.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

const name = fc.constantFrom('a', 'b', 'c');
const scalar = fc.constantFrom<unknown>(1, 'x', true, '2', null);
const directive = fc.constantFrom('merge', 'replace', 'delete');
const partly = { requiredKeys: [] };
const port = fc.record({ containerPort: fc.constantFrom(80, 90), protocol: fc.constantFrom('TCP', 'UDP', ''), name, hostPort: scalar }, partly);
const variable = fc.record({ name, value: scalar, valueFrom: fc.record({ fieldRef: fc.record({ fieldPath: name }) }) }, partly);
const patched = { $patch: fc.option(directive, { nil: undefined, freq: 6 }) };
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<unknown[]> => fc.array(fc.oneof({ weight: 20, arbitrary: item }, fc.constantFrom(null, {}, { $patch: 'replace' }, { $patch: 'delete' })), { maxLength: 4 });
const container = fc.record({ name, image: name, args: fc.array(scalar, { maxLength: 2 }), ports: list(port), env: list(variable), ...patched }, partly);
const map = fc.dictionary(name, fc.oneof(scalar, fc.dictionary(name, scalar, { maxKeys: 2 })), { maxKeys: 3 });
const podSpec = fc.record({
  containers: list(container), nodeSelector: map, tolerations: fc.array(map, { maxLength: 2 }), imagePullSecrets: list(fc.record({ name }, partly)),
  topologySpreadConstraints: list(fc.record({ topologyKey: name, whenUnsatisfiable: fc.constantFrom('x', 'w'), maxSkew: scalar }, partly)), ...patched,
}, partly);
const spec = fc.record({ replicas: scalar, strategy: map, template: fc.record({ metadata: fc.record({ finalizers: fc.array(name, { maxLength: 4 }), labels: map }, partly), spec: podSpec }, partly) }, partly);

const COUNT = Number(process.env['RANDOM_MERGES'] ?? 200);
const SEED = Number(process.env['RANDOM_SEED'] ?? 4);

interface Pair {
  readonly target: string;
  readonly patch: string;
}

function deployment(index: number, body: unknown): string {
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `d${index}` }, spec: body });
}

function merged({ target, patch }: Pair): unknown {
  const [base] = treesOf('target', target);
  const [change] = treesOf('patch', patch);
  const schemas = builtinSchemas();
  if (!base || !change) throw new Error('not two objects');
  try {
    const result = strategicMerge(base, change, { schema: schemas.ofKind('apps/v1', 'Deployment'), budget: new Budget(), at: locationOf(change) });
    return result && plainValue(result);
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
}

test.skipIf(!hasKubectl)('random patches merge as the binary merges them', { timeout: 120_000 }, () => {
  const pairs = fc.sample(fc.tuple(spec, spec), { numRuns: COUNT, seed: SEED }).map(([target, patch], index) => ({ target: deployment(index, target), patch: deployment(index, patch) }));
  const own = pairs.map((pair) => ({ pair, result: merged(pair) }));
  const fine = own.filter(({ result }) => !(result instanceof BuildError));
  const built = kustomize({
    'kustomization.yaml': 'resources: [r.yaml]\npatches: [{path: p.yaml}]\nsortOptions: {order: fifo}\n',
    'r.yaml': fine.map(({ pair }) => pair.target).join('\n---\n'),
    'p.yaml': fine.map(({ pair }) => pair.patch).join('\n---\n'),
  });
  expect(built).not.toHaveProperty('error');
  const theirs = 'expected' in built ? treesOf('built', built.expected).map(plainValue) : [];
  for (const [index, { pair, result }] of fine.entries()) expect(theirs[index], `${pair.target}\n${pair.patch}`).toEqual(result);
  for (const { pair, result } of own.filter((one) => one.result instanceof BuildError).slice(0, 5)) {
    const refused = kustomize({ 'kustomization.yaml': 'resources: [r.yaml]\npatches: [{path: p.yaml}]\n', 'r.yaml': pair.target, 'p.yaml': pair.patch });
    expect(refused, `${pair.target}\n${pair.patch}\n${String(result)}`).toHaveProperty('error');
  }
});
