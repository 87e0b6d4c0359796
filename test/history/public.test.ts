/** Histories of public repositories, where clones with all of their commits are at hand: real violations are found, and nothing else is called one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures } from '../cases.ts';
import { runCommand } from './run-command.ts';

/** A folder with the clones, each under the name of its repository. */
const clones = process.env.MLLINT_HISTORIES ?? '';

interface Judged {
  readonly commit: string;
  readonly kind: string;
  readonly environment: string;
  readonly isClosed: boolean;
}

async function judgedIn(repository: string, model: string): Promise<Judged[]> {
  const { code, out } = await runCommand(['history', model, '--gates', '-c', join(fixtures, 'history', 'public', `${repository}.yaml`)], join(clones, repository));
  expect(code).toBe(0);
  return out.split('\n\n').slice(1).map((block) => {
    const [, commit = '', environment = '', kind = ''] = /UTC ([0-9a-f]{7}) (\S+): (\S+) /.exec(block) ?? [];
    return { commit, environment, kind, isClosed: /^ {2}closed /m.test(block) };
  });
}

const isWhole = (repository: string): boolean => clones !== '' && existsSync(join(clones, repository, '.git')) && !existsSync(join(clones, repository, '.git', 'shallow'));

describe('mlops-demo-application-gitops', () => {
  it('three commits skip a stage, and no other promotion does', { timeout: 300_000 }, async ({ skip }) => {
    if (!isWhole('mlops-demo-application-gitops')) skip('MLLINT_HISTORIES names no folder with a whole clone of it');
    const judged = await judgedIn('mlops-demo-application-gitops', 'iris-inference-service');
    expect([...new Set(judged.flatMap(({ commit, isClosed }) => (isClosed ? [commit] : [])))]).toEqual(['c93679a', '35130e6', '7d5f7a0']);
    expect(judged.filter(({ kind, environment }) => kind === 'promotion' && environment !== 'dev').length).toBeGreaterThan(60);
  });
});

describe('kargo-demo-gitops', () => {
  it('eleven promotions are clean', { timeout: 120_000 }, async ({ skip }) => {
    if (!isWhole('kargo-demo-gitops')) skip('MLLINT_HISTORIES names no folder with a whole clone of it');
    const [front, product, order] = await Promise.all(['store-front', 'product-service', 'order-service'].map((model) => judgedIn('kargo-demo-gitops', model)));
    expect([front, product, order].flatMap((judged) => judged?.filter(({ isClosed, kind }) => isClosed || kind !== 'promotion') ?? [])).toEqual([]);
    // Two services are promoted together.
    expect(order?.map(({ commit }) => commit)).toEqual(product?.map(({ commit }) => commit));
    expect((front?.length ?? 0) + (product?.length ?? 0)).toBe(11);
  });
});
