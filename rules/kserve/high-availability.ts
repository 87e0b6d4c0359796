import { defineRule, integer, type ServedModel } from '#rule';

export default defineRule({
  id: 'kserve/high-availability',
  on: 'repository',
  title: 'A model of the last stage has more than one replica',
  why: 'With one replica every update of a node and every crash is an outage.',
  severity: 'warning',
  strictOnly: true,
  options: { minReplicas: integer(2, 'How many replicas a model of the last stage has at least.', 1) },

  *check({ environments, models }, { minReplicas }) {
    const stages = new Set(environments.flatMap(({ stage }) => stage ?? []));
    const last = Math.max(...stages);
    if (stages.size < 2) return;
    for (const model of models) {
      if (model.environment?.stage !== last || !isScaled(model)) continue;
      const { min } = model.replicas;
      const number = min.exists && !min.isNull ? min.number : 1;
      if (number === undefined || number >= minReplicas) continue;
      const message = min.exists ? `minReplicas of ${model.name} is ${number}, below ${minReplicas}` : `${model.name} has no minReplicas, which counts 1, below ${minReplicas}`;
      yield { at: min, message };
    }
  },
});

/** TrainedModels share the replicas of their server. */
function isScaled({ from }: ServedModel): boolean {
  return !('kind' in from) || from.kind !== 'TrainedModel';
}
