import { defineRule } from '#rule';
import { isKserve } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/name',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'InferenceGraph.serving.kserve.io', 'TrainedModel.serving.kserve.io'],
  title: 'The name of an InferenceService begins with a letter and holds small letters, digits and dashes',
  why: 'KServe takes fewer names than Kubernetes: one that begins with a digit or holds a dot is rejected on admission, after the review.',
  severity: 'error',

  *check(object) {
    const name = object.root.get('metadata', 'name');
    if (!isKserve(object) || name.text === undefined || name.text === '') return;
    if (object.kind === 'TrainedModel') {
      if (!/^[a-zA-Z0-9_-]+$/.test(name.text)) yield { at: name, message: `name ${name.text} does not consist of letters, digits, - and _` };
    } else if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name.text)) {
      yield { at: name, message: `name ${name.text} does not begin with a letter and consist of small letters, digits and inner dashes` };
    }
  },
});
