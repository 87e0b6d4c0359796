import { defineRule, DEPLOYMENT_MODES, fixOf, modeAnnotation, setValue, suggest, type Node, type Problem } from '#rule';
import { isKserve, isKserveAtLeast } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/deployment-mode',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'InferenceGraph.serving.kserve.io'],
  title: 'The annotation for the deployment mode is one of the modes of KServe',
  why: 'KServe takes another word, even in other letters, for no annotation at all: the default of the cluster decides, which differs between clusters.',
  severity: 'warning',
  fixable: true,

  *check(object) {
    const mode = modeAnnotation(object);
    if (!isKserve(object) || !mode.exists || mode.isNull) return;
    const value = mode.text ?? mode.written ?? '';
    const meant = DEPLOYMENT_MODES.get(value);
    if (meant === undefined) {
      const near = modeMeant(value);
      yield { at: mode, message: `deploymentMode ${value} is none of Standard, Knative, ModelMesh, so that the default of the cluster decides`, fix: near === undefined ? undefined : fixOf(`write ${near}`, 'review', setValue(mode, near)) };
    } else if (meant !== value && isKserveAtLeast(object.cluster, 19) === true) yield legacy(mode, value, meant);
  },
});

const OTHER_WORDS: ReadonlyMap<string, string> = new Map([['raw', 'Standard'], ['rawdeployment', 'Standard'], ['serverless', 'Knative']]);

function modeMeant(value: string): string | undefined {
  const other = OTHER_WORDS.get(value.trim().toLowerCase());
  const near = suggest(value, DEPLOYMENT_MODES.keys());
  return other ?? (near === undefined ? undefined : DEPLOYMENT_MODES.get(near));
}

function legacy(mode: Node, value: string, meant: string): Problem {
  return { at: mode, message: `deploymentMode ${value} is the old name of ${meant}; Argo CD shows it as drift`, fix: fixOf(`write ${meant}`, 'review', setValue(mode, meant)) };
}
