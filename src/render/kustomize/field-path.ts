/**
 * Paths to fields as replacements write them: `spec.containers.[name=main].image`, `metadata.annotations.[example.com/x]`, `list.0`, `list.*`.
 * Follows kustomize 5.7, kyaml/utils/pathsplitter.go and `PathGetter` of kyaml/yaml/fns.go.
 */
import { resolveAlias, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { splitPath } from './field-spec.ts';
import { textAt, valueAt } from './resource.ts';

/** The steps of a path; brackets hold a step with dots together, and stay around those that choose an item. */
export function fieldSteps(path: string): string[] {
  const parts = splitPath(path, '.');
  const steps: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    let step = parts[index] ?? '';
    if (!step.startsWith('[') || step.endsWith(']')) {
      steps.push(step);
      continue;
    }
    while (index < parts.length - 1) {
      index += 1;
      step = `${step}.${parts[index] ?? ''}`;
      if ((parts[index] ?? '').endsWith(']')) break;
    }
    steps.push(step.includes('=') ? step : step.replaceAll(/^[[\]]+|[[\]]+$/g, ''));
  }
  return steps;
}

export function isItemStep(step: string): boolean {
  return step.startsWith('[') && step.endsWith(']');
}

/** The index that a step names, as `strconv.Atoi` reads it. */
export function indexOfStep(step: string): number | undefined {
  return /^[+-]?[0-9]{1,15}$/.test(step) ? Number(step) : undefined;
}

/** `[name=value]`; without a name the item itself is the value. */
export function itemChoice(step: string): { readonly field: string; readonly value: string } | undefined {
  const inner = step.replace(/^\[/, '').replace(/\]$/, '');
  const equals = inner.indexOf('=');
  return equals < 0 ? undefined : { field: inner.slice(0, equals), value: inner.slice(equals + 1) };
}

export const NO_CHOICE = 'list path element must contain fieldName=fieldValue for element to match';

/** The value at the end of a path, `undefined` where there is none, or why nobody can look there. */
export function lookUp(tree: Tree, steps: readonly string[]): Tree | string | undefined {
  let found: Tree | undefined = tree;
  for (const step of steps.map((part) => part.trim()).filter((part) => part !== '')) {
    const next: Tree | string | undefined = stepDown(resolveAlias(found), step);
    if (next === undefined || typeof next === 'string') return next;
    found = next;
  }
  return found;
}

function stepDown(value: MappingTree | ScalarTree | SequenceTree, step: string): Tree | string | undefined {
  if (value.kind === 'scalar' && value.value === null) return undefined;
  const index = step === '-' ? -1 : indexOfStep(step);
  if (index !== undefined && step !== '-' && index < 0) return `array index ${index} cannot be negative`;
  if (index !== undefined) return value.kind === 'sequence' ? value.items.at(index) : wrongKind('SequenceNode', value);
  if (step === '*') return 'wildcard is not supported in PathGetter';
  if (!isItemStep(step)) return value.kind === 'mapping' ? valueAt(value, step) : wrongKind('MappingNode', value);
  const choice = itemChoice(step);
  if (!choice) return NO_CHOICE;
  return value.kind === 'sequence' ? value.items.find((item) => isChosen(item, choice)) : wrongKind('SequenceNode', value);
}

function isChosen(item: Tree, { field, value }: { readonly field: string; readonly value: string }): boolean {
  if (field === '') return textAt(item) === value;
  const own = valueAt(item, field);
  return own !== undefined && textAt(own) === value;
}

const NODE_KINDS = { scalar: 'ScalarNode', mapping: 'MappingNode', sequence: 'SequenceNode' } as const;

export function wrongKind(expected: string, { kind }: { readonly kind: keyof typeof NODE_KINDS }): string {
  return `wrong node kind: expected ${expected} but got ${NODE_KINDS[kind]}`;
}
