/** What Istio takes for retries. Follows istio/istio, pkg/config/validation/agent/validation.go (1.31). */
import { type Node, type Problem } from '#rule';
import { durationProblem, isGiven, numberOf, textOf } from './istio-values.ts';

const CONDITIONS: ReadonlySet<string> = new Set([
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes', 'retriable-headers',
  'envoy-ratelimited', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
]);

/** As Go's net/http names them. */
const STATUSES: ReadonlySet<number> = new Set([
  100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411,
  412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
]);

export function* retryProblems(retries: Node): Iterable<Problem> {
  if (!isGiven(retries) || retries.kind !== 'mapping') return;
  const attempts = retries.get('attempts');
  const count = attempts.exists ? numberOf(attempts) : 0;
  if (count !== undefined && count < 0) yield { at: attempts, message: `attempts is ${count}, less than 0` };
  const [useless] = count === 0 ? ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].filter((key) => isGiven(retries.get(key)) && retries.get(key).text !== '') : [];
  if (useless !== undefined) yield { at: retries.get(useless), message: `${useless} is set where attempts is 0, which Istio refuses` };
  yield* durationProblem(retries.get('perTryTimeout'));
  yield* durationProblem(retries.get('backoff'));
  const conditions = textOf(retries.get('retryOn'));
  const wrong = conditions === '' ? undefined : conditions.split(',').find((one) => !CONDITIONS.has(one) && !(/^[0-9]{3}$/.test(one) && STATUSES.has(Number(one))));
  if (wrong !== undefined) yield { at: retries.get('retryOn'), message: `"${wrong}" is no condition to retry on, such as 5xx, reset, connect-failure or 503` };
}
