/** Builds the reports that formats are held against: no engine, only what a report says. */
import type { Finding, Report, RuleInfo, Severity } from '../../src/finding.ts';
import { SourceFile, type Location } from '../../src/source.ts';

const ruleNames: readonly (readonly [id: string, title: string, why: string, severity: RuleInfo['severity'], fixable: boolean])[] = [
  ['argocd/self-heal', 'Argo CD reverts manual changes', 'Without selfHeal a manual change stays until the next commit.', 'error', true],
  ['helm/values-exist', 'Value files exist', 'Argo CD fails where a value file is missing.', 'warning', false],
  ['istio/weights-sum', 'The weights of a route add up to 100', 'Istio takes weights as proportions.', 'error', true],
  ['model/uri-versioned', 'Model URIs name an immutable version', 'A stage is mutable: history says nothing.', 'error', true],
  ['parity/resources', 'Environments differ in size, not in kind', 'What was tested is not what runs.', 'off', false],
];

export const rules: readonly RuleInfo[] = ruleNames.map(([id, title, why, severity, fixable]) => ({ id, title, why, severity, fixable }));

/** Where a text stands in a file: the stretch between `from` and the end of the first `text` after it. */
export function at(file: SourceFile, text: string, from = 0): Location {
  const start = file.text.indexOf(text, from);
  if (start < 0) throw new Error(`${file.path} does not hold ${JSON.stringify(text)}`);
  return { file, range: { start, end: start + text.length } };
}

export function between(file: SourceFile, start: number, end: number): Location {
  return { file, range: { start, end } };
}

export function findingOf(place: Location, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'istio/weights-sum',
    severity: 'error',
    message: 'weights add up to 120, not 100',
    at: place,
    pieces: [],
    related: [],
    environments: [],
    applications: [],
    resources: [],
    models: [],
    fingerprint: `istio/weights-sum ${place.file.path}`,
    ...more,
  };
}

/** A report whose counts follow from what it holds; only what was looked at is made up. */
export function reportOf(parts: Partial<Report> = {}, looked: Partial<Report['summary']> = {}): Report {
  const { findings = [], suppressed = [], unverified = [] } = parts;
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const summary = {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suppressed: suppressed.length,
    fixable: findings.filter(({ fix }) => fix !== undefined).length,
    files: 1,
    applications: 0,
    manifests: 0,
    unverified: unverified.length,
    ...looked,
  };
  return { version: 1, summary, environments: [], findings, suppressed, unverified, crashes: [], notes: [], rules, ...parts };
}

export const threeEnvironments: Report['environments'] = ['dev', 'staging', 'prod'].map((name, stage) => ({ name, stage, models: [] }));

export const virtualService = new SourceFile(
  'base/virtual-service.yaml',
  `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: fraud-detector
spec:
  http:
    - route:
        - destination: { host: stable }
          weight: 90
        - destination: { host: canary }
          weight: 30
`,
);

export const applicationSet = new SourceFile(
  'applicationset.yaml',
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: models
spec:
  generators:
    - clusters: {}
  template:
    spec:
      syncPolicy:
        automated:
          prune: true
          selfHeal: false
`,
);

export const prodValues = new SourceFile(
  'environments/prod/values.yaml',
  `environment: prod
model:
  name: fraud-detector
  version: latest
  storageUri: s3://ml-models-prod/fraud-detector/latest
`,
);
