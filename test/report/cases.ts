/** The reports whose output in every format is recorded under fixtures/report/. */
import type { Report, ReportedChange, ReportedDifference, ReportedDocument } from '../../src/finding.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { applicationSet, at, between, findingOf, prodValues, reportOf, threeEnvironments, virtualService } from './reports.ts';

const end = (file: SourceFile): number => file.text.length;

const changes: readonly ReportedChange[] = [
  { model: 'fraud-detector', environment: 'staging', kind: 'rollback', from: '45', to: '43', gates: [] },
  {
    model: 'fraud-detector', environment: 'prod', kind: 'promotion', from: '43', to: '45',
    gates: [
      { rule: 'promotion/order', isOpen: true, evidence: 'version 45 has run in staging since 2026-01-01 00:00 UTC (abc1234, 4 h)' },
      { rule: 'promotion/soak', isOpen: false, opensAt: '2026-01-02T00:00:00Z', evidence: 'version 45 has run in staging for 4 h; 24h are required' },
    ],
  },
];

function differing(): ReportedDifference {
  const document: ReportedDocument = {
    change: 'changed', apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', namespace: 'serving-{env}', name: 'fraud-detector', linesLeft: 2, valuesLeft: 0,
    places: [{ at: at(prodValues, 'latest'), isBefore: false }, { at: at(prodValues, 'prod'), isBefore: true }],
    lines: [{ sign: ' ', text: 'spec:' }, { sign: '-', text: '  uri: "`a` @org"' }, { sign: '+', text: '  uri: "```"' }],
    values: [{ path: 'spec.uri', before: '"`a` @org"', after: '"```"' }],
  };
  return {
    environments: [{ environment: 'prod', isPartial: true, documents: [document], documentsLeft: 0 }],
    sections: [{ environments: ['staging', 'prod'], hasPlaceholder: true, documents: [document] }],
  };
}

function everything(): Report {
  const difference = differing();
  const selfHeal = at(applicationSet, 'false');
  const version = at(prodValues, 'latest');
  const uri = findingOf(version, {
    rule: 'model/uri-versioned',
    message: '"latest" is a stage, not a version',
    related: [{ at: at(prodValues, 'storageUri'), message: 'the URI that it is part of' }],
    environments: ['prod'],
    models: ['fraud-detector'],
    fix: { title: 'name version 43, which runs in staging', safety: 'review', edits: [{ file: prodValues, range: version.range, text: '"43"' }] },
    isNew: true,
    fingerprint: 'model/uri-versioned prod/fraud-detector version',
  });
  const healing = findingOf(selfHeal, {
    rule: 'argocd/self-heal',
    message: 'selfHeal is false, not true',
    environments: ['dev', 'staging', 'prod'],
    applications: ['models-dev', 'models-staging', 'models-prod'],
    resources: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: 'models' }],
    fix: { title: 'turn selfHeal on', safety: 'safe', edits: [{ file: applicationSet, range: selfHeal.range, text: 'true' }] },
    isNew: false,
    fingerprint: 'argocd/self-heal models',
  });
  const info = findingOf(startOf(prodValues), { rule: 'helm/values-exist', severity: 'info', message: 'the file is not read', isNew: true });
  const weight = findingOf(at(virtualService, 'weight: 30'), { severity: 'warning' });
  return reportOf(
    {
      environments: [
        ...threeEnvironments.slice(0, 2),
        {
          name: 'prod',
          stage: 2,
          models: [
            {
              name: 'fraud-detector',
              namespace: 'ml-serving-prod',
              version: '43',
              uri: 's3://ml-models-prod/fraud-detector/v43',
              since: '2026-01-01T00:00:00Z',
              canary: { percent: 10, version: '47', uri: 's3://ml-models-prod/fraud-detector/v47' },
            },
          ],
        },
        { name: 'playground', models: [{ name: 'fraud-detector' }] },
      ],
      findings: [healing, uri, { ...uri, rule: 'argocd/self-heal', at: at(prodValues, 'storageUri') }, info],
      suppressed: [
        { finding: weight, reason: 'shadow traffic', by: 'comment' },
        { finding: weight, reason: 'until the migration is done', by: 'exception', owner: 'ml-platform', until: '2027-01-31' },
      ],
      unverified: [
        { at: at(applicationSet, 'clusters'), what: 'ApplicationSet models', why: 'clusters are not known offline', needs: 'clusters in mllint.yaml' },
      ],
      crashes: [{ rule: 'parity/resources', subject: 'environment prod', stack: 'TypeError: no\n    at check (resources.ts:1:1)' }],
      notes: ['https://github.com/org/ml-gitops is taken for this repository'],
      changes, difference,
    },
    { files: 9, applications: 3, manifests: 6 },
  );
}

function manyFindings(): Report {
  const lines = Array.from({ length: 15 }, (_, index) => `key${index}: value`);
  const file = new SourceFile('many.yaml', `${lines.join('\n')}\n`);
  const severities = ['info', 'warning', 'error'] as const;
  const findings = lines.flatMap((line) => severities.map((severity) => findingOf(at(file, line), { severity, message: `${severity} about ${line}` })));
  return reportOf({ findings }, { files: 1, manifests: 15 });
}

function inArchive(): Report {
  const chart = new SourceFile('charts/serving/Chart.yaml', 'name: serving\ndependencies:\n  - name: common\n    version: 1.2.3\n');
  const template = new SourceFile('charts/serving/charts/common-1.2.3.tgz/templates/vs.yaml', 'a: 1\nweight: 120\n', { shownAt: at(chart, 'common') });
  return reportOf({ findings: [findingOf(at(template, '120'), { related: [{ at: at(template, 'a'), message: 'written here' }] })] });
}

function longLines(): Report {
  const half = 'abcdefghij'.repeat(5_000);
  const file = new SourceFile('long.yaml', `before: ${half}\nlong: ${half}HERE${half}\nafter: x\n${half}`);
  const findings = [
    findingOf(at(file, 'HERE')),
    findingOf(at(file, 'long:')),
    findingOf(between(file, end(file) - 5, end(file))),
    findingOf(at(file, `HERE${half}`)),
  ];
  return reportOf({ findings });
}

function multiLine(): Report {
  const text = Array.from({ length: 12 }, (_, index) => `line${index + 1}: x`).join('\n');
  const file = new SourceFile('multi.yaml', `${text}\n`);
  return reportOf({
    findings: [
      findingOf(between(file, file.lineStart(2) + 4, file.lineStart(4))),
      findingOf(between(file, file.lineStart(3), file.lineStart(12))),
      findingOf(between(file, 0, end(file))),
    ],
  });
}

function oddTexts(): Report {
  const crlf = new SourceFile('crlf.yaml', 'a: 1\r\nb: 2\r\nc: 3\r\n');
  const tabs = new SourceFile('tabs.yaml', 'a:\n\tb:\t\tvalue\t# why\n');
  const wide = new SourceFile('wide.yaml', 'name: "模型 é ⚠️ 🚀" # 模型\nnext: 詐欺\n');
  const empty = new SourceFile('empty.yaml', '');
  const unended = new SourceFile('unended.yaml', 'a: 1\nb: 2');
  const blank = new SourceFile('blank.yaml', '\n\n  \n');
  const findings = [
    findingOf(at(crlf, '2')),
    findingOf(at(crlf, '2\r\nc')),
    findingOf(at(tabs, 'value')),
    findingOf(at(wide, '🚀')),
    findingOf(at(wide, '詐欺')),
    findingOf(startOf(empty)),
    findingOf(between(empty, 5, 9)),
    findingOf(between(unended, end(unended), end(unended))),
    findingOf(between(unended, end(unended) - 1, end(unended) + 10)),
    findingOf(between(crlf, end(crlf), end(crlf))),
    findingOf(between(blank, 1, 2)),
  ];
  return reportOf({ findings });
}

function hostile(): Report {
  const path = '::error::pwned\n::add-mask::x,line=1%0A\u001B[31m\u202E.yaml';
  const text = `a: "\u001B]8;;http://evil\u0007 ##[add-mask]x \u202Egnp.\u2066"\n::stop-commands::x\nb: \uD800 \u200B\u0085\u2028 ##vso[task.complete]\n`;
  const file = new SourceFile(path, text);
  const place = at(file, '##[add-mask]x');
  const message = 'the value "x\n::error::injected\r::set-output name=a::b" [click](https://evil) ##[command]\u009B31m is not allowed %0A';
  const finding = findingOf(place, {
    rule: 'model/uri-versioned',
    message,
    related: [{ at: at(file, 'task'), message: '](https://evil)\n::warning::x' }],
    environments: ['prod\n::error::x', '\u202Edev'],
    models: ['\uDC00'],
    fix: { title: 'fix\u001B[2J\n::error::x', safety: 'safe', edits: [{ file, range: place.range, text: '\uD800\n' }] },
    fingerprint: '\u0000',
  });
  return reportOf({
    environments: [{ name: '\u001B[1mprod', models: [] }],
    findings: [finding, findingOf(at(file, '::stop-commands'), { message: '' })],
    unverified: [{ at: place, what: '\n::error::x', why: '\u001Bc', needs: '\u2028' }],
    crashes: [{ rule: 'a/b', subject: '\u009B', stack: 'Error: x\n::error::y\n\u001B[0m' }],
    notes: ['\n::error::note'],
    suppressed: [{ finding, reason: '\n::error::\u202E', by: 'baseline' }],
  });
}

export const cases: Readonly<Record<string, () => Report>> = {
  clean: () => reportOf({ environments: threeEnvironments }, { files: 24, applications: 6, manifests: 30 }),
  'clean-but-unverified': () => {
    return reportOf({ unverified: [{ at: startOf(applicationSet), what: 'ApplicationSet models', why: 'no clusters', needs: 'clusters' }] }, { files: 2 });
  },
  everything,
  hostile,
  'in-archive': inArchive,
  'long-lines': longLines,
  'many-findings': manyFindings,
  'multi-line': multiLine,
  'odd-texts': oddTexts,
};
