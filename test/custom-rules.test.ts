/** Rules that a configuration states: what they see, where they are shown, and what is wrong with them. */
import { describe, expect, it } from 'vitest';
import { lineOf, lintFiles } from './cases.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: gateway
  labels: { team: serving }
spec:
  replicas: 1
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec:
      containers:
      - name: gateway
        image: example.com/gateway:1.2.0
`;

const MODEL = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: fraud-detector, namespace: serving }
spec:
  predictor:
    minReplicas: 2
    model:
      modelFormat: { name: sklearn }
      storageUri: s3://ml-models/fraud-detector/v43
`;

/** What one rule says of some files, without its id. */
async function said(rule: string, files: Readonly<Record<string, string>>, more = ''): Promise<string[]> {
  const { report } = await lintFiles({ 'mllint.yaml': `customRules:\n${rule.replace(/^/gm, '  ')}\n${more}`, ...files });
  expect(report.crashes).toEqual([]);
  return report.findings.filter(({ rule: id }) => id.startsWith('team/') || id === 'mllint/config').map(lineOf);
}

describe('a custom rule', () => {
  it('looks at the kinds that it names, and is shown at the field that it read', async () => {
    const rule = `- id: team/replicas
  on: manifest
  kinds: [Deployment.apps]
  expression: self.spec.replicas >= 2
  message: at least two replicas`;
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT, 'model.yaml': MODEL })).toEqual(['deployment.yaml:7:13 error team/replicas at least two replicas']);
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT.replace('replicas: 1', 'replicas: 2') })).toEqual([]);
  });

  it('is shown at the item that decided, with a severity and a message of its own', async () => {
    const rule = `- id: team/registry
  on: manifest
  kinds: [Deployment.apps]
  expression: self.spec.template.spec.containers.all(c, c.image.startsWith("registry.example.com/"))
  message: images come from our registry
  messageExpression: '"images come from registry.example.com, not " + self.spec.template.spec.containers[0].image'
  severity: warning`;
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT })).toEqual(['deployment.yaml:14:16 warning team/registry images come from registry.example.com, not example.com/gateway:1.2.0']);
  });

  it('says nothing where `when` is not true', async () => {
    const rule = `- id: team/prod
  on: manifest
  kinds: [Deployment.apps]
  when: environment.name == "prod"
  expression: self.spec.replicas >= 2
  message: two in production`;
    const files = { 'environments/prod/deployment.yaml': DEPLOYMENT, 'environments/dev/deployment.yaml': DEPLOYMENT };
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [deployment.yaml]\n';
    expect(await said(rule, { ...files, 'environments/prod/kustomization.yaml': kustomization, 'environments/dev/kustomization.yaml': kustomization })).toEqual(['environments/prod/deployment.yaml:7:13 error team/prod two in production']);
  });

  it('sees models by what they serve', async () => {
    const rule = `- id: team/bucket
  on: model
  expression: model.uri.startsWith("s3://ml-models-prod/") || model.version != "v43"
  message: production serves from its own bucket`;
    const found = await said(rule, { 'model.yaml': MODEL });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('error team/bucket production serves from its own bucket');
  });

  it('sees Applications and environments', async () => {
    const application = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  project: default\n  source: { repoURL: "https://example.com/x", path: p }\n  destination: { name: c, namespace: n }\n';
    expect(await said('- { id: team/project, on: application, expression: "self.spec.project != \\"default\\"", message: a project of its own }', { 'application.yaml': application })).toEqual(['application.yaml:5:12 error team/project a project of its own']);
    expect(await said('- { id: team/models, on: environment, expression: "self.models.size() == 0", message: no models here }', { 'environments/prod/model.yaml': MODEL, 'environments/prod/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [model.yaml]\n' })).toHaveLength(1);
  });

  it('that cannot be evaluated has not been found to hold', async () => {
    expect(await said('- { id: team/x, on: manifest, kinds: [Deployment.apps], expression: self.spec.paused, message: paused }', { 'deployment.yaml': DEPLOYMENT })).toEqual(['deployment.yaml:6:1 error team/x paused; whether it holds cannot be told: no such key: paused']);
    expect(await said('- { id: team/x, on: manifest, kinds: [Deployment.apps], expression: self.spec.replicas, message: one }', { 'deployment.yaml': DEPLOYMENT })).toEqual(['deployment.yaml:7:13 error team/x one; whether it holds cannot be told: it gives neither true nor false']);
  });

  it('that costs too much is unverified there', async () => {
    const { report } = await lintFiles({ 'mllint.yaml': 'customRules: [{ id: team/x, on: manifest, kinds: [Deployment.apps], expression: "lists.range(2000).all(a, lists.range(2000).all(b, true))", message: m }]\n', 'deployment.yaml': DEPLOYMENT });
    expect(report.unverified.map(({ what, why }) => `${what}: ${why}`)).toEqual(['team/x: the expression of team/x takes more than 1000000 steps here']);
  });

  it('has settings, suppressions and a place in the list of rules like every other', async () => {
    const rule = '- { id: team/replicas, on: manifest, kinds: [Deployment.apps], expression: self.spec.replicas >= 2, message: at least two replicas }';
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT }, 'rules: { team/replicas: info }\n')).toEqual(['deployment.yaml:7:13 info team/replicas at least two replicas']);
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT }, 'rules: { team/replicas: off }\n')).toEqual([]);
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT.replace('replicas: 1', 'replicas: 1 # mllint-ignore team/replicas -- a test') })).toEqual([]);
    const { report } = await lintFiles({ 'mllint.yaml': `customRules:\n${rule}\n`, 'deployment.yaml': DEPLOYMENT });
    expect(report.rules.find(({ id }) => id === 'team/replicas')).toMatchObject({ title: 'at least two replicas', severity: 'error' });
  });
});

describe('a custom rule that cannot be taken is shown where it is wrong', () => {
  it.each([
    ['syntax', '- { id: team/x, on: manifest, expression: "self.a ==", message: m }', ['mllint.yaml:2:54 error mllint/config "expression" is no expression in CEL: unexpected token: EOF']],
    ['an unknown variable', '- { id: team/x, on: manifest, expression: enviroment.name == "a", message: m }', ['mllint.yaml:2:45 error mllint/config "expression" names "enviroment", which is no variable here; did you mean "environment"? (known: self, environment, base)']],
    ['a variable of another subject', '- { id: team/x, on: application, expression: model.name == "a", message: m }', ['mllint.yaml:2:48 error mllint/config "expression" names "model", which is no variable here (known: self, environment)']],
    ['an id without a group', '- { id: x, on: manifest, expression: "true", message: m }', ['mllint.yaml:2:11 error mllint/config "x" is no id of a rule: it takes a group and a name in lower-case letters, digits and "-", such as team/owner-label']],
    ['an id that is taken', '- { id: istio/weights-sum, on: manifest, expression: "true", message: m }', ['mllint.yaml:2:11 error mllint/config there is a rule "istio/weights-sum" already']],
    ['a group of mllint', '- { id: promotion/x, on: manifest, expression: "true", message: m }', ['mllint.yaml:2:11 error mllint/config "promotion/x": the group is mllint\'s own; take another, such as team']],
    ['kinds of what has none', '- { id: team/x, on: model, kinds: [Pod], expression: "true", message: m }', ['mllint.yaml:2:30 error mllint/config "kinds" goes with on: manifest, not with on: model']],
    ['no expression', '- { id: team/x, on: model, message: m }', ['mllint.yaml:2:7 error mllint/config the key "expression" is missing here']],
  ])('%s', async (_what, rule, expected) => {
    expect(await said(rule, { 'deployment.yaml': DEPLOYMENT })).toEqual(expected);
  });
});
