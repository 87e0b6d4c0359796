import { defineRule, deploymentMode, type Manifest, type Node, type Problem } from '#rule';
import { hpaMetricProblems, kedaMetricProblems } from '../shared/kserve-metrics.ts';
import { componentsOf, isCurrent, isSet, since, type Component } from '../shared/kserve.ts';

const CLASS = 'serving.kserve.io/autoscalerClass';
const KNATIVE_CLASS = 'autoscaling.knative.dev/class';
/** Since which minor version of KServe 0. */
const CLASSES: ReadonlyMap<string, number> = new Map([['hpa', 0], ['external', 12], ['keda', 15], ['none', 16]]);
const METRICS = ['cpu', 'memory', 'concurrency', 'rps'];

export default defineRule({
  id: 'kserve/autoscaling',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'The autoscaler is one that KServe has, and scales by what it can measure',
  why: 'KServe rejects some combinations on admission and drops others silently: the model then never scales.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service)) return;
    const scaler = service.root.get('metadata', 'annotations', CLASS);
    yield* classProblem(service, scaler);
    const mode = deploymentMode(service);
    const isHpa = service.root.get('metadata', 'annotations', KNATIVE_CLASS).text === 'hpa.autoscaling.knative.dev';
    for (const component of componentsOf(service)) {
      yield* metricProblem(component);
      if (mode === 'Standard') yield* standardProblems(component, { scaler: scaler.text });
      else if (mode !== undefined) yield* knativeProblems(component, { mode, isHpa });
    }
  },
});

function* classProblem(service: Manifest, scaler: Node): Iterable<Problem> {
  if (!scaler.exists || scaler.isNull) return;
  const value = scaler.text ?? scaler.written ?? '';
  const minor = CLASSES.get(value);
  if (minor === undefined) yield { at: scaler, message: `autoscalerClass ${value} is none of ${[...CLASSES.keys()].join(', ')}` };
  else if (minor > 0) yield* tooEarly(service, { at: scaler, message: `autoscalerClass ${value} is not in KServe ${service.cluster.kserve ?? ''}; it came with 0.${minor}` }, minor);
}

/** Only said where an older version is declared. */
function tooEarly(service: Manifest, problem: Problem, minor: number): Problem[] {
  return service.cluster.kserve !== undefined && since(service, minor, problem).length === 0 ? [problem] : [];
}

function* metricProblem({ node }: Component): Iterable<Problem> {
  const metric = node.get('scaleMetric');
  if (!metric.exists || metric.isNull || METRICS.includes(metric.text ?? '')) return;
  yield { at: metric, message: `scaleMetric ${metric.written ?? metric.kind} is none of ${METRICS.join(', ')}` };
}

interface Knative {
  /** ModelMesh is held against the same. */
  readonly mode: string;
  readonly isHpa: boolean;
}

function* knativeProblems({ node }: Component, { mode, isHpa }: Knative): Iterable<Problem> {
  const strategy = node.get('deploymentStrategy');
  const [metric, target] = [node.get('scaleMetric'), node.get('scaleTarget')];
  if (isHpa) {
    yield* hpaProblems(metric, target, { scaler: `the HPA class of ${mode}` });
    yield* hpaMetricProblems(node);
    return;
  }
  if (isSet(strategy)) yield { at: strategy, message: `deploymentStrategy is refused with ${mode}; it is for Standard mode` };
  const name = metric.text ?? '';
  if (name === 'cpu' || name === 'memory') yield { at: metric, message: `scaleMetric ${name} is refused with ${mode}, which scales by concurrency or rps` };
  if (name === 'rps' && target.number !== undefined && target.number < 1) yield { at: target, message: `scaleTarget ${target.number} for rps is not 1 or more` };
}

interface Standard {
  readonly scaler: string | undefined;
}

/** The webhook looks only where the class is named; what it lets through is dropped by the controller. */
function* standardProblems({ node }: Component, { scaler }: Standard): Iterable<Problem> {
  const [metric, target, min, max] = ['scaleMetric', 'scaleTarget', 'minReplicas', 'maxReplicas'].map((key) => node.get(key));
  if (!metric || !target || !min || !max) return;
  const concurrency = node.get('containerConcurrency');
  if (isSet(concurrency)) yield { at: concurrency, message: 'containerConcurrency has no effect in Standard mode: only Knative counts the requests of a pod', severity: 'info' };
  const isByRequests = metric.text === 'concurrency' || metric.text === 'rps';
  if (scaler === 'keda' && isSet(metric)) yield { at: metric, message: 'scaleMetric is refused with the class keda; autoScaling.metrics says by what it scales' };
  else if (scaler === 'hpa') yield* hpaProblems(metric, target, { scaler: 'the class hpa' });
  else if (scaler === undefined && isByRequests) yield { at: metric, message: `scaleMetric ${metric.text ?? ''} is dropped in Standard mode, which scales by cpu or memory`, severity: 'warning' };
  if (scaler === 'keda') yield* kedaMetricProblems(node);
  if (scaler === 'hpa') yield* hpaMetricProblems(node);
  if (scaler === 'none' || scaler === 'external') return;
  if (target.exists && !max.exists) yield { at: target, message: 'scaleTarget has no effect without maxReplicas: in Standard mode that is minReplicas then', severity: 'warning' };
  if (min.number === 0 && scaler !== 'keda') yield { at: min, message: 'minReplicas 0 is taken as 1 in Standard mode, which does not scale to zero', severity: 'warning' };
}

/** Above 100 is refused whatever is measured. */
function* hpaProblems(metric: Node, target: Node, { scaler }: { readonly scaler: string }): Iterable<Problem> {
  const name = metric.text ?? 'cpu';
  if (name !== 'cpu' && name !== 'memory') {
    if (METRICS.includes(name)) yield { at: metric, message: `scaleMetric ${name} is refused with ${scaler}, which scales by cpu or memory` };
  } else if (target.number !== undefined && (target.number < 1 || target.number > 100)) {
    yield { at: target, message: `scaleTarget ${target.number} is none from 1 to 100, the percent that ${scaler} keeps` };
  }
}
