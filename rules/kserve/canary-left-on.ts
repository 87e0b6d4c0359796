import { defineRule, deploymentMode, type Node } from '#rule';
import { componentsOf, isCurrent } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/canary-left-on',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'A canary that is over leaves nothing behind, and one percent is meant for one component',
  why: 'canaryTrafficPercent 100 is what no percent means; with 0 the version in the manifest gets no requests, and stays there looking like the one in use.',
  severity: 'info',

  *check(service) {
    if (!isCurrent(service) || deploymentMode(service) === 'Standard') return;
    const percents = componentsOf(service).flatMap(({ name, node }) => {
      const percent = node.get('canaryTrafficPercent');
      return percent.number === undefined ? [] : [{ name, percent, number: percent.number }];
    });
    for (const { name, percent, number } of percents) {
      if (number === 100) yield { at: percent, message: `canaryTrafficPercent 100 of the ${name} is what its absence means: the canary is over` };
      if (number === 0) yield { at: percent, message: `canaryTrafficPercent 0 of the ${name}: the version that stands here gets no requests` };
    }
    const [first, second] = percents.filter(({ number }) => number > 0 && number < 100);
    if (first && second) yield { at: second.percent, message: `${first.name} and ${second.name} both have a canary: their versions are mixed`, related: [related(first.percent)] };
  },
});

function related(at: Node): { at: Node; message: string } {
  return { at, message: 'the other canary' };
}
