import { defineRule, suggest } from '#rule';

export default defineRule({
  id: 'helm/template-blanked',
  on: 'chart',
  title: 'Helm leaves nothing out that is meant for another template language',
  why: 'Helm renders every action in a chart first. It takes `{{ .Value }}` of Prometheus or `{{.Name}}` of KServe for a field of its own, finds none, and prints nothing.',
  severity: 'warning',

  *check({ releases }) {
    for (const { templates } of releases) {
      for (const { at, names } of templates.foreign) {
        yield { at, message: `Helm knows no .${names.join('.')} and prints nothing for it; ${advice(names, at.written ?? '')}` };
      }
    }
  },
});

const HELM_OBJECTS = ['Values', 'Release', 'Chart', 'Files', 'Capabilities', 'Template', 'Subcharts'];

/** Whose template it is tells its field. */
const FOREIGN = new Map([
  ...['Value', 'Labels', 'ExternalLabels', 'ExternalURL'].map((name) => [name, 'Prometheus'] as const),
  ...['Alerts', 'GroupLabels', 'CommonLabels', 'CommonAnnotations', 'Status', 'Receiver'].map((name) => [name, 'Alertmanager'] as const),
  ...['Name', 'Namespace', 'Annotations', 'IngressDomain', 'Spec'].map((name) => [name, 'KServe'] as const),
]);

function advice([name = '']: readonly string[], action: string): string {
  const near = suggest(name, HELM_OBJECTS);
  const owner = FOREIGN.get(name);
  if (owner === undefined) return near === undefined ? `its objects are ${HELM_OBJECTS.map((one) => `.${one}`).join(', ')}` : `did you mean .${near}?`;
  return `what ${owner} should get is written {{\`${shortened(action)}\`}}`;
}

function shortened(action: string): string {
  const line = action.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
