import { defineRule, fixOf, setValue, type Fix, type Node } from '#rule';

export default defineRule({
  id: 'kserve/canary-percent',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'canaryTrafficPercent is a whole number from 0 to 100',
  why: 'KServe does not check the range: 150 passes admission, the Knative service built from it is refused, and the rollout hangs without a word in Git.',
  severity: 'error',
  fixable: true,

  *check({ root }) {
    for (const component of ['predictor', 'transformer', 'explainer']) {
      const percent = root.get('spec', component, 'canaryTrafficPercent');
      if (!percent.exists || percent.isNull || isPercent(percent)) continue;
      const written = typeof percent.value === 'string' ? `the text "${percent.value}"` : (percent.written ?? `a ${percent.kind}`);
      yield { at: percent, message: `canaryTrafficPercent is ${written}, not a whole number from 0 to 100`, fix: asNumber(percent) };
    }
  },
});

/** `"10"` and `10%` say just one number. */
function asNumber(percent: Node): Fix | undefined {
  const digits = /^(0|[1-9][0-9]?|100)%?$/.exec(percent.text ?? '')?.[1];
  return digits === undefined ? undefined : fixOf(`write ${digits}`, 'review', setValue(percent, Number(digits)));
}

function isPercent({ number }: Node): boolean {
  return number !== undefined && Number.isInteger(number) && number >= 0 && number <= 100;
}
