/**
 * A field of a valid manifest, misspelt in every way of one edit, is reported at that key with the right spelling. A sample of what the suite reads, all of it
 * with `MUTATIONS=all`; the score and the misses are printed with `MUTATIONS=show`, too.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/groups.ts';
import { definition, schemaOf } from '../../src/kubernetes/schema/catalog.ts';
import { onceEach } from '../../src/kubernetes/schema/check.ts';
import { inspect } from '../../src/kubernetes/schema/inspect.ts';
import { plainData } from '../../src/kubernetes/schema/plain-data.ts';
import type { KindSchema } from '../../src/kubernetes/schema/schema.ts';
import { identityOf } from '../../src/kubernetes/identity.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { isUnreadable } from '../../src/snapshot/snapshot.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { randomOf, treeOf } from '../kubernetes/schema/sample.ts';
import { knownFields, misspelt, renamed, type KnownField } from './misspellings.ts';

const MANIFESTS = 200;
const corpora = ['kserve', 'argocd', 'istio', 'gateway-api', 'prom', 'kustomize', 'helm'].map((name) => fileURLToPath(new URL(`../../../shared/corpus/${name}`, import.meta.url)));
const isWhole = process.env.MUTATIONS === 'all';

interface Valid {
  readonly schema: KindSchema;
  readonly data: unknown;
}

describe('one field misspelt', () => {
  it('is reported there, with the right spelling, in 99 of 100', { timeout: 600_000 }, async ({ skip }) => {
    if (!corpora.some((folder) => existsSync(folder))) skip('the corpora are not at hand');
    const manifests = await validManifests();
    expect(manifests.length).toBeGreaterThanOrEqual(MANIFESTS);
    const random = randomOf(20261127);
    const cases = spread(manifests, MANIFESTS).flatMap(({ schema, data }) => {
      const fields = knownFields(schema.schema, data);
      const field = fields[Math.floor(random() * fields.length)];
      return field === undefined ? [] : misspelt(field).map((word) => ({ schema, data, field, word }));
    });
    const tried = isWhole ? cases : cases.filter((_, index) => index % 5 === 0);
    const missed = tried.filter((one) => !isFound(one));
    if (process.env.MUTATIONS) console.log(`${tried.length - missed.length} of ${tried.length}`, missed.map(({ schema, field, word }) => `${schema.kind} ${[...field.above, field.name].join('.')}: ${word}`));
    expect(tried.length).toBeGreaterThan(1000);
    expect(missed.length / tried.length).toBeLessThanOrEqual(0.01);
  });
});

function isFound({ schema, data, field, word }: Valid & { readonly field: KnownField; readonly word: string }): boolean {
  const found = mistakesOf(schema, renamed(data, field, word));
  const [only] = found;
  return found.length === 1 && only?.about === 'unknown' && only.path.join('\0') === [...field.above, word].join('\0') && only.message.endsWith(`did you mean ${field.name}?`);
}

function mistakesOf({ schema, isBuiltIn, kind }: KindSchema, data: unknown) {
  return onceEach(inspect(schema, treeOf(data), { definitions: definition, isBuiltIn, kind }), kind);
}

/** Evenly over the kinds, so that no kind speaks for the others. */
function spread(manifests: readonly Valid[], count: number): Valid[] {
  const byKind = grouped(manifests, ({ schema }) => `${schema.apiVersion} ${schema.kind}`);
  const chosen: Valid[] = [];
  for (let round = 0; chosen.length < count; round += 1) chosen.push(...[...byKind.values()].flatMap((ofKind) => ofKind[round] ?? []));
  return chosen.slice(0, count);
}

async function validManifests(): Promise<Valid[]> {
  const found: Valid[] = [];
  for (const folder of corpora.filter((one) => existsSync(one))) {
    const snapshot = await diskSnapshot(folder, { useGit: false });
    for (const path of [...snapshot.files].sort()) {
      const file = /\.ya?ml$/.test(path) ? snapshot.file(path) : undefined;
      if (!file || isUnreadable(file) || file.text.includes('{{')) continue;
      for (const { root } of parseYaml(file).documents) {
        const identity = root && identityOf(Node.root(root));
        const schema = identity?.name === undefined ? undefined : schemaOf(identity.apiVersion, identity.kind);
        const data = root && schema && plainData(root);
        if (schema && data && mistakesOf(schema, data).length === 0) found.push({ schema, data });
      }
    }
  }
  return found;
}
