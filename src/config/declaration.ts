/** The whole of `mllint.yaml`, declared once: reading it and its JSON schema both follow from here. */
import type { Condition, Rule } from '../rule.ts';
import { ruleSection } from './rule-section.ts';
import {
  bandwidth, cron, duration, freezeDuration, glob, globs, keyPath, placedText, positiveNumber, scheme, systemVersion, text, texts, timezone, versionPattern,
  versionSource, wholeNumber, word, yesOrNo,
} from './scalars.ts';
import { byName, key, later, list, mapping, required, withNode, type ValueOf } from './shape.ts';

const cluster = mapping({
  kubernetes: key(systemVersion, 'The version of Kubernetes.'),
  kserve: key(systemVersion, 'The version of KServe.'),
  argocd: key(systemVersion, 'The version of Argo CD.'),
  istio: key(systemVersion, 'The version of Istio.'),
  deploymentMode: key(word('Knative', 'Standard', 'Serverless', 'RawDeployment', 'ModelMesh'), "KServe's default deployment mode."),
  apiVersions: key(texts, 'API versions that the cluster serves besides those of its version, such as monitoring.coreos.com/v1.'),
});

const environmentMatch = mapping({
  paths: key(globs, 'Files and folders of the environment.'),
  applications: key(globs, 'Names of its Applications.'),
  namespaces: key(globs, 'Namespaces it is deployed to.'),
  clusters: key(globs, 'Clusters it is deployed to, by name or server.'),
  branch: key(text, 'The branch that holds what it runs, and whose history is its own.'),
});

const canary = mapping({
  required: key(yesOrNo, 'Whether a version must have been the canary before it is the stable one.'),
  initialPercent: key(wholeNumber(0, 100), 'The share of the traffic that a canary starts with, at most.'),
  soak: key(duration, 'How long a version must have been the canary.'),
  minRequests: key(wholeNumber(0), 'How many requests a canary must have served, by its share and the requestsPerMinute of the model.'),
});

const freeze = mapping({
  cron: required(cron, 'When the window opens.'),
  duration: required(freezeDuration, 'How long it stays open.'),
  timezone: key(timezone, 'The time zone of `cron`; UTC without it.'),
});

const environment = mapping({
  name: required(placedText, 'Its name, also looked for in paths, parameters, namespaces and names.'),
  match: key(environmentMatch, 'What else belongs to the environment.'),
  after: key(list(placedText), 'The environments a version comes from; the entry before without it. Equal lists are one stage.'),
  availability: key(word('oneOf', 'all'), 'Whether a version must have run in one or in all of the environments before.'),
  requiredSoakTime: key(duration, 'How long a version must have run in the environments before.'),
  soak: key(word('current', 'longest'), 'Whether a completed stay counts, too.'),
  canary: key(canary, 'How a new version takes over the traffic.'),
  freeze: key(list(freeze), 'Windows in which nothing is promoted.'),
  cluster: key(cluster, 'What is different about its cluster.'),
});

const model = mapping({
  match: key(globs, 'Names under which the model is served.'),
  versions: key(versionSource, 'Where the version stands: storageUri, image, chart or <file>#<path>.'),
  requestsPerMinute: key(positiveNumber, 'How many requests it serves, in one environment.'),
  sizeGiB: later(positiveNumber, 'How large it is.'),
});

const uris = mapping({
  versionPatterns: key(list(versionPattern), 'RE2 expressions for a whole segment or tag that is an immutable version; "!defaults" drops the defaults.'),
  mirrors: key(texts, 'Prefixes of URIs under which the same artifact lies; {env} stands for the environment.'),
  schemes: key(list(scheme), 'Schemes of model URIs besides those of KServe.'),
  bandwidth: later(bandwidth, 'How fast a model is loaded, per second.'),
});

const contract = mapping({
  files: key(globs, 'Value files that claim the contract.'),
  schema: key(placedText, 'A JSON schema in place of that of the contract, inside the root.'),
  paths: key(
    mapping({
      name: key(keyPath, "Where the model's name stands."),
      version: key(keyPath, "Where the model's version stands."),
      uri: key(keyPath, "Where the model's URI stands."),
    }),
    'Where name, version and URI stand in value files of another shape.',
  ),
});

const declaredCluster = mapping({
  name: required(text, 'Its name in Argo CD.'),
  server: key(text, 'The URL of its API server.'),
  labels: key(byName(text), 'The labels of its secret in Argo CD.'),
});

const repositories = mapping({
  self: key(texts, 'URLs that mean this repository, besides its remotes.'),
  map: key(byName(text), 'Local folders of other repositories by URL; relative ones count from the root, and may lie outside of it.'),
});

const external = mapping({
  serviceAccounts: key(globs, 'Names of ServiceAccounts.'),
  secrets: key(globs, 'Names of Secrets.'),
  services: key(globs, 'Names of Services.'),
});

const customRule = mapping({
  id: required(text, 'Its name: a group and what holds, such as team/owner-label.'),
  on: required(word('manifest', 'model', 'application', 'environment'), 'What it looks at.'),
  kinds: key(texts, 'The kinds it looks at, such as Deployment.apps or Service; every kind without it. Of manifests only.'),
  when: key(text, 'An expression in CEL; where it is not true the rule says nothing.'),
  expression: required(text, 'An expression in CEL that is true where the rule holds.'),
  message: required(text, 'What is said where it does not hold: one clause.'),
  messageExpression: key(text, 'An expression in CEL that gives a text in place of the message.'),
  severity: key(word('error', 'warning', 'info'), 'How bad it is; error without it.'),
});

/** Where rules of one's own stand: read before the section `rules`, which may name them. */
export const ownRuleSections = {
  extends: placedText,
  customRules: list(withNode(customRule)),
  admissionPolicies: globs,
};

/** The shape of the configuration; the section `rules` depends on which rules there are. */
export function declaration(rules: readonly (Rule | Condition)[]) {
  const section = ruleSection(rules);
  const override = mapping({
    files: key(globs, 'The files it counts for; all without it.'),
    environments: key(list(placedText), 'The environments it counts for; all without it.'),
    rules: required(section, 'What is different there.'),
  });
  return mapping({
    extends: key(placedText, 'What this builds on: recommended, strict, or a file such as ./team.yaml.'),
    environments: key(list(environment), 'The environments in the order of promotion; found from the repository without it.'),
    models: key(byName(withNode(model)), 'What is known about a model, by its name.'),
    uris: key(uris, 'What a model URI may look like.'),
    contract: key(contract, 'The values contract.'),
    cluster: key(cluster, 'What the clusters run.'),
    clusters: key(list(declaredCluster), 'Inventory for the cluster generator of ApplicationSets.'),
    repositories: key(repositories, 'Which repository URLs lead where.'),
    external: key(external, 'What exists, but not in this repository.'),
    rules: key(section, 'The severity of a rule, or its severity, lock and options.'),
    customRules: key(ownRuleSections.customRules, 'Rules of your own, in CEL.'),
    admissionPolicies: key(ownRuleSections.admissionPolicies, 'Files with ValidatingAdmissionPolicies and their bindings, inside the root: they run as rules.'),
    overrides: key(list(override), 'Settings of rules for some files or environments.'),
    exceptions: key(placedText, 'The file with exceptions, inside the root; mllint-exceptions.yaml without it.'),
    schemas: key(list(placedText), 'Folders of further JSON Schemas, or templates of kubeconform such as schemas/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json.'),
    ignore: key(list(glob), 'Files and folders that are not read.'),
  });
}

/** A configuration as one file says it: what it does not say is absent. */
export type Settings = ValueOf<ReturnType<typeof declaration>>;
export type EnvironmentSettings = ValueOf<typeof environment>;
