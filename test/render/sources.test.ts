/** Sources as Argo CD renders them: small repositories, and what each value is and where it was written. */
import { describe, expect, test } from 'vitest';
import { run } from '../../src/mllint.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { NOW } from '../cases.ts';
import { sourceCases } from './source-cases.ts';

/** `name: value < file:line`, in the order of what is rendered; then what was raised, and what is unverified. */
async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { repository, report } = await run({ snapshot: memorySnapshot(files), now: NOW });
  const application = repository?.applications.find(({ name }) => name === 'app');
  const values = (application?.manifests ?? []).flatMap(({ root, kind, name }) => {
    const data = root.get('data').entries();
    if (data.length === 0) return [`${kind} ${name ?? ''}`];
    return data.map(([key, node]) => {
      if (!node.isKnown) return `${key}: unknown, ${node.unknown ?? ''}`;
      const { file, range } = node.at;
      return `${key}: ${JSON.stringify(node.value)} < ${file.path}:${file.position(range.start).line}`;
    });
  });
  const findings = report.findings.filter(({ rule }) => rule === 'argocd/source-exists' || rule === 'argocd/source-renders').map(({ rule, message }) => `${rule}: ${message}`);
  return [...values, ...findings, ...report.unverified.map(({ why }) => `unverified: ${why}`)];
}

describe('sources', () => {
  test.each(sourceCases)('$name', async ({ files, expected }) => {
    expect(await told(files)).toEqual(expected);
  });
});
