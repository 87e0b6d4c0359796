import { boolean, defineRule } from '#rule';
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
    if (!chartDefaults) return;
    for (const unread of unreadDefaults(repository)) yield { at: unread.key, message: messageOf(unread), severity: 'info' };
  },
});

function messageOf({ path, meant, charts }: UnreadValue): string {
  const whose = charts.length === 1 ? `no template of ${charts[0] ?? ''}` : `no template of ${charts.join(', ')}`;
  return `${whose} reads ${written(path)}${meant ? `; they read ${written(meant)}` : ''}`;
}
