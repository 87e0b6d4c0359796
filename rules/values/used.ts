import { boolean, defineRule, groupOf, type Chart } from '#rule';
import { written } from '../shared/chart-releases.ts';
import { unreadDefaults, unreadValues, type UnreadValue } from '../shared/unread-values.ts';

export default defineRule({
  id: 'values/used',
  on: 'repository',
  title: 'Every value of an environment is read by a template',
  why: 'Helm takes no notice of a key that no template reads: the file says one thing and the cluster runs another.',
  severity: 'warning',
  options: {
    wrapperCharts: boolean(false, 'Also judges charts with dependencies, whose values mostly belong to other charts.'),
    chartDefaults: boolean(false, "Also names, as information, what a chart's own values.yaml offers and no template reads."),
  },

  *check(repository, { wrapperCharts, chartDefaults }) {
    for (const unread of unreadValues(repository, { wrapperCharts })) yield { at: unread.key, message: messageOf(unread) };
    for (const unread of unreadDefaults(repository, { of: (chart) => chartDefaults || servesModels(chart) })) {
      if (chartDefaults || isAboutTraffic(unread)) yield { at: unread.key, message: messageOf(unread), severity: 'info' };
    }
  },
});

function servesModels({ releases }: Chart): boolean {
  return releases.some(({ manifests }) => manifests.some(({ kind, apiVersion }) => kind === 'InferenceService' && groupOf(apiVersion) === 'serving.kserve.io'));
}

/** A canary that the chart of a model only seems to offer: whoever sets it takes the traffic for split. */
function isAboutTraffic({ path }: UnreadValue): boolean {
  return /canary|traffic/i.test(path.at(-1) ?? '');
}

function messageOf({ path, meant, charts }: UnreadValue): string {
  const whose = charts.length === 1 ? `no template of ${charts[0] ?? ''}` : `no template of ${charts.join(', ')}`;
  return `${whose} reads ${written(path)}${meant ? `; they read ${written(meant)}` : ''}`;
}
