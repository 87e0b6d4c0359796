/**
 * Label selectors over parameters and over the labels of clusters.
 * Follows argo-cd, applicationset/utils/selector.go (any value) and k8s.io/apimachinery, pkg/apis/meta/v1/helpers.go `LabelSelectorAsSelector` (valid label values only).
 */
import type { Node } from '../../yaml/node.ts';
import type { GeneratorError } from './generator.ts';

export type Selects = (labels: ReadonlyMap<string, string>) => boolean;

export interface SelectorOptions {
  /** Kubernetes refuses values that no label can have; the controller takes any for parameters. */
  readonly needsLabelValues: boolean;
}

/** The test that a `selector` stands for, or why it stands for none. An empty one takes everything. */
export function selectorOf(selector: Node, options: SelectorOptions): Selects | GeneratorError {
  const requirements: Selects[] = [];
  for (const [key, value] of selector.get('matchLabels').entries()) {
    const wrong = wrongKey(key, value.key ?? value) ?? wrongValue(value, options);
    if (wrong) return wrong;
    requirements.push((labels) => labels.get(key) === value.text);
  }
  for (const expression of selector.get('matchExpressions').items()) {
    const requirement = requirementOf(expression, options);
    if ('message' in requirement) return requirement;
    requirements.push(requirement);
  }
  return (labels) => requirements.every((isMet) => isMet(labels));
}

export function isEmptySelector(selector: Node): boolean {
  return selector.get('matchLabels').entries().length === 0 && selector.get('matchExpressions').items().length === 0;
}

function requirementOf(expression: Node, options: SelectorOptions): Selects | GeneratorError {
  const key = expression.get('key').text ?? '';
  const operator = expression.get('operator');
  const values = expression.get('values').items();
  const wrong = wrongKey(key, expression.get('key')) ?? values.map((value) => wrongValue(value, options)).find((one) => one !== undefined);
  if (wrong) return wrong;
  const texts = new Set(values.map((value) => value.text ?? ''));
  switch (operator.text) {
    case 'In':
      return texts.size === 0 ? noValues(expression, 'In') : (labels) => texts.has(labels.get(key) ?? '') && labels.has(key);
    case 'NotIn':
      return texts.size === 0 ? noValues(expression, 'NotIn') : (labels) => !labels.has(key) || !texts.has(labels.get(key) ?? '');
    case 'Exists':
      return texts.size > 0 ? someValues(expression, 'Exists') : (labels) => labels.has(key);
    case 'DoesNotExist':
      return texts.size > 0 ? someValues(expression, 'DoesNotExist') : (labels) => !labels.has(key);
    default:
      return { at: operator, message: `${JSON.stringify(operator.text ?? '')} is no operator of a selector; In, NotIn, Exists and DoesNotExist are` };
  }
}

function noValues(expression: Node, operator: string): GeneratorError {
  return { at: expression.get('values'), message: `the operator ${operator} of a selector needs values` };
}

function someValues(expression: Node, operator: string): GeneratorError {
  return { at: expression.get('values'), message: `the operator ${operator} of a selector takes no values` };
}

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const DOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** `IsQualifiedName` of k8s.io/apimachinery. */
function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const [domain] = parts;
  if (parts.length > 2 || name.length > 63 || !NAME.test(name)) return false;
  return parts.length === 1 || (domain !== undefined && domain.length <= 253 && DOMAIN.test(domain));
}

function wrongKey(key: string, at: Node): GeneratorError | undefined {
  return isQualifiedName(key) ? undefined : { at, message: `${JSON.stringify(key)} is no label key, and a selector takes no other` };
}

function wrongValue(value: Node, { needsLabelValues }: SelectorOptions): GeneratorError | undefined {
  const { text } = value;
  if (text === undefined) return { at: value, message: 'a value of a selector is not a string' };
  const isLabelValue = text === '' || (text.length <= 63 && NAME.test(text));
  return !needsLabelValues || isLabelValue ? undefined : { at: value, message: `${JSON.stringify(text)} is no value that a label can have` };
}
