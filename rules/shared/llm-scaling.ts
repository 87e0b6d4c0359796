/**
 * How a workload of an LLMInferenceService is scaled: by the autoscaler of variants (wva) through a HorizontalPodAutoscaler or keda, or by keda alone.
 * Follows kserve, llm_inference_service_validation.go `ValidateWorkloadScaling`, and the rules of its CRDs, which hold for configurations, too.
 */
import { knownText, type Node, type Problem } from '#rule';
import { isFilled, isSet } from './kserve.ts';

export function* scalingProblems(workload: Node): Iterable<Problem> {
  const [scaling, replicas] = [workload.get('scaling'), workload.get('replicas')];
  if (replicas.number !== undefined && replicas.number < 0) yield { at: replicas, message: `replicas are ${replicas.number}, not 0 or more` };
  if (scaling.kind !== 'mapping') return;
  if (isSet(replicas)) yield { at: replicas, message: 'replicas and scaling are both set, not one of them' };
  const [min, max] = [leastReplicas(scaling), scaling.get('maxReplicas').number];
  if (max !== undefined && min !== undefined && min > max) yield { at: scaling.get('maxReplicas'), message: `minReplicas ${min} is above maxReplicas ${max}` };
  const [wva, keda] = [scaling.get('wva'), scaling.get('keda')];
  if (isSet(wva) === isSet(keda)) yield { at: scaling, message: `scaling has ${isSet(wva) ? 'wva and keda, not one of them' : 'neither wva nor keda'}` };
  if (keda.kind === 'mapping') {
    if (keda.get('triggers').items().length === 0) yield { at: isSet(keda.get('triggers')) ? keda.get('triggers') : keda, message: 'scaling.keda has no triggers' };
    yield* kedaProblems(keda, scaling);
  }
  if (wva.kind === 'mapping') yield* variantProblems(wva, scaling);
}

/** With the CRD's default; undefined where it cannot be read. */
function leastReplicas(scaling: Node): number | undefined {
  const min = scaling.get('minReplicas');
  return isSet(min) ? min.number : 1;
}

const COST = /^\d+(\.\d+)?$/;
const MODIFIERS = ['formula', 'target', 'activationTarget', 'metricType'];

function* variantProblems(wva: Node, scaling: Node): Iterable<Problem> {
  const [hpa, keda, cost] = [wva.get('hpa'), wva.get('keda'), wva.get('variantCost')];
  if (isSet(hpa) === isSet(keda)) yield { at: wva, message: `scaling.wva has ${isSet(hpa) ? 'hpa and keda, not one of them' : 'neither hpa nor keda'}` };
  const text = knownText(cost);
  if (text !== undefined && text !== '' && !COST.test(text)) yield { at: cost, message: `variantCost ${text} is no number such as 10 or 0.5` };
  if (keda.kind !== 'mapping') return;
  const modifiers = keda.get('advanced', 'scalingModifiers');
  if (MODIFIERS.some((key) => isFilled(modifiers.get(key)))) yield { at: modifiers, message: 'scalingModifiers are refused below wva, which says itself what is measured' };
  yield* kedaProblems(keda, scaling);
}

function* kedaProblems(keda: Node, scaling: Node): Iterable<Problem> {
  const name = keda.get('advanced', 'horizontalPodAutoscalerConfig', 'name');
  if (isFilled(name)) yield { at: name, message: 'the HorizontalPodAutoscaler is named by KServe, so that its name is refused here' };
  const idle = keda.get('idleReplicaCount');
  const min = leastReplicas(scaling);
  if (idle.number !== undefined && min !== undefined && idle.number >= min) yield { at: idle, message: `idleReplicaCount ${idle.number} is not below minReplicas ${min}` };
}

/** Both parts of one model are scaled in one way. */
export function* scalerProblems(spec: Node): Iterable<Problem> {
  const [decode, prefill] = [spec.get('scaling'), spec.get('prefill', 'scaling')];
  if (!isSet(decode) || !isSet(prefill)) return;
  const [mode, other] = [decode, prefill].map((scaling) => (isSet(scaling.get('keda')) ? 'keda' : 'wva'));
  if (mode !== other) yield { at: prefill, message: `prefill is scaled by ${other ?? ''} and the rest by ${mode ?? ''}, not both in one way` };
  else if (isSet(decode.get('wva')) && isSet(prefill.get('wva'))) {
    const [actuator, another] = [decode, prefill].map((scaling) => (isSet(scaling.get('wva', 'hpa')) ? 'hpa' : 'keda'));
    if (actuator !== another) yield { at: prefill.get('wva'), message: `prefill is scaled through ${another ?? ''} and the rest through ${actuator ?? ''}, not both in one way` };
  }
}
