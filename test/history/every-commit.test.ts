/** Histories are read as little as they can be: what that gives is held against a reading of every commit. */
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gitFacts } from '../../src/commands/base.ts';
import type { Config } from '../../src/config/config.ts';
import { kindsRead } from '../../src/engine/kinds.ts';
import { cellKey, cellsOf, isSameCell, type Cell } from '../../src/history/cells.ts';
import { tenures } from '../../src/history/tenure.ts';
import { openHistoryOf, readConfig, type History } from '../../src/mllint.ts';
import { readRepository } from '../../src/repository/read.ts';
import type { Artifact } from '../../src/serving/model-state.ts';
import { headCommit, type Tip } from '../../src/snapshot/git-base.ts';
import { GitContents, listTree, treeSnapshot } from '../../src/snapshot/git-tree.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { unchecked } from '../../src/unchecked.ts';
import { LAYOUTS, type Serving } from './layouts.ts';
import { build, type Scenario, type Step } from './scenario.ts';

const ENVIRONMENTS = ['dev', 'staging', 'prod'];
const FAMILY = 'fraud-detector';
const VERSIONS = Array.from({ length: 14 }, (_, index) => index + 1);

const version = fc.oneof(fc.constantFrom(...VERSIONS), fc.constantFrom('1.2', '1.10', '2024-01-15', '3_0'));
const serving: fc.Arbitrary<Serving | null> = fc.oneof(
  { arbitrary: version, weight: 12 },
  { arbitrary: fc.record({ canary: fc.constantFrom(...VERSIONS), percent: fc.constantFrom(10, 50) }), weight: 2 },
  { arbitrary: fc.constant(null), weight: 1 },
);
const serve: fc.Arbitrary<Step> = fc.record({ environment: fc.constantFrom(...ENVIRONMENTS), value: serving }).map(({ environment, value }) => ({ at: '', serve: { [environment]: value } }));

const TEMPLATE = LAYOUTS['application-set'].fixed['charts/model/templates/inference-service.yaml'] ?? '';
/** What concerns all environments, or looks as if it did. */
const shared = fc.constantFrom<Step>(
  { at: '', files: { 'README.md': 'Serves fraud-detector v5.\n' } },
  { at: '', files: { 'charts/model/values.yaml': 'name: fraud-detector\nbucket: other-models\nversion: "0"\n' } },
  // A version that no value names.
  { at: '', files: { 'charts/model/templates/inference-service.yaml': TEMPLATE.replace('v{{ .Values.version }}', 'v{{ if eq (toString .Values.version) "3" }}9{{ else }}{{ .Values.version }}{{ end }}') } },
  // One that is computed.
  { at: '', files: { 'charts/model/templates/inference-service.yaml': TEMPLATE.replace('v{{ .Values.version }}', 'v{{ add (atoi (toString .Values.version)) 1 }}') } },
  { at: '', files: { 'charts/model/templates/inference-service.yaml': TEMPLATE } },
  { at: '', files: { 'base/inference-service.yaml': (LAYOUTS.kustomize.fixed['base/inference-service.yaml'] ?? '').replace('v0', 'v12') } },
  { at: '', remove: ['environments/dev/values.yaml'] },
  { at: '', rename: { environments: 'stages' } },
  { at: '', rename: { stages: 'environments' } },
  { at: '', files: { 'environments/prod/values.yaml': 'version: [1\n' } },
);

const steps = fc.array(fc.oneof({ arbitrary: serve, weight: 8 }, { arbitrary: shared, weight: 1 }), { minLength: 4, maxLength: 14 });

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(['folders', 'one-file', 'application-set', 'kustomize'] as const)('%s', (layout) => {
  it('gives what every commit says', async () => {
    let ruledOut = 0;
    await fc.assert(fc.asyncProperty(steps, async (later) => {
      const first: Step = { at: '', serve: { dev: 1, staging: 1, prod: 1 } };
      const commits = [first, ...later].map((step, index): Step => ({ ...step, at: new Date(Date.UTC(2026, 9, 1) + index * 86_400_000).toISOString() }));
      ruledOut += await holdsEveryCommit({ now: '2026-11-20T00:00:00Z', layout, commits });
    }), { numRuns: 8, seed: 5 });
    expect(ruledOut).toBeGreaterThan(0);
  }, 240_000);
});

/** Returns how often a version was ruled out without a look at the states. */
async function holdsEveryCommit(scenario: Scenario): Promise<number> {
  const { folder } = build(scenario);
  folders.push(folder);
  const tip = headCommit(folder);
  if (!tip) throw new Error('nothing is committed');
  const { config } = await readConfig(memorySnapshot({}), undefined);
  const open = (): Promise<History> => openHistoryOf({ tip, config, git: gitFacts(folder), now: new Date(scenario.now) });
  const [fast, searched] = [await open(), await open()];
  const served = new Map<string, Set<string>>();
  for (let index = 0; fast.timeline.past.commit(index); index += 1) {
    const cells = await cellsAt(tip, fast.timeline.past.commit(index)?.id ?? '', config);
    for (const environment of ENVIRONMENTS) {
      const cell = cells.get(cellKey(FAMILY, environment));
      const seen = await (await fast.timeline.timelineOf(environment))?.cellAt(FAMILY, environment, index);
      expect(isSameCell(seen, cell), `${environment} before ${index} commits`).toBe(true);
      for (const { key } of artifactsOf(cell)) served.set(environment, (served.get(environment) ?? new Set()).add(key));
    }
  }
  let ruledOut = 0;
  for (const environment of ENVIRONMENTS) {
    for (const text of [...VERSIONS.map(String), '1.2', '1.10', '99']) {
      const artifact = unchecked<Artifact>({ key: `version ${text}` });
      if (!await searched.timeline.mayHold({ family: FAMILY, environment }, artifact)) {
        ruledOut += 1;
        expect(served.get(environment)?.has(artifact.key) === true, `${text} in ${environment}`).toBe(false);
        for await (const tenure of tenures(fast.timeline, { family: FAMILY, environment })) expect(tenure.artifact.key).not.toBe(artifact.key);
      }
    }
  }
  return ruledOut;
}

/** What one commit serves, read without any other. */
async function cellsAt({ top }: Tip, commit: string, config: Config): Promise<Map<string, Cell>> {
  const listing = listTree(top, commit);
  if (typeof listing === 'string') throw new Error(listing);
  const facts = () => ({ ...gitFacts(top), self: config.repositories.self });
  const { repository } = await readRepository({ snapshot: treeSnapshot(listing, new GitContents(top)), config, facts, kinds: kindsRead([], config.rules, config.models) });
  return cellsOf(repository);
}

function artifactsOf(cell: Cell | undefined): Artifact[] {
  return cell ? [...cell.stables, ...cell.canaries.map(({ artifact }) => artifact)] : [];
}
