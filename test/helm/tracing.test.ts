/** What was written where: the promise that every rendered stretch knows its author. */
import { expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart, type ChartResult } from '../../src/render/helm/helm.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { isUnreadable } from '../../src/snapshot/snapshot.ts';
import { within } from '../within.ts';

function render(template: string, values = '', own = ''): ChartResult {
  const snapshot = memorySnapshot({ 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n', 'values.yaml': own, 'prod.yaml': values, 'templates/x.yaml': template });
  const file = snapshot.file('prod.yaml');
  if (!file || isUnreadable(file)) throw new Error('prod.yaml is missing');
  return renderChart({ snapshot, folder: '', releaseName: 'r', namespace: 'n', valueSources: [{ kind: 'file', file }] });
}

/** The stretches of the output that come from outside of templates: `file:text`, `~` where they were computed. */
function authored(result: ChartResult): string[] {
  return result.documents.flatMap(({ text }) =>
    text.segments
      .filter(({ origin }) => !origin.author.file.path.startsWith('templates/'))
      .map(({ start, end, origin }) => `${origin.author.file.path}:${origin.isExact ? '' : '~'}${text.text.slice(start, end)}`),
  );
}

test.each([
  ['x: {{ printf "s3://%s/v%s" .Values.b .Values.v | quote }}', ['prod.yaml:bucket', 'prod.yaml:43']],
  ['x: {{ .Values.b | upper | lower | trunc 3 }}', ['prod.yaml:~buc']],
  ['x: {{ default "a" .Values.b | trimSuffix "et" | squote }}', ['prod.yaml:buck']],
  ['x: {{ tpl .Values.t . }}', ['prod.yaml:x-', 'prod.yaml:bucket']],
  ['x: {{ toYaml .Values.m | nindent 2 }}', ['prod.yaml:~{}', 'prod.yaml:k', 'prod.yaml:yes']],
  ['x: {{ toJson .Values.b }}', ['prod.yaml:bucket']],
  ['x: {{ b64enc .Values.b }}', ['prod.yaml:~YnVja2V0']],
  ['x: {{ regexReplaceAll "u" .Values.b "-" }}', ['prod.yaml:b', 'prod.yaml:cket']],
  ['x: {{ join "-" .Values.l | replace "-" "_" }}', ['prod.yaml:one', 'prod.yaml:two']],
  ['x: {{ (fromYaml (toYaml .Values.m)).k }}', ['prod.yaml:yes']],
  ['x: {{ .Values.own }}', ['values.yaml:mine']],
  ['x: {{ .Values.num | int }}', ['prod.yaml:5']],
])('%s', (template, expected) => {
  const values = 'b: bucket\nv: "43"\nt: "x-{{ .Values.b }}"\nm: { k: "yes", e: {} }\nl: [one, two]\nnum: 5\n';
  const found = authored(render(template, values, 'own: mine\n')).filter((one) => !one.endsWith(':e') && !one.endsWith('.yaml:k') || template.includes('nindent') && one.endsWith(':k'));
  expect(found).toEqual(expected);
});

test('random text is unknown', () => {
  const [document] = render('x: {{ randAlphaNum 8 | b64enc | quote }}').documents;
  expect(document?.text.segments.some(({ origin }) => origin.unknown?.startsWith('randAlphaNum'))).toBe(true);
});

test('a billion repetitions fail at once', () => {
  within(1000, () => {
    expect(() => render('x: {{ repeat 1000000000 "a" }}')).toThrow(RenderError);
    expect(() => render('x: {{ until 1000000000 }}')).toThrow(RenderError);
  });
});

test('what is not there is named', () => {
  expect(() => render('x: {{ durationSeconds 1 }}')).toThrow('function "durationSeconds" not defined'); // Helm 4.3 has it, no Argo CD yet
  expect(() => render('x: {{ nonsense 1 }}')).toThrow('parse error at (c/templates/x.yaml:1): function "nonsense" not defined');
});
