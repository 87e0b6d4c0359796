/** The section `environments`: stages in their order, and what a version needs to enter them. */
import type { Answers } from './answers.ts';
import { list, scalarText } from './names-text.ts';
import type { Stages } from './stages.ts';
import type { Survey } from './survey.ts';

export function environmentLines(survey: Survey, answers: Answers): string[] {
  const { stages } = answers;
  if (stages.length === 0) return NOTHING_FOUND;
  return [
    '# In the order of promotion: a version enters an environment only after it ran in the stage before. Rolling back is always allowed.',
    'environments:',
    ...stages.flatMap((names, stage) => names.flatMap((name, index) => ownLines(name, { stage, index, survey, answers }))),
  ];
}

const NOTHING_FOUND = [
  '# In the order of promotion; no name here is known for one, so that none is found without this section.',
  '# environments:',
  '#   - name: dev',
  '#   - name: prod',
  '#     requiredSoakTime: 24h',
];

interface Standing {
  readonly stage: number;
  /** Among those of its stage. */
  readonly index: number;
  readonly survey: Survey;
  readonly answers: Answers;
}

function ownLines(name: string, { stage, index, survey, answers }: Standing): string[] {
  const { stages } = answers;
  const models = survey.environments.find((one) => one.name === name)?.models;
  const serves = models === undefined ? 'Not found in the repository' : models.length === 0 ? 'Serves no model now' : `Serves ${list(models)}`;
  return [
    `  # ${serves}.${stage === 0 ? ' Any version may enter: nothing stands before it.' : ''}`,
    `  - name: ${scalarText(name)}`,
    ...afterLines(stages, { stage, index }),
    ...(stage > 0 && stage < stages.length - 1 ? [
      '    # How long a version must have run in the stage before; 0h: to have run there is enough.',
      '    requiredSoakTime: 0h',
    ] : []),
    ...(stage > 0 && stage === stages.length - 1 ? lastLines(stages, answers) : []),
  ];
}

/** Written where it is not just the entry before. */
function afterLines(stages: Stages, { stage, index }: Pick<Standing, 'stage' | 'index'>): string[] {
  const before = stages[stage - 1] ?? [];
  if (index === 0 && before.length < 2) return [];
  return [stage === 0 ? '    # The first stage, too.' : '    # Where a version comes from; equal lists are one stage.', `    after: [${before.map(scalarText).join(', ')}]`];
}

function lastLines(stages: Stages, { soak, hasCanary }: Answers): string[] {
  const before = list(stages.at(-2) ?? []);
  const [required, comment] = hasCanary ? ['', 'A new version takes a part of the requests before it takes all.'] : ['# ', 'With it a new version takes a part of the requests before it takes all.'];
  return [
    `    # How long a version must have run in ${before} before it enters.`,
    `    requiredSoakTime: ${soak}`,
    `    # ${comment}`,
    `    ${required}canary:`,
    ...(hasCanary ? ['      # Without having been the canary no version becomes the stable one.'] : []),
    `    ${required}  required: true`,
    ...(hasCanary ? ['      # What it may start with, in percent of the requests.'] : []),
    `    ${required}  initialPercent: 10`,
    ...(hasCanary ? ['      # How long it stays the canary before it may take over.'] : []),
    `    ${required}  soak: 2h`,
  ];
}
