/** Where mllint judges otherwise than the API server, with the reason: what is meant to be so, and what a schema does not say. */
interface KnownDifference {
  /** Of the name of a difference, see `nameOf`. */
  readonly names?: RegExp;
  /** Of the API server's message; empty where it accepts. */
  readonly server?: RegExp;
  readonly reason: string;
}

const BUILT_IN = /^(?:deployment|service|config-map|secret|pod|persistent-volume-claim|stateful-set|cron-job|horizontal-pod-autoscaler|pod-disruption-budget|network-policy|ingress|role) /;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  { names: /^inference-service .* = -1$/, server: /^$/, reason: 'the definition takes less than nothing, the Pod that is made of it is refused: kubernetes/quantity' },
  { names: /spec\/addresses = |gateway-static-addresses/, reason: 'the server fills in defaults before it counts the forms that fit' },
  { names: / metadata(?:\/name)? ?(?:=|$)| metadata\/name = | metadata = null/, reason: 'what has no name may be a patch; names are not held against DNS labels' },
  { names: / metadata\/(?:labels|annotations|finalizers) = /, reason: 'forms of label keys and values, and of finalizers, are no part of a schema' },
  { names: / (?:set|delete) spec(?: = (?:null|\{\}))?$/, reason: 'without a specification nothing is said about its fields' },
  { names: /^application set status /, reason: 'a status in a manifest is written by controllers' },
  { names: /(?: = \[null\]|\/0 = null|\/1 = null)$/, reason: 'an entry of a list that is null is the zero value, which required fields and words are not asked of' },
  { names: /repeat |spec\/ports\/1 = /, server: /duplicate entries|Duplicate value/, reason: 'keys of lists of built-in kinds are not compared, some of them being taken twice' },
  { names: /= (?:2147483648|9223372036854775808)$/, reason: 'text or number: the range of the number is not asked' },
  { names: /\(misspelt kind\)/, server: /no matches for kind/, reason: 'a kind in small letters is not told from a kind of another definition' },
  { names: /set apiVersion = (?:networking\.istio\.io\/v2|istio\.io\/v1)$/, reason: 'a group or a later version that mllint does not know may be another definition' },
  { names: /gateway-api-crd-version-old/, server: /api-approved/, reason: 'groups of Kubernetes want an annotation on a definition' },
  { names: /workerSpec = \{ size: 1 \}/, reason: 'a field of a newer release of KServe than the definitions at hand' },
  { names: BUILT_IN, server: /is invalid|Required value/, reason: 'validation in code of the API server that compares fields with each other or with the outside' },
  { names: /^http-route set spec\/rules\/0\/backendRefs\/0\/port = null$/, reason: 'the rule that wants a port sees the null' },
];
