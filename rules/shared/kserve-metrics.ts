/** What `autoScaling.metrics` may say to each autoscaler. Follows kserve, inference_service_validation.go `validateScalingHPACompExtension` and `…Keda…` (v0.20.0). */
import { compareQuantities, knownText, parseQuantity, type Node, type Problem } from '#rule';
import { isFilled, isSet } from './kserve.ts';

/** A HorizontalPodAutoscaler of KServe scales by resources only. */
export function* hpaMetricProblems(component: Node): Iterable<Problem> {
  for (const metric of component.get('autoScaling', 'metrics').items()) {
    const type = metric.get('type');
    const name = knownText(type);
    if (name === 'Resource') {
      if (!isSet(metric.get('resource'))) yield { at: metric, message: 'a metric of type Resource has no resource' };
    } else if (type.isKnown) yield { at: type, message: `a metric is of type ${type.written ?? 'none'}, but the class hpa only scales by Resource` };
  }
}

const FIELDS: ReadonlyMap<string, string> = new Map([['Resource', 'resource'], ['External', 'external'], ['PodMetric', 'podmetric']]);

export function* kedaMetricProblems(component: Node): Iterable<Problem> {
  for (const metric of component.get('autoScaling', 'metrics').items()) {
    const type = metric.get('type');
    if (!type.isKnown) continue;
    const field = FIELDS.get(type.text ?? '');
    if (field === undefined) {
      yield { at: type, message: `a metric is of type ${type.written ?? 'none'}, which is none of ${[...FIELDS.keys()].join(', ')}` };
      continue;
    }
    const source = metric.get(field);
    if (!isSet(source)) yield { at: metric, message: `a metric of type ${type.text ?? ''} has no ${field}` };
    else if (field === 'resource') yield* resourceProblems(source);
    else yield* queryProblems(source);
  }
}

function* resourceProblems(resource: Node): Iterable<Problem> {
  const name = knownText(resource.get('name'));
  const target = resource.get('target');
  const type = target.get('type');
  const allowed = name === 'cpu' ? ['Utilization'] : name === 'memory' ? ['AverageValue', 'Utilization'] : undefined;
  if (!allowed) {
    if (resource.get('name').isKnown) yield { at: resource.get('name'), message: `keda does not scale by the resource ${name ?? ''}; it is cpu or memory` };
    return;
  }
  if (type.isKnown && !allowed.includes(type.text ?? '')) {
    yield { at: type, message: `the target of ${name ?? ''} is of type ${type.written ?? 'none'}, not ${allowed.join(' or ')}` };
    return;
  }
  const amount = target.get('averageValue');
  const written = parseQuantity(amount.isKnown ? (amount.written ?? '') : '');
  const least = parseQuantity('1Mi');
  if (name === 'memory' && type.text === 'AverageValue' && written && least && compareQuantities(written, least) < 0) {
    yield { at: amount, message: `the target of memory is ${amount.written ?? ''}, less than 1Mi` };
  } else yield* targetProblems(target);
}

function* queryProblems(source: Node): Iterable<Problem> {
  const [query, target] = [source.get('metric', 'query'), source.get('target')];
  if (!isFilled(query)) yield { at: query.exists ? query : source.get('metric'), message: 'a metric has no query, by which keda scales' };
  else if (!isSet(target.get('value'))) yield { at: target, message: 'the target of a metric has no value, the threshold at which keda scales' };
  else yield* targetProblems(target);
}

const AMOUNTS: ReadonlyMap<string, string> = new Map([['Utilization', 'averageUtilization'], ['AverageValue', 'averageValue'], ['Value', 'value']]);

/** The amount that belongs to the type is there. */
function* targetProblems(target: Node): Iterable<Problem> {
  const type = knownText(target.get('type')) ?? '';
  const field = AMOUNTS.get(type);
  if (field === undefined) return;
  const amount = target.get(field);
  const percent = amount.isKnown ? amount.number : undefined;
  if (!isSet(amount)) yield { at: target, message: `a target of type ${type} has no ${field}` };
  else if (type === 'Utilization' && percent !== undefined && (percent < 1 || percent > 100)) yield { at: amount, message: `averageUtilization ${percent} is none from 1 to 100` };
}
