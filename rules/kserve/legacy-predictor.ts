import { defineRule, fixOf, renameKey, setKey, type Fix, type Node } from '#rule';
import { FRAMEWORKS, isCurrent } from '../shared/kserve.ts';

/** The webhook gives these the second version of the protocol where none is written. */
const PROTOCOL_V2: ReadonlySet<string> = new Set(['triton', 'onnx', 'huggingface']);

export default defineRule({
  id: 'kserve/legacy-predictor',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'The predictor has `model`, not the key of a framework',
  why: 'KServe rewrites the old keys on admission, so that the object in the cluster never equals the one in Git: Argo CD shows it as out of sync for ever.',
  severity: 'info',
  fixable: true,

  *check(service) {
    const predictor = service.root.get('spec', 'predictor');
    if (!isCurrent(service) || predictor.has('model')) return;
    for (const [key, settings] of predictor.entries()) {
      if (!FRAMEWORKS.includes(key)) continue;
      yield { at: settings.key ?? settings, message: `predictor.${key} is rewritten to model by KServe; modelFormat.name: ${key} says the same`, fix: fix(key, settings) };
    }
  },
});

/** Several edits of one mapping, so only where it is one that is written here. */
function fix(key: string, settings: Node): Fix | undefined {
  if (settings.kind !== 'mapping' || settings.has('modelFormat')) return undefined;
  const needsProtocol = PROTOCOL_V2.has(key) && !settings.has('protocolVersion');
  return fixOf(
    `write model with modelFormat.name: ${key}`, 'safe',
    renameKey(settings, 'model'),
    setKey(settings, 'modelFormat', { name: key }),
    ...(needsProtocol ? [setKey(settings, 'protocolVersion', 'v2')] : []),
  );
}
