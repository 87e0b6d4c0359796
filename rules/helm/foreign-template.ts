import { defineCondition } from '#rule';

export default defineCondition({
  id: 'helm/foreign-template',
  title: 'Templates of Prometheus in a chart are escaped',
  why: 'Helm takes `{{ $value }}` for its own, finds no such variable and renders nothing of the chart: every resource of it stays as it was.',
  severity: 'error',
  fixable: true,
});
