/** A rule that stops at a bound says so. */
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../cases.ts';

function virtualService(index: number, match: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: vs-${index}, namespace: mesh}\nspec:\n  hosts: [models.example.org]\n  gateways: [edge]\n  http:\n    - match: [{uri: {exact: "${match}"}}]\n      route: [{destination: {host: model-${index}}}]\n`;
}

async function of(count: number): Promise<{ findings: string[]; unverified: string[] }> {
  const routes = Array.from({ length: count }, (_, index) => virtualService(index, index === 1 ? '/0' : `/${index}`));
  const { report } = await lintFiles({ 'routes.yaml': routes.join('---\n') });
  expect(report.crashes).toEqual([]);
  return {
    findings: report.findings.filter(({ rule }) => rule === 'istio/host-conflict').map(({ at }) => `line ${at.file.position(at.range.start).line}`),
    unverified: report.unverified.map(({ at, what, why, needs }) => `${what} line ${at.file.position(at.range.start).line}: ${why}; ${needs}`),
  };
}

describe('istio/host-conflict', () => {
  it('compares the VirtualServices of a host', async () => {
    expect(await of(60)).toEqual({ findings: ['line 15'], unverified: [] });
  });

  it('says from which on it does not', async () => {
    const { findings, unverified } = await of(460);
    expect(findings).toEqual(['line 15']);
    expect(unverified).toEqual([
      'istio/host-conflict line 4475: there are more than 100000 pairs of VirtualServices that share a host, and from here on they are not compared; fewer of them in one environment',
    ]);
  });
});
