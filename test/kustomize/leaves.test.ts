/** Whole builds of the recorded cases, leaf by leaf. */
import { describe, expect, test } from 'vitest';
import { buildKustomization } from '../../src/render/kustomize/build.ts';
import type { BuildError } from '../../src/render/kustomize/build-error.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { expectedValues, kustomizeCases, leaves, plainValue, type KustomizeCase } from './cases.ts';

function built({ files }: KustomizeCase): unknown[] | BuildError {
  const at = startOf(new SourceFile('application.yaml', ''));
  const result = buildKustomization('', { snapshot: memorySnapshot(files), at });
  if ('refused' in result) return result.refused;
  expect(result.unverified).toEqual([]);
  return result.resources.map(({ tree }) => plainValue(tree));
}

/** What ends a message is the reason; what stands before it says on which way it was met, and memory as Go prints it says nothing. */
function wordsOf(error: string): string[] {
  if (/resid\.ResId\{|\/repository\//.test(error)) return [];
  const [message = ''] = error.split(': node contents:');
  return (message.split(': ').at(-1) ?? '').replace(/ at ''$/, '').split(' ');
}

/** Whole builds have a test of their own, which knows their messages. */
const WHOLE_BUILDS = 'builds';

for (const leaf of leaves().filter((name) => name !== WHOLE_BUILDS)) {
  describe(leaf, () => {
    for (const one of kustomizeCases(leaf)) {
      test(one.name, () => {
        if (one.error === undefined) {
          expect(built(one)).toEqual(expectedValues(one));
        } else {
          const refused = built(one);
          expect(refused).toHaveProperty('message');
          // A message of ours may name more than upstream's.
          for (const word of wordsOf(one.error)) expect(refused).toHaveProperty('message', expect.stringContaining(word));
        }
      });
    }
  });
}
