/** What is said of a mistake beyond the schema: values of Secrets stay untold, and what something else decides, or puts right before a server sees it, is no error. */
import type { Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import type { Tree } from '../../yaml/tree.ts';
import { kindKey } from '../identity.ts';
import type { Mistake } from './mistake.ts';
import { described } from './words.ts';

export function adapted(mistake: Mistake, manifest: Manifest): Mistake {
  if (kindKey(manifest) === 'Secret' && isSecret(mistake)) return withoutValue(mistake, manifest.root);
  if (REWRITTEN.has(kindKey(manifest)) && isFraction(mistake, manifest.root)) {
    return { ...mistake, severity: 'info', message: `${mistake.message}; only KServe's webhook makes a text of it` };
  }
  const reason = reasonForDoubt(mistake, manifest);
  return reason === undefined ? mistake : { ...mistake, severity: 'info', message: `${mistake.message}${reason}` };
}

function reasonForDoubt(mistake: Mistake, manifest: Manifest): string | undefined {
  if (isScaleToZero(mistake, manifest)) return ' unless the feature gate HPAScaleToZero is on';
  if (mistake.about === 'value' && isOfUnfilledValue(manifest.root.get(...mistake.path), manifest)) return '; a value that this chart leaves empty is part of it';
  return mistake.about === 'required' && isNamespaceToCome(manifest.root.get(...mistake.path), manifest) ? NAMESPACE_TO_COME : undefined;
}

/** KEP-2021: off by default, and with it a metric of another object is needed (kubernetes, pkg/apis/autoscaling/validation/validation.go, 1.36). */
function isScaleToZero({ about, path }: Mistake, { root, apiVersion, kind }: Manifest): boolean {
  if (about !== 'value' || kindKey({ apiVersion, kind }) !== 'HorizontalPodAutoscaler.autoscaling' || path.join('.') !== 'spec.minReplicas') return false;
  return root.get(...path).number === 0 && root.get('spec', 'metrics').items().some((metric) => ['Object', 'External'].includes(metric.get('type').text ?? ''));
}

/** The chart is rendered with its own values alone because nothing here installs it; one of them is a text without a character. */
function isOfUnfilledValue(value: Node, { render, application, environment }: Manifest): boolean {
  if (render === undefined || application || environment || value.text === undefined) return false;
  return value.pieces.some(({ at: { file, range } }) => ['', '""', "''"].includes(file.text.slice(range.start, range.end)));
}

export const NAMESPACE_TO_COME = '; an overlay may set it';

/** What kustomize's `namespace` fills in beside `metadata`, in a base that no Application builds as it is: an overlay, or `kustomize edit`, sets it. */
export function isNamespaceToCome(at: Node, { kustomization, application, root, kind }: Manifest): boolean {
  if (kustomization === undefined || application || root.get('metadata', 'namespace').exists || at.kind !== 'mapping' || at.has('namespace') || !at.has('name')) return false;
  const [first, , , step] = at.path;
  return kind.endsWith('WebhookConfiguration') ? first === 'webhooks' && at.path.at(-1) === 'service' && step === 'service' : kind.endsWith('RoleBinding') && first === 'subjects' && at.path.length === 2 && at.get('kind').text === 'ServiceAccount';
}

function isSecret({ about, path: [field] }: Mistake): boolean {
  return about === 'value' && (field === 'data' || field === 'stringData');
}

function withoutValue({ path, message, ...rest }: Mistake, root: Node): Mistake {
  const { tree } = root.get(...path);
  return { ...rest, path, message: tree ? message.replace(described(tree), () => sortOf(tree)) : message };
}

function sortOf(tree: Tree): string {
  if (tree.kind !== 'scalar') return described(tree);
  return typeof tree.value === 'string' ? 'a text' : typeof tree.value === 'boolean' ? 'true or false' : tree.value === null ? 'empty' : 'a number';
}

/** Whose defaulting webhook reads quantities with Go and writes them back as texts; kserve, pkg/apis/serving (v0.20.0). */
const REWRITTEN: ReadonlySet<string> = new Set(['InferenceService.serving.kserve.io', 'LLMInferenceService.serving.kserve.io']);

function isFraction({ about, path }: Mistake, root: Node): boolean {
  const amounts = path.at(-2);
  const { number } = root.get(...path);
  return about === 'value' && (amounts === 'requests' || amounts === 'limits') && number !== undefined && !Number.isInteger(number);
}
