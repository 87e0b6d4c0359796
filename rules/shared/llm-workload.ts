/** Over which nodes a workload of an LLMInferenceService goes, and how it is replaced. Follows kserve, llm_inference_service_validation.go. */
import type { Node, Problem } from '#rule';
import { isSet } from './kserve.ts';

/** `validateWorkloadParallelism`; without base references, which the webhook does not follow. */
export function* parallelismProblems(workload: Node): Iterable<Problem> {
  const parallelism = workload.get('parallelism');
  const [pipeline, data, local] = ['pipeline', 'data', 'dataLocal'].map((key) => parallelism.get(key));
  if (!pipeline || !data || !local) return;
  const isSpread = [pipeline, data, local].some((size) => isSet(size) && (!size.isKnown || (size.number ?? 0) > 0));
  if (isSet(workload.get('worker')) && !isSpread && (!parallelism.exists || parallelism.isKnown)) {
    yield { at: workload.get('worker'), message: `a worker needs parallelism${isSet(parallelism) ? ' of pipeline or data' : ''}, which says over how many nodes` };
  }
  if (parallelism.kind !== 'mapping') return;
  if (isPositive(pipeline) && (isPositive(data) || isPositive(local))) yield { at: pipeline, message: 'parallelism has pipeline and data, not one of them' };
  if (isSet(data) !== isSet(local)) {
    const given = isSet(data) ? 'data' : 'dataLocal';
    yield { at: parallelism.get(given), message: `parallelism.${given} needs ${given === 'data' ? 'dataLocal' : 'data'} beside it` };
  }
  for (const key of ['tensor', 'pipeline', 'data', 'dataLocal']) {
    const size = parallelism.get(key);
    if (size.number !== undefined && size.number <= 0) yield { at: size, message: `parallelism.${key} is ${size.number}, not 1 or more` };
  }
}

function isPositive(size: Node): boolean {
  return size.number !== undefined && size.number > 0;
}

/** `ValidateWorkloadRolloutFields`. Percents are of one replica, rounded up for a surge and down otherwise: 25 % unavailable is none. */
export function* rolloutProblems(workload: Node): Iterable<Problem> {
  const strategy = workload.get('rolloutStrategy');
  const [unavailable, surge] = [strategy.get('maxUnavailable'), strategy.get('maxSurge')];
  const faulty = [unavailable, surge].flatMap(amountProblem);
  yield* faulty;
  if (faulty.length > 0 || !isNone(unavailable, Math.floor)) return;
  if (isNone(surge, Math.ceil)) yield { at: strategy, message: `maxUnavailable ${unavailable.written ?? ''} and maxSurge ${surge.written ?? ''} replace nothing, one of them has to be above 0` };
  else if (isSet(workload.get('worker')) && !isSet(surge)) yield { at: strategy, message: `maxUnavailable ${unavailable.written ?? ''} on several nodes needs maxSurge, else nothing is replaced` };
}

const PERCENT = /^[0-9]+%$/;

function amountProblem(amount: Node): Problem[] {
  if (!isSet(amount) || !amount.isKnown) return [];
  const key = String(amount.path.at(-1));
  if (typeof amount.value === 'string') {
    if (!PERCENT.test(amount.value)) return [{ at: amount, message: `${key} is ${amount.value}, neither a whole number nor percents` }];
    return Number.parseInt(amount.value, 10) > 100 ? [{ at: amount, message: `${key} is ${amount.value}, more than 100%` }] : [];
  }
  return amount.number !== undefined && amount.number < 0 ? [{ at: amount, message: `${key} is ${amount.number}, not 0 or more` }] : [];
}

function isNone(amount: Node, round: (share: number) => number): boolean {
  if (!isSet(amount) || !amount.isKnown) return false;
  return typeof amount.value === 'string' ? round(Number.parseInt(amount.value, 10) / 100) === 0 : amount.number === 0;
}
