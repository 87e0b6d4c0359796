/** Where mllint judges otherwise than the API server: each difference by its name (see `nameOf`), under the reason for it. One that is gone fails the test as much as a new one. */
import type { Collection } from './records.ts';

/** The share of the same verdicts that is reached, from 0 to 1. Our own manifests are chosen to be hard, and most differences in them are validation in code. */
export const REACHED: Readonly<Record<Collection, number>> = { corpus: 1, fresh: 0.995, documents: 0.98 };

const BY_REASON: Readonly<Record<string, readonly string[]>> = {
  'forms of finalizers are no part of a schema': [
    'deployment set metadata/finalizers = [a]',
    'service set metadata/finalizers = [a]',
  ],
  "a fraction that KServe's webhook rewrites before the schema is looked at is an info; this server has no webhook": [
    'inference-service set spec/predictor/model/resources/requests/cpu = 1.5',
    'inference-service set spec/predictor/model/resources/requests/cpu = .5',
    'inference-service set spec/predictor/model/resources/limits/memory = 1.5',
    'inference-service set spec/predictor/model/resources/limits/memory = .5',
  ],
  'what has no name may be a patch': [
    'deployment set metadata/name = null',
    'deployment delete metadata/name',
    'deployment delete metadata',
    'deployment set metadata = null',
    'application set metadata/name = null',
    'application delete metadata/name',
    'application delete metadata',
    'application set metadata = null',
    'virtual-service set metadata/name = null',
    'virtual-service delete metadata/name',
    'virtual-service delete metadata',
    'virtual-service set metadata = null',
    'service set metadata/name = null',
    'service delete metadata/name',
    'service delete metadata',
    'service set metadata = null',
  ],
  'names are not held against the rules of DNS': [
    'deployment set metadata/name = ""',
    'application set metadata/name = ""',
    'virtual-service set metadata/name = ""',
    'service set metadata/name = ""',
  ],
  'text or number: the range of the number is not asked': [
    'deployment set spec/strategy/rollingUpdate/maxSurge = 2147483648',
    'deployment set spec/strategy/rollingUpdate/maxSurge = 9223372036854775808',
    'pod-disruption-budget set spec/minAvailable = 2147483648',
    'pod-disruption-budget set spec/minAvailable = 9223372036854775808',
    'service-monitor set spec/endpoints/0/targetPort = 9223372036854775808',
  ],
  'kubernetes/disruption-budget says so, as a warning': [
    'pod-disruption-budget set spec/maxUnavailable = 1',
  ],
  'metadata within an object lacks nothing: the API server wants this name in code': [
    'stateful-set delete spec/volumeClaimTemplates/0/metadata/name',
  ],
  'a toleration of nothing: the API server wants its operator, in code': [
    'deployment set spec/template/spec/tolerations = [null]',
  ],
  'keys of lists that differ only for an apply by the server, or in code, are a warning: other applies take them': [
    'service set spec/ports/1 = { name: other, port: 80 }',
  ],
  'without a specification nothing is said about its fields': [
    'application set spec = null',
    'application set spec = {}',
    'application delete spec',
  ],
  'a status in a manifest is written by controllers': [
    'application set status = { reconciledAt: yesterday }',
    'application set status = { sync: {} }',
  ],
  'a group or a later version that mllint does not know may be another definition': [
    'virtual-service set apiVersion = networking.istio.io/v2',
    'virtual-service set apiVersion = istio.io/v1',
  ],
  'a field of a newer release of KServe than the definitions at hand': [
    'inference-service set spec/predictor/workerSpec = { size: 1 }',
  ],
  'a placeholder such as <integer> stands where a person still has to write': [
    'kserve/md-website-docs/model-serving/inferencegraph/overview.md.d/L14.yaml#0',
  ],
};

/** Of whatever a seed chooses of the corpora: the same reasons, by what a name looks like. Nothing is missed where one of these is gone. */
const BY_LOOK: readonly (readonly [reason: string, look: RegExp])[] = [
  ['an Application that says no destination and no source is a fragment: something else is applied', /^argocd\/argo-cd\/_docs_fenced\/docs\/proposals\/003-applications-outside-argocd-namespace\/0[3-6]-L[0-9]+\.yaml#0/],
  ['only the experimental channel of the Gateway API defines it', /^gateway-api\/conformance\/.*httproute-retry-with-timeouts/],
  ['the experimental channel of the Gateway API refuses it, whose definitions this server does not have', /^gateway-api\/hack\/invalid-examples\/experimental\//],
  ['a placeholder such as <integer> stands where a person still has to write', /^kserve\/md-website-docs\/model-serving\/inferencegraph\/overview\.md\.d\/L14\.yaml#0/],
  ['the addresses of Services are those that this server was started with', /inconsistent-service-[0-9]+\.yaml#[0-9]+$/],
  ["a fraction that KServe's webhook rewrites before the schema is looked at is an info; this server has no webhook", /^kserve\/.* = (?:1\.5|.*nvidia\.com\/gpu: 0\.5.*)$|tabular-explainer\.md\.d\/L23\.yaml#0/],
  ['a group or a later version that mllint does not know may be another definition', / set apiVersion = (?:serving\.kserve\.io|argoproj\.io)\/v1$/],
  ['forms of finalizers of Kubernetes\' own kinds are no part of a schema', /metadata\/finalizers = \[a\]$/],
  ['types and costs of expressions in CEL are not worked out', /x-kubernetes-validations: \[\{ rule: "self(?:\.a)? == 1" \}\]|openAPIV3Schema\/.*(?:maxItems|maxLength|maxProperties) = (?:70000|2147483648)$|matchConditions = \[/],
  ['what the API server publishes as required and takes for false all the same', /delete spec\/versions\/[0-9]\/(?:served|storage)$/],
  ['which fields a path leads to is not looked at', /selectableFields = \[/],
  ['the API server compares it in code, and people seldom write it', /hostPort: 80 \}, \{|claims: \[\{ name: a \}\]|hugepages-2Mi: 3Mi|divisor: 3|webhooks\/[0-9]\/rules\/[0-9]\/resources\/[0-9] = null$/],
];

/** Why mllint judges otherwise, where that is known. */
export function reasonFor(name: string): string | undefined {
  return KNOWN_DIFFERENCES.get(name) ?? BY_LOOK.find(([, look]) => look.test(name))?.[0];
}

/** The reason by the name. */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map(Object.entries(BY_REASON).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)));
