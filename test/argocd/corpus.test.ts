/** The ApplicationSets of Argo CD's own examples, documentation and test data, where they are at hand. */
import { describe, expect, it } from 'vitest';
import { corpusSets, hasCorpus, type CorpusSet } from './corpus.ts';

/** What nobody can know offline. What mllint itself does not look at is not among it. */
const OFFLINE = new Set(['cluster inventory', 'forge', 'plugin', 'decision resource', 'other repository']);

/** Sets that Argo CD refuses, too, and why. */
const BROKEN: Readonly<Record<string, string>> = {
  // `union` is what merge was called before its first release.
  'trees/applicationset/examples/matrix/matrix-and-union-in-matrix.yaml#0': 'child generator generated no parameters',
  // An excerpt of a page that leaves out what to look for.
  'argo-cd/_docs_fenced/docs/operator-manual/applicationset/Generators-Git/08-L470.yaml#0': 'the git generator names neither `directories` nor `files`',
  // Test data for a status.
  'argo-cd/resource_customizations/argoproj.io/ApplicationSet/testdata/progressiveSyncApplicationSet.yaml#0':
    'found less than two generators, Merge requires two or more',
  // Its template asks for the path of a git generator, of which there is none.
  'trees/argo-cd/applicationset/examples/matrix/list-and-list.yaml#0': 'map has no entry for key "path"',
};

describe('the ApplicationSets of Argo CD', () => {
  it('expand, or say which of a few things would be needed', { timeout: 60_000 }, async ({ skip }) => {
    if (!hasCorpus) skip('the corpora are not at hand');
    const sets = await corpusSets();
    expect(sets.length).toBeGreaterThan(140);
    for (const { name, expanded } of sets) {
      expect(expanded.unexpandable.filter(({ missing }) => !OFFLINE.has(missing)).map(({ why }) => why), name).toEqual([]);
      expect(expanded.errors.slice(0, 1).map(({ message }) => message.includes(BROKEN[name] ?? '-') || message), name).toEqual(name in BROKEN ? [true] : []);
    }
    expect(countsOf(sets)).toMatchInlineSnapshot(`
      {
        "cluster inventory": 28,
        "cluster inventory, other repository": 5,
        "decision resource": 6,
        "expanded": 64,
        "expanded to nothing": 9,
        "forge": 30,
        "other repository": 15,
        "refused": 4,
      }
    `);
  });
});

function countsOf(sets: readonly CorpusSet[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { expanded } of sets) {
    const needs = [...new Set(expanded.unexpandable.map(({ missing }) => missing))].sort();
    const outcome = expanded.errors.length > 0 ? 'refused' : needs.length > 0 ? needs.join(', ') : expanded.applications.length > 0 ? 'expanded' : 'expanded to nothing';
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}
