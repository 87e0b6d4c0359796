/** The rules of real CustomResourceDefinitions, on real manifests. Skipped without the reference files. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/cel/expression.ts';
import { VALIDATION_VARIABLES, validationProblems } from '../../src/cel/validations.ts';
import type { KindSchema } from '../../src/kubernetes/schema/schema.ts';
import { kindsOf, noDefinitions, rootsOf } from './definitions.ts';

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));

function texts(folder: string): { readonly path: string; readonly text: string }[] {
  const root = join(shared, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name)).sort()
    .map((name) => ({ path: name, text: readFileSync(join(root, name), 'utf8') }));
}

/** Each rule once, as it is written. */
function rulesIn(value: unknown, rules: Set<string>): Set<string> {
  if (typeof value !== 'object' || value === null) return rules;
  for (const [key, below] of Object.entries(value)) {
    if (key === 'x-kubernetes-validations' && Array.isArray(below)) {
      for (const { rule } of below) if (typeof rule === 'string') rules.add(rule);
    } else rulesIn(below, rules);
  }
  return rules;
}

describe.skipIf(!existsSync(join(shared, 'crds')))('rules of real definitions', () => {
  const kinds = texts('crds').flatMap(({ text }) => kindsOf(text));
  const byKind = new Map<string, KindSchema>(kinds.map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind]));
  const rules = rulesIn(kinds.map(({ schema }) => schema), new Set());

  it('are expressions', () => {
    const mistakes = [...rules].flatMap((rule) => {
      const program = compileExpression(rule, VALIDATION_VARIABLES);
      return program.kind === 'mistake' ? [`${rule}: ${program.message}`] : [];
    });
    expect(mistakes).toEqual([]);
    expect(rules.size).toBeGreaterThan(100);
  });

  const problemsIn = (folder: string): string[] => texts(folder).flatMap(({ path, text }) => rootsOf(text, path).flatMap((root) => {
    const kind = byKind.get(`${root.get('apiVersion').written ?? ''} ${root.get('kind').written ?? ''}`);
    return kind ? [...validationProblems(root, kind, noDefinitions)].map(({ at, message }) => `${path}:${at.path.join('.')}: ${message}`) : [];
  }));

  it('accept the examples of the Gateway API', () => {
    expect(problemsIn('corpus/gateway-api/examples')).toEqual([]);
  });

  it('accept the corpora of KServe and Istio, but for what a server refuses', () => {
    const refused = ['pkg/config/analysis/analyzers/testdata/virtualservice_destinationhosts.yaml:spec.hosts.0: hostname cannot be wildcard'];
    expect([...problemsIn('corpus/kserve'), ...problemsIn('corpus/istio')]).toEqual(refused);
  });

  it('refuse the invalid examples of the Gateway API', () => {
    expect(problemsIn('corpus/gateway-api/hack/invalid-examples/standard').join('\n')).toMatchInlineSnapshot(`
      "gateway/duplicate-listeners.yaml:spec.listeners.0.name: Listener name must be unique within the Gateway
      gateway/hostname-tcp.yaml:spec.listeners.0.hostname: hostname must not be specified for protocols ['TCP', 'UDP']
      gateway/invalid-addresses.yaml:spec.addresses.9.value: Hostname value must be empty or contain only valid characters (matching ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)
      httproute/invalid-filter-empty.yaml:spec.rules.0.filters.0.type: filter.requestHeaderModifier must be specified for RequestHeaderModifier filter.type
      httproute/invalid-filter-wrong-field.yaml:spec.rules.0.filters.0.type: filter.requestHeaderModifier must be specified for RequestHeaderModifier filter.type
      httproute/invalid-filter-wrong-field.yaml:spec.rules.0.filters.0.type: filter.requestRedirect must be nil if the filter.type is not RequestRedirect
      httproute/invalid-path-alphanum-specialchars-mix.yaml:spec.rules.0.matches.0.path.value: must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']
      httproute/invalid-request-redirect-with-backendref.yaml:spec.rules.0.filters.0.requestRedirect: RequestRedirect filter must not be used together with backendRefs"
    `);
  });
});
