/** No format shows what a Secret holds, whoever reports something near it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, loadFormat } from '../../src/report/format.ts';
import { lintFiles } from '../cases.ts';

/** Every secret in these files holds this. */
const SECRET = 'hunter2';

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: gateway\nversion: 1.0.0\n',
  'chart/values.yaml': `unused: 1\npassword: ${SECRET}-default\nsuffix: ${SECRET}\nother: 2\n`,
  'chart/values-prod.yaml': `unused: 3\npassword: ${SECRET}-prod\nalso: 4\n`,
  'chart/templates/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: gateway\nstringData:\n  password: {{ .Values.password }}-{{ .Values.suffix }}\n',
};

/** Files by what is special about them; each of them has a finding near the secret. */
const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'values of a Secret in every style': {
    'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\nstringData:\n  password: ${SECRET}\n  token: "${SECRET} # no"   # comment\n  api-key: '${SECRET}'\n  private-key: |-\n    ${SECRET}\n    ${SECRET}more\n  secret-key: >\n    ${SECRET}\ntype: Opaque\n`,
  },
  'base64': { 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\ndata:\n  ${SECRET}: ${Buffer.from(SECRET.repeat(2)).toString('base64')}\n  password: ${Buffer.from(SECRET).toString('base64')}\n`.replace(SECRET, 'token') },
  'a flow mapping': { 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: s3 }\nstringData: { password: ${SECRET}, token: "${SECRET}" }\n` },
  'JSON': { 'secret.json': JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's3' }, stringData: { password: SECRET } }, null, 2) },
  'a List': { 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata:\n      name: s3\n    stringData:\n      password: ${SECRET}\n` },
  'a key that stands twice': { 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\nstringData:\n  password: ${SECRET}\n  password: ${SECRET}2\n` },
  'no YAML': { 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\nstringData:\n  password: ${SECRET}\n  token: "${SECRET}\n` },
  'the copy that kubectl keeps': {
    'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"stringData":{"password":"${SECRET}"}}\nstringData:\n  password: ${SECRET}\n`,
  },
  'a chart': CHART,
  'a chart whose Secret is suppressed': { ...CHART, 'chart/values-prod.yaml': `unused: 3\npassword: ${SECRET}-prod # mllint-ignore kubernetes/plain-secret -- it is for the test\nalso: 4\n` },
  'variables': {
    'deployment.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n      containers:\n        - name: server\n          image: nginx\n          env:\n            - { name: DB_PASSWORD, value: ${SECRET} }\n            - { name: API_TOKEN, value: ${SECRET} }\n          args: [--x, --password=${SECRET}]\n`,
  },
  'a ConfigMap': { 'config-map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  user: mlflow\n  password: ${SECRET}\n  URL: postgres://mlflow:${SECRET}@db/x\n` },
  'Windows line ends': { 'secret.yaml': `apiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: s3\r\nstringData:\r\n  password: ${SECRET}\r\n  token: |\r\n    ${SECRET}\r\n` },
};

describe.each(Object.entries(CASES))('%s', (_name, files) => {
  it.each(FORMATS)('is masked in %s', async (name) => {
    const { report } = await lintFiles({ ...files });
    expect(report.findings.length + report.suppressed.length).toBeGreaterThan(0);
    const text = (await loadFormat(name))(report, { color: false, width: 200 });
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 8));
  });
});

it('masks every part of a Secret, whatever its text is and wherever something is found', async () => {
  const pretty = await loadFormat('pretty');
  const word = fc.stringMatching(/^[A-Za-z0-9]{4,12}$/);
  await fc.assert(fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), fc.boolean(), async (words, isBlock) => {
    const entries = words.map((one, index) => (isBlock ? `  key-${index}-token: |\n    zq${one}\n    zq${one}\n` : `  key-${index}-token: zq${one}\n`));
    const { report } = await lintFiles({ 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\nstringData:\n${entries.join('')}  key-0-token: zq\n` });
    const text = pretty(report, { color: false, width: 200 });
    expect(report.findings.length).toBeGreaterThan(0);
    for (const one of words) expect(text).not.toContain(`zq${one}`);
  }), { numRuns: 30 });
});

it('leaves the keys, and what a template takes from elsewhere', async () => {
  const { report } = await lintFiles({ 'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3\nstringData:\n  password: ${SECRET}\n` });
  const text = (await loadFormat('pretty'))(report, { color: false, width: 80 });
  expect(text).toContain('> 6 |   password: (masked)\n      |             ^^^^^^^^');
});
