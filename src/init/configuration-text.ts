/** `mllint.yaml` as `mllint init` writes it: what was found and answered, each key with the reason why it stands there. */
import type { Answers } from './answers.ts';
import { environmentLines } from './environment-lines.ts';
import { list, scalarText } from './names-text.ts';
import type { FoundModel, Survey } from './survey.ts';

/** The sections that say what was found; what one of them would change about the report is kept out of force. */
export const FOUND_SECTIONS = ['environments', 'models', 'repositories', 'external'] as const;
export type FoundSection = (typeof FOUND_SECTIONS)[number];

export interface Composed {
  readonly survey: Survey;
  readonly answers: Answers;
  /** Sections that stand there as a comment, because they would change what is reported. */
  readonly held: ReadonlySet<FoundSection>;
}

export function configurationText({ survey, answers, held }: Composed): string {
  const found: readonly (readonly [FoundSection, readonly string[]])[] = [
    ['environments', environmentLines(survey, answers)],
    ['models', modelLines(survey.models)],
    ['repositories', repositoryLines(survey)],
    ['external', externalLines(survey)],
  ];
  const [environments, models, ...elsewhere] = found.map(([section, lines]) => (held.has(section) ? commented(lines) : lines));
  const blocks = [HEAD, environments, models, versionLines(survey), ...elsewhere, CLUSTER, ruleLines(survey, answers)];
  return `${blocks.flatMap((lines = []) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n')}\n`;
}

const HEAD = [
  '# What mllint has to know about this repository; `mllint init` wrote it once, and from now on it is yours.',
  '# Whatever is not here has a default: `mllint --print-config` prints all that is in force and where it comes from.',
];

/** Why a section is no more than a comment. */
const HELD = '# Not in force: with this section mllint would report something else than without it. Compare before you take the # away.';

function commented(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [HELD, ...lines.map((line) => (line.trimStart().startsWith('#') ? line : `# ${line}`))];
}

const MAX_MODELS = 50;

function modelLines(models: readonly FoundModel[]): string[] {
  if (models.length === 0) return [];
  const left = models.length - MAX_MODELS;
  return [
    '# What is known of each model besides its manifests; models that are not here are linted just the same.',
    'models:',
    ...models.slice(0, MAX_MODELS).flatMap(ownLines),
    ...(left > 0 ? [`  # ${left} more ${left === 1 ? 'model is' : 'models are'} served.`] : []),
  ];
}

function ownLines({ name, servedAs, environments, versions, canaries, hasUri }: FoundModel): string[] {
  const where = environments.length === 0 ? 'Belongs to no environment' : `Served in ${list(environments)}`;
  const canary = canaries.length === 0 ? '' : `; a canary runs in ${list(canaries)}`;
  return [
    `  # ${where}${canary}.`,
    `  ${scalarText(name)}:`,
    ...(servedAs.length === 0 ? [] : [
      '    # It is served under other names than its own: all of them are one model.',
      `    match: [${[name, ...servedAs].map(scalarText).join(', ')}]`,
    ]),
    `    # Where the version stands that is promoted${versions.length === 0 ? '' : `, such as ${list(versions)}`}; image, chart or <file>#<path> where it is not the URI.`,
    hasUri ? '    versions: storageUri' : '    # versions: image',
    '    # With it a canary is held until it served canary.minRequests.',
    '    # requestsPerMinute: 1000',
  ];
}

function versionLines({ models }: Survey): string[] {
  const versions = [...new Set(models.flatMap((model) => model.versions))];
  const known = versions.length === 0 ? 'No version was recognised in a model URI' : `Recognised here: ${list(versions)}`;
  return models.length === 0 ? [] : [
    `# ${known}. Another form of a version that is never written twice is an RE2 expression for a whole segment.`,
    '# uris:',
    '#   versionPatterns: ["release-[0-9]+"]',
  ];
}

function repositoryLines({ self }: Survey): string[] {
  return self === undefined ? [] : [
    '# Which URLs mean this repository: sources that name one of them are read here.',
    'repositories:',
    '  # Most sources name it, and no Git remote does.',
    `  self: [${scalarText(self)}]`,
  ];
}

function externalLines({ absent: { serviceAccounts, secrets } }: Survey): string[] {
  if (serviceAccounts.length + secrets.length === 0) return [];
  return [
    '# What models name and this repository does not hold: it is taken to exist in the cluster. Take out what should be here.',
    'external:',
    ...namesUnder('serviceAccounts', 'The accounts that pods run as.', serviceAccounts),
    ...namesUnder('secrets', 'Where credentials come from.', secrets),
  ];
}

function namesUnder(key: string, why: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`  # ${why}`, `  ${key}: [${names.map(scalarText).join(', ')}]`];
}

const CLUSTER = [
  '# What the clusters run: fields and defaults differ from version to version. Without it a finding counts where it holds for all.',
  '# cluster:',
  '#   kubernetes: "1.34"',
  '#   kserve: "0.20"',
  '#   argocd: "3.5"',
  '#   istio: "1.31"',
];

/** Each of the five policies, apart from promotion, which is locked anyway. */
const DECIDING = ['model/uri-pinned', 'parity/resources', 'argocd/self-heal', 'istio/weights-sum'];

function ruleLines({ frequent }: Survey, { owners }: Answers): string[] {
  const locked = owners.length === 0 ? [] : [
    `# Only ${list(owners)} decides about these: comments in a change do not reach them, exceptions do.`,
    'rules:',
    ...DECIDING.map((rule) => `  ${rule}: { locked: true }`),
  ];
  const often = frequent.length === 0 ? [] : [
    '# Found often here. `mllint baseline` holds what there is now, so that only what comes new counts; nothing was switched off.',
    ...frequent.map(({ rule, severity, count }) => `#   ${rule}: ${severity} # ${count} findings`),
  ];
  return [...often, ...locked];
}
