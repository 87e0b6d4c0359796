/** No cell of the scenario table is empty: each kind of move with each way of merging and each order of times, each edge case, each attempt. `RECORD=1` writes the table. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MoveKind } from '../../src/model.ts';
import { fixtures } from '../cases.ts';
import { CLOCKS, STYLES, waysOf, wayText, readScenario, type Clock, type Style } from './scenario.ts';

const root = join(fixtures, 'history');
const readme = join(root, 'README.md');
const trust = new URL('../../docs/trust.md', import.meta.url);

/** All of them, as the compiler checks. */
const KINDS: Readonly<Record<MoveKind, true>> = {
  promotion: true, rollback: true, first: true, removal: true, 'canary-start': true, 'canary-step': true, 'cut-over': true, relocation: true,
};

/** What a history may hold that is easily judged wrongly, and the scenarios that hold it. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  'squash, rebase and merge commits': ['promotion-in-order', 'soak-is-too-short', 'kinds/promotion'],
  reverts: ['edges/revert-in-the-stage-before', 'edges/revert-of-the-promotion', 'attempts/passes-revert-of-a-revert'],
  'renamed and moved environment folders': ['edges/environments-moved-between-folders', 'edges/environment-renamed-with-its-folder', 'attempts/refused-environment-folder-renamed-to-no-environment'],
  'cherry-picks': ['edges/cherry-pick'],
  'the root in a folder of a monorepo, and moved': ['edges/root-in-a-folder-of-a-monorepo', 'edges/root-of-a-monorepo-moved-starts-anew', 'edges/root-of-a-monorepo-moved-forgets-what-ran'],
  'values inherited from a shared file': ['edges/one-edit-of-a-shared-file-changes-all', 'edges/a-shared-file-is-proof-for-who-overrides-it'],
  'environments that an ApplicationSet generates': ['edges/generated-environments', 'skips-staging', 'attempts/refused-environment-removed-and-added-again'],
  'Kustomize: images': ['edges/kustomize-images', 'edges/kustomize-images-that-skip-a-stage'],
  'Kustomize: patches': ['edges/kustomize-patches', 'canary-steps'],
  'Kustomize: configMapGenerator': ['edges/kustomize-config-map-generator', 'edges/kustomize-config-map-generator-that-skips-a-stage'],
  'the first deployment of all': ['edges/first-deployment-of-all', 'edges/first-deployment-in-the-first-stage'],
  'deleted services': ['edges/deleted-and-deployed-again', 'edges/deleted-in-the-stage-before', 'edges/removal-beside-what-was-never-read', 'kinds/removal'],
  'several regions in one stage': ['edges/regions-all', 'edges/regions-one-of', 'edges/a-version-spreads-within-its-environment'],
  'clocks that run backwards': ['edges/rollback-though-clocks-ran-backwards', 'attempts/refused-clock-that-runs-backwards-in-the-stage-before'],
  'files in old commits that cannot be read': ['edges/unparsable-files-in-old-commits', 'edges/rollback-past-unparsable-files', 'edges/rollback-of-what-cannot-be-read'],
  'file names with line breaks': ['edges/file-names-with-newlines'],
  'rollbacks that restore an error': ['restored/a-revert-with-an-error', 'restored/a-rule-younger-than-the-state', 'restored/a-canary-given-up', 'restored/back-behind-the-canary', 'attempts/refused-new-error-beside-a-rollback'],
  'one file with all environments': ['kinds/promotion', 'two-stages-at-once'],
  'a file for each environment': ['kinds/first', 'promotion-in-order'],
};

const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .flatMap((path) => (path.endsWith('/scenario.yaml') ? [path.slice(0, -'/scenario.yaml'.length)] : []))
  .sort();

const known = new Map<string, ReadonlyMap<string, string>>();

/** What was recorded, by the way in which it was run. */
function saidBy(name: string): ReadonlyMap<string, string> {
  const said = known.get(name) ?? recorded(name);
  known.set(name, said);
  return said;
}

function recorded(name: string): ReadonlyMap<string, string> {
  const scenario = readScenario(join(root, name));
  const text = readFileSync(join(root, name, 'expected.txt'), 'utf8');
  if (!scenario.styles) return new Map(waysOf(scenario).map((way) => [wayText(way), text]));
  return new Map(text.split(/^== /m).flatMap((block) => {
    const [ways = '', ...said] = block.split('\n');
    return ways === '' ? [] : ways.split(', ').map((way) => [way, said.join('\n')] as const);
  }));
}

/** The scenarios in which a change makes such a move, those made for it first. */
function covering(kind: string, way: { readonly style: Style; readonly clock: Clock }): string[] {
  const found = names.filter((name) => saidBy(name).get(wayText(way))?.split('\n').some((line) => line.split(': ')[1]?.startsWith(`${kind} `) === true && !line.startsWith(' ')));
  return found.sort((a, b) => Number(b.startsWith('kinds/')) - Number(a.startsWith('kinds/')));
}

function tables(): string {
  const rows = Object.keys(KINDS).flatMap((kind) => CLOCKS.map((clock) => [kind, clock, ...STYLES.map((style) => covering(kind, { style, clock })[0] ?? '')]));
  const table = (head: readonly string[], body: readonly (readonly string[])[]): string => [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |\n`).join('');
  return `${table(['move', 'clocks', ...STYLES], rows)}\n${table(['edge case', 'scenarios'], Object.entries(EDGES).map(([edge, scenarios]) => [edge, scenarios.join(', ')]))}`;
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  it.each(CLOCKS.flatMap((clock) => STYLES.map((style) => ({ style, clock }))))('has a scenario: $style, clocks $clock', (way) => {
    expect(covering(kind, way)).not.toEqual([]);
  });
});

it.each(Object.entries(EDGES))('%s', (_edge, scenarios) => {
  expect(scenarios.filter((name) => !names.includes(name))).toEqual([]);
});

it('is shown in the README of the scenarios', () => {
  const text = readFileSync(readme, 'utf8');
  const shown = `${text.slice(0, text.indexOf('| move |'))}${tables()}`;
  if (process.env.RECORD === '1') writeFileSync(readme, shown);
  expect(readFileSync(readme, 'utf8')).toBe(shown);
});

const attempts = names.filter((name) => name.startsWith('attempts/')).map((name) => name.slice('attempts/'.length));

it.each(attempts)('%s is named by its outcome and told of in docs/trust.md', (name) => {
  const passing = [...saidBy(`attempts/${name}`)].filter(([, said]) => said.includes('exit 0')).map(([way]) => way);
  const outcome = passing.length === 0 ? /^refused-(?!but-for)/ : passing.every((way) => way.startsWith('fast-forward')) ? /^refused-but-for-a-fast-forward-/ : /^(?:passes|harmless)-/;
  expect(name).toMatch(outcome);
  expect(readFileSync(trust, 'utf8')).toContain(`\`${name}\``);
});
