/** What is promoted of a model where `models.<name>.versions` names something else than its URI: an image, a chart, a value in a file. */
import { groupOf } from '../kubernetes/identity.ts';
import type { PromotedVersion, UriVersion } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { isMovingName } from './model-uri-mutable.ts';
import { parseModelUri, parseVersion, type VersionPatterns } from './model-uri.ts';

const IMAGE = 'oci://';

/** The digest of an image, else its tag, whatever it looks like: `latest-f09a39e` names one build, and only `latest` moves on. */
export function imageVersion(image: Node, patterns: VersionPatterns): PromotedVersion {
  if (!image.isKnown || image.text === undefined) return { at: image };
  const { segments } = parseModelUri(`${IMAGE}${image.text}`, patterns);
  const named = segments.find(({ role }) => role === 'digest') ?? segments.find(({ role }) => role === 'tag');
  if (!named) return { at: image };
  const start = named.start - IMAGE.length;
  const end = named.end - IMAGE.length;
  const version: UriVersion = { ...textVersion(named.text, patterns), start, end, ...(named.role === 'digest' ? { form: 'digest' } : {}) };
  return { at: image.part(start, end), version, isMutable: named.role === 'tag' && isMovingName(named.text) };
}

/** A value that is a version as a whole. */
export function valueVersion(at: Node, patterns: VersionPatterns): PromotedVersion {
  const text = at.isKnown && at.kind === 'scalar' && !at.isNull ? (at.text ?? at.written) : undefined;
  return text === undefined || text === '' ? { at } : { at, version: { ...textVersion(text, patterns), start: 0, end: text.length }, isMutable: isMovingName(text) };
}

function textVersion(text: string, patterns: VersionPatterns): Pick<UriVersion, 'text' | 'form'> {
  return parseVersion(text, patterns) ?? { text, form: 'custom' };
}

/** A container that may be the one that serves. */
interface Workload {
  readonly container: Node;
  readonly replicas: Node;
}

/** Groups whose kinds run containers, besides that of KServe. */
const WORKLOAD_GROUPS: ReadonlySet<string> = new Set(['apps', 'batch', 'argoproj.io', 'serving.knative.dev', 'machinelearning.seldon.io', 'serving.kserve.io']);

/** The container of a workload that is called like the model, else the first; nothing for what runs none. */
export function servingContainer(root: Node, apiVersion: string, names: readonly string[]): Workload | undefined {
  if (!WORKLOAD_GROUPS.has(groupOf(apiVersion))) return undefined;
  const spec = root.get('spec');
  const predictors = [spec.get('predictor'), ...spec.get('predictors').items()];
  const pods = [
    spec.get('template', 'spec'), spec.get('jobTemplate', 'spec', 'template', 'spec'), ...predictors,
    ...predictors.flatMap((predictor) => predictor.get('componentSpecs').items().map((component) => component.get('spec'))),
  ];
  const containers = pods.flatMap((pod) => pod.get('containers').items());
  const isCalled = (container: Node): boolean => {
    const name = container.get('name');
    return name.isKnown && name.text !== undefined && names.includes(name.text);
  };
  const container = containers.find(isCalled) ?? containers[0];
  const replicas = [spec.get('replicas'), ...predictors.map((predictor) => predictor.get('replicas'))].find(({ exists }) => exists) ?? spec.get('replicas');
  return container && { container, replicas };
}
