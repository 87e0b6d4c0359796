/** A ValidatingAdmissionPolicy with its bindings, as the files say it (k8s.io/api, admissionregistration/v1/types.go, 0.36). */
import { compileExpression, type Mistake, type Program } from '../../cel/expression.ts';
import type { Severity } from '../../finding.ts';
import { knownText } from '../../kubernetes/identity.ts';
import type { Node } from '../../yaml/node.ts';

export const ADMISSION_VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'authorizer', 'variables'] as const;

export interface Validation {
  readonly node: Node;
  readonly expression: Program;
  readonly message: string;
  readonly messageExpression?: Program;
}

export interface Binding {
  /** What else an object has to be; absent where the policy alone decides. */
  readonly match?: Node;
  readonly severity: Severity;
  /** Where the parameters are; absent where the policy takes none. */
  readonly params?: Node;
}

export interface AdmissionPolicy {
  readonly name: string;
  readonly root: Node;
  readonly constraints: Node;
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  readonly failsOnError: boolean;
  readonly conditions: readonly Program[];
  readonly variables: readonly (readonly [string, Program])[];
  readonly validations: readonly Validation[];
  readonly bindings: readonly Binding[];
}

/** Where an expression stands that is none, and why. */
export interface PolicyMistake {
  readonly at: Node;
  readonly mistake: Mistake;
}

export interface ReadPolicy {
  readonly policy?: AdmissionPolicy;
  readonly mistakes: readonly PolicyMistake[];
}

/** Without a binding among the files it counts as bound wherever it matches: it was named to be enforced. */
export function readPolicy(root: Node, bindings: readonly Node[]): ReadPolicy {
  const spec = root.get('spec');
  const name = knownText(root.get('metadata', 'name')) ?? '';
  const mistakes: PolicyMistake[] = [];
  const compiled = (node: Node): Program | undefined => {
    const text = knownText(node);
    const program = text === undefined ? undefined : compileExpression(text, ADMISSION_VARIABLES);
    if (program?.kind === 'mistake') mistakes.push({ at: node, mistake: program });
    return program?.kind === 'program' ? program : undefined;
  };
  const own = bindings.filter((binding) => knownText(binding.get('spec', 'policyName')) === name);
  const paramKind = { apiVersion: knownText(spec.get('paramKind', 'apiVersion')), kind: knownText(spec.get('paramKind', 'kind')) };
  const policy: AdmissionPolicy = {
    name,
    root,
    constraints: spec.get('matchConstraints'),
    ...(paramKind.apiVersion !== undefined && paramKind.kind !== undefined ? { paramKind: { apiVersion: paramKind.apiVersion, kind: paramKind.kind } } : {}),
    failsOnError: knownText(spec.get('failurePolicy')) !== 'Ignore',
    conditions: spec.get('matchConditions').items().flatMap((condition) => compiled(condition.get('expression')) ?? []),
    variables: spec.get('variables').items().flatMap((variable) => {
      const program = compiled(variable.get('expression'));
      const called = knownText(variable.get('name'));
      return program && called !== undefined ? [[called, program] as const] : [];
    }),
    validations: spec.get('validations').items().flatMap((validation) => validationOf(validation, compiled)),
    bindings: own.length === 0 ? [{ severity: 'error' }] : own.map(bindingOf),
  };
  return mistakes.length > 0 ? { mistakes } : { policy, mistakes };
}

function validationOf(node: Node, compiled: (node: Node) => Program | undefined): Validation[] {
  const expression = compiled(node.get('expression'));
  const messageExpression = compiled(node.get('messageExpression'));
  const text = knownText(node.get('message')) ?? `fails ${knownText(node.get('expression')) ?? ''}`;
  return expression ? [{ node, expression, message: clause(text), ...(messageExpression ? { messageExpression } : {}) }] : [];
}

const MAX_SHOWN = 500;

/** One line without a full stop. */
export function clause(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, MAX_SHOWN);
}

function bindingOf(node: Node): Binding {
  const spec = node.get('spec');
  const actions = spec.get('validationActions').items().map(knownText);
  const severity = actions.includes('Deny') ? 'error' : actions.includes('Warn') ? 'warning' : actions.includes('Audit') ? 'info' : 'error';
  const [match, params] = [spec.get('matchResources'), spec.get('paramRef')];
  return { severity, ...(match.exists ? { match } : {}), ...(params.exists ? { params } : {}) };
}
