/** Public manifests, where they are at hand: every file is read or reported, nothing crashes, every error is of a kind that is true there. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../src/mllint.ts';
import { diskSnapshot } from '../src/snapshot/disk.ts';
import { lineOf, NOW } from './cases.ts';

const shared = fileURLToPath(new URL('../../shared/corpus', import.meta.url));

/** What these manifests really have: unversioned models, samples that are no YAML, weights that are refused, Applications without a cluster, sets without generators or with one of old. */
const TRUE_HERE = new Set([
  'model/uri-versioned', 'model/uri-pinned', 'repository/readable', 'repository/unique-keys', 'kserve/graph-weights', 'istio/weights-valid',
  'gateway/weights-valid', 'argocd/destination', 'argocd/source-renders', 'argocd/source-exists', 'argocd/generator-known', 'argocd/generator-expands',
  'argocd/parameters-resolved',
  // Parts of repositories, whose kustomizations name what was left out, and pages of which each block is a file.
  'kustomize/builds', 'kubernetes/object-once',
  // Each was read: fragments of pages, cases of what an API server refuses, fields of old versions.
  'kubernetes/schema',
  // Istio's own cases, an example of Gateways that share a port, and pages of KServe that name fields it does not have.
  'istio/host-conflict', 'istio/route-reachable', 'istio/subset-defined', 'istio/port', 'istio/virtual-service', 'istio/gateway', 'istio/service-entry', 'kserve/graph-resolves', 'kserve/autoscaling', 'kserve/one-implementation',
]);

describe.each(['kserve', 'argocd', 'istio', 'gateway-api'])('corpus %s', (name) => {
  it('is read without a crash, and its errors are of kinds that are true there', { timeout: 60_000 }, async ({ skip }) => {
    const folder = `${shared}/${name}`;
    if (!existsSync(folder)) skip('the corpora are not at hand');
    const snapshot = await diskSnapshot(folder, { useGit: false });
    const { report } = await run({ snapshot, now: NOW });
    expect(report.crashes).toEqual([]);
    expect(report.summary.files).toBe(snapshot.files.length);
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.filter(({ rule }) => !TRUE_HERE.has(rule)).map(lineOf)).toEqual([]);
    // Cases that were written to be judged one by one lie in one folder.
    const warnings = report.findings.filter(({ rule, severity }) => severity === 'warning' && rule !== 'istio/host-conflict' && rule !== 'gateway/route-conflict');
    expect(warnings.length).toBeLessThanOrEqual(report.summary.manifests / 20);
  });
});
