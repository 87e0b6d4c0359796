/** The parameters that a binding names (k8s.io/api, admissionregistration/v1/types.go `ParamRef`, 0.36). */
import { knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { UnknownValue } from '../../yaml/node.ts';
import { namespaceOf } from './match.ts';
import type { AdmissionPolicy, Binding } from './policy.ts';

interface Where {
  readonly manifest: Manifest;
  readonly all: readonly Manifest[];
}

/** One after the other; `null` where the policy takes none. Throws {@link UnknownValue} where they are not in the repository. */
export function paramsFor({ paramKind, name: policy }: AdmissionPolicy, { params }: Binding, { manifest, all }: Where): readonly (Manifest | null)[] {
  if (!paramKind || !params) return [null];
  const [name, namespace] = [knownText(params.get('name')), knownText(params.get('namespace')) ?? namespaceOf(manifest)];
  const labels = params.get('selector', 'matchLabels').entries();
  const found = all.filter((other) => other.kind === paramKind.kind && other.apiVersion === paramKind.apiVersion
    && (name === undefined || other.name === name) && (other.namespace === undefined || other.namespace === namespace)
    && labels.every(([key, value]) => other.root.get('metadata', 'labels', key).text === value.text));
  if (found.length > 0) return found;
  if (knownText(params.get('parameterNotFoundAction')) === 'Allow') return [];
  throw new UnknownValue(manifest.root, `the parameters ${paramKind.kind} ${name ?? ''} of the policy ${policy} are not in this repository`);
}
