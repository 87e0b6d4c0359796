/** Rules of a configuration with a base: whose they are, and what they see of it. */
import { expect, it } from 'vitest';
import { lineOf } from './cases.ts';
import { lintChange } from './history/lint-change.ts';

const service = (port: number): string => `apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: models }\nspec: { selector: { app: a }, ports: [{ port: ${port} }] }\n`;

async function said(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { report } = await lintChange(files);
  expect(report.crashes).toEqual([]);
  return report.findings.filter(({ rule }) => /^(?:team|admission|promotion|mllint)\//.test(rule)).map(lineOf);
}

it('`base` is the same object before the change, and nothing for a new one', async () => {
  const config = 'customRules:\n- id: team/ports\n  on: manifest\n  kinds: [Service]\n  expression: "!base.hasValue() || base.value().spec.ports[0].port == self.spec.ports[0].port"\n  message: ports stay\n';
  const other = service(1).replace('name: a', 'name: b');
  expect(await said({ 'base/mllint.yaml': config, 'base/a.yaml': service(80), 'head/mllint.yaml': config, 'head/a.yaml': service(81), 'head/b.yaml': other })).toEqual(['a.yaml:4:47 error team/ports ports stay']);
  expect(await said({ 'base/mllint.yaml': config, 'base/a.yaml': service(80), 'head/mllint.yaml': config, 'head/a.yaml': service(80), 'head/b.yaml': other })).toEqual([]);
});

it('a change cannot take a rule away from itself, and what it does to one is listed', async () => {
  const config = (expression: string): string => `customRules:\n- { id: team/port, on: manifest, kinds: [Service], expression: "${expression}", message: port 80 }\n`;
  const strict = config('self.spec.ports.all(p, p.port == 80)');
  const files = { 'base/mllint.yaml': strict, 'base/a.yaml': service(80), 'head/a.yaml': service(81) };
  expect(await said({ ...files, 'head/mllint.yaml': config('true') })).toEqual(['a.yaml:4:47 error team/port port 80', 'mllint.yaml:1:1 warning promotion/policy-unchanged the rule team/port says something else; it takes effect after the merge']);
  expect(await said({ ...files, 'head/mllint.yaml': 'ignore: []\n' })).toEqual(['a.yaml:4:47 error team/port port 80', 'mllint.yaml:1:1 warning promotion/policy-unchanged the rule team/port is taken away; it takes effect after the merge']);
});

it('a policy that asks for the old object is one of the change', async () => {
  const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ports }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [services] }]
  validations: [{ expression: "request.operation == 'CREATE' || object.spec.ports == oldObject.spec.ports", message: ports stay }]
`;
  const config = { 'base/mllint.yaml': 'admissionPolicies: [policy.yaml]\n', 'head/mllint.yaml': 'admissionPolicies: [policy.yaml]\n', 'base/policy.yaml': policy, 'head/policy.yaml': policy };
  expect(await said({ ...config, 'base/a.yaml': service(80), 'head/a.yaml': service(81) })).toEqual(['a.yaml:4:47 error admission/ports ports stay']);
  expect(await said({ ...config, 'base/a.yaml': service(80), 'head/a.yaml': service(80) })).toEqual([]);
  const lax = policy.replace('object.spec.ports == oldObject.spec.ports', 'true');
  expect(await said({ ...config, 'head/policy.yaml': lax, 'base/a.yaml': service(80), 'head/a.yaml': service(81) })).toContain('a.yaml:4:47 error admission/ports ports stay');
});
