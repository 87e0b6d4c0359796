/** ValidatingAdmissionPolicies that a configuration names, run as rules. */
import { describe, expect, it } from 'vitest';
import { lineOf, lintFiles } from './cases.ts';

const CONFIG = 'admissionPolicies: [policies/*.yaml]\n';

function deployment(name: string, more: { readonly namespace?: string; readonly labels?: string; readonly replicas?: number } = {}): string {
  const { namespace = 'models', labels = '{}', replicas = 1 } = more;
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace}, labels: ${labels} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: a } }
  template:
    metadata: { labels: { app: a } }
    spec: { containers: [{ name: c, image: "example.com/a:1.0.0" }] }
`;
}

function policy(spec: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: replicas }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }]
${spec.replace(/^/gm, '  ')}
`;
}

function binding(spec: string): string {
  return `---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: b }\nspec:\n  policyName: replicas\n${spec.replace(/^/gm, '  ')}\n`;
}

const TWO = 'validations: [{ expression: object.spec.replicas >= 2, message: at least two replicas. }]';

async function result(files: Readonly<Record<string, string>>) {
  const { report } = await lintFiles({ 'mllint.yaml': CONFIG, ...files });
  expect(report.crashes).toEqual([]);
  return {
    said: report.findings.filter(({ rule }) => rule.startsWith('admission/') || rule === 'mllint/config').map(lineOf),
    unverified: report.unverified.filter(({ what }) => what.startsWith('admission/')).map(({ why }) => why),
    infos: report.rules.filter(({ id }) => id.startsWith('admission/')),
  };
}

describe('a ValidatingAdmissionPolicy', () => {
  it('is a rule: its finding stands at the field that the expression read', async () => {
    const { said, infos } = await result({ 'policies/replicas.yaml': policy(TWO), 'app.yaml': deployment('a') });
    expect(said).toEqual(['app.yaml:5:13 error admission/replicas at least two replicas']);
    expect(infos).toMatchObject([{ id: 'admission/replicas', title: 'at least two replicas', severity: 'error' }]);
  });

  it('is asked about what its constraints match', async () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: models }\nspec: { ports: [{ port: 80 }] }\n';
    expect((await result({ 'policies/replicas.yaml': policy('validations: [{ expression: "false", message: m }]'), 'app.yaml': service })).said).toEqual([]);
    const selecting = `${policy(TWO)}`.replace('  matchConstraints:\n', '  matchConstraints:\n    objectSelector: { matchLabels: { tier: front } }\n');
    expect((await result({ 'policies/replicas.yaml': selecting, 'app.yaml': deployment('a') })).said).toEqual([]);
    expect((await result({ 'policies/replicas.yaml': selecting, 'app.yaml': deployment('a', { labels: '{ tier: front }' }) })).said).toHaveLength(1);
  });

  it('selects namespaces by their labels, which may not be here', async () => {
    const selecting = policy(TWO).replace('  matchConstraints:\n', '  matchConstraints:\n    namespaceSelector: { matchExpressions: [{ key: env, operator: In, values: [prod] }] }\n');
    const namespace = (env: string): string => `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: models, labels: { env: ${env} } }\n`;
    expect((await result({ 'policies/replicas.yaml': selecting, 'app.yaml': deployment('a') + namespace('prod') })).said).toHaveLength(1);
    expect((await result({ 'policies/replicas.yaml': selecting, 'app.yaml': deployment('a') + namespace('dev') })).said).toEqual([]);
    expect(await result({ 'policies/replicas.yaml': selecting, 'app.yaml': deployment('a') })).toMatchObject({ said: [], unverified: ['the labels of the namespace models are not in this repository'] });
    const byName = policy(TWO).replace('  matchConstraints:\n', '  matchConstraints:\n    namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } }\n');
    expect(await result({ 'policies/replicas.yaml': byName, 'app.yaml': deployment('a') })).toMatchObject({ said: [], unverified: [] });
  });

  it('has conditions, variables and messages that are put together', async () => {
    const spec = `matchConditions: [{ name: not-b, expression: object.metadata.name != "b" }]
variables: [{ name: replicas, expression: object.spec.replicas }, { name: isFew, expression: variables.replicas < 2 }]
validations: [{ expression: "!variables.isFew", messageExpression: "'only %d of ' .format([variables.replicas]) + request.namespace + '/' + object.metadata.name" }]`;
    expect((await result({ 'policies/replicas.yaml': policy(spec), 'app.yaml': `${deployment('a')}---\n${deployment('b')}` })).said).toEqual(['app.yaml:5:13 error admission/replicas only 1 of models/a']);
  });

  it('is as severe as its bindings say', async () => {
    for (const [actions, severity] of [['[Deny]', 'error'], ['[Warn, Audit]', 'warning'], ['[Audit]', 'info']]) {
      const { said } = await result({ 'policies/replicas.yaml': policy(TWO) + binding(`validationActions: ${actions ?? ''}`), 'app.yaml': deployment('a') });
      expect(said).toEqual([`app.yaml:5:13 ${severity ?? ''} admission/replicas at least two replicas`]);
    }
  });

  it('takes parameters from the repository, and is unverified without them', async () => {
    const withParams = policy('paramKind: { apiVersion: v1, kind: ConfigMap }\nvalidations: [{ expression: object.spec.replicas >= int(params.data.min), message: too few }]');
    const bound = binding('validationActions: [Deny]\nparamRef: { name: limits, namespace: policies, parameterNotFoundAction: Deny }');
    const limits = (min: number): string => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: limits, namespace: policies }\ndata: { min: "${min}" }\n`;
    expect((await result({ 'policies/replicas.yaml': withParams + bound, 'app.yaml': deployment('a', { replicas: 3 }) + limits(4) })).said).toEqual(['app.yaml:5:13 error admission/replicas too few']);
    expect((await result({ 'policies/replicas.yaml': withParams + bound, 'app.yaml': deployment('a', { replicas: 3 }) + limits(3) })).said).toEqual([]);
    expect(await result({ 'policies/replicas.yaml': withParams + bound, 'app.yaml': deployment('a') })).toMatchObject({ said: [], unverified: ['the parameters ConfigMap limits of the policy replicas are not in this repository'] });
  });

  it('is unverified where it asks who may do something', async () => {
    const asking = policy('validations: [{ expression: authorizer.group("apps").resource("deployments").check("create").allowed(), message: m }]');
    expect(await result({ 'policies/replicas.yaml': asking, 'app.yaml': deployment('a') })).toMatchObject({ said: [], unverified: ['what somebody may do cannot be known outside of the cluster'] });
  });

  it('that cannot be evaluated refuses, unless it says to ignore that', async () => {
    const failing = (more: string): string => policy(`${more}validations: [{ expression: object.spec.paused, message: paused }]`);
    expect((await result({ 'policies/replicas.yaml': failing(''), 'app.yaml': deployment('a') })).said).toEqual(['app.yaml:4:1 error admission/replicas paused; whether it holds cannot be told for this Deployment: no such key: paused']);
    expect((await result({ 'policies/replicas.yaml': failing('failurePolicy: Ignore\n'), 'app.yaml': deployment('a') })).said).toEqual([]);
  });

  it('that cannot be taken is shown where it is wrong', async () => {
    expect((await result({ 'policies/replicas.yaml': policy('validations: [{ expression: object.spec., message: m }]'), 'app.yaml': deployment('a') })).said).toEqual(['policies/replicas.yaml:7:31 error mllint/config this is no expression in CEL: expected IDENTIFIER, got EOF']);
    expect((await result({ 'app.yaml': deployment('a') })).said).toEqual(['mllint.yaml:1:21 error mllint/config there is no file that "policies/*.yaml" names']);
  });
});
