/** What is decided by a person: five questions, each with a default that fits the repository. */
import { parseDuration } from '../config/scalars.ts';
import type { Survey } from './survey.ts';
import { readStages, stagesOf, stagesText, type Stages } from './stages.ts';

export interface Answers {
  readonly stages: Stages;
  /** How long a version must have run before it enters the last stage, such as `24h`; `0h` asks for nothing. */
  readonly soak: string;
  /** Whether a new version is the canary of the last stage first. */
  readonly hasCanary: boolean;
  /** Who decides about the policy, such as `@org/platform`; none where nobody is named. */
  readonly owners: readonly string[];
  /** Whether what is found now is held in a baseline. */
  readonly hasBaseline: boolean;
}

export function defaultAnswers(survey: Survey): Answers {
  const stages = stagesOf(survey.environments);
  const last = stages.at(-1) ?? [];
  return {
    stages,
    soak: stages.length > 1 ? '24h' : '0h',
    hasCanary: survey.models.some(({ canaries }) => canaries.some((environment) => last.includes(environment))),
    owners: [],
    hasBaseline: false,
  };
}

/** One question of a terminal: it changes the answers, or says (a clause) why the text cannot be taken. */
export interface Question {
  readonly text: (answers: Answers) => string;
  /** As a person would write it. */
  readonly standard: (answers: Answers) => string;
  readonly take: (text: string, answers: Answers) => Answers | { readonly why: string };
  /** Absent: always. */
  readonly isAsked?: (answers: Answers) => boolean;
}

const lastOf = ({ stages }: Answers): string => (stages.at(-1) ?? []).join(' and ');
const hasOrder = ({ stages }: Answers): boolean => stages.length > 1;

export const QUESTIONS: readonly Question[] = [
  {
    text: () => 'Which environments, in which order? (regions of one stage with +)',
    standard: ({ stages }) => stagesText(stages),
    take: (text, answers) => {
      if (text === '') return { ...answers, stages: [] };
      const stages = readStages(text);
      return 'why' in stages ? stages : { ...answers, stages, soak: stages.length > 1 ? answers.soak : '0h' };
    },
  },
  {
    text: (answers) => `How long must a version have run in the stage before ${lastOf(answers)}?`,
    standard: ({ soak }) => soak,
    take: (text, answers) => (isDuration(text) ? { ...answers, soak: text } : { why: `${JSON.stringify(text)} is no duration; write 30m, 24h or 7d` }),
    isAsked: hasOrder,
  },
  {
    text: (answers) => `Must a new version be the canary before it takes over ${lastOf(answers)}?`,
    standard: ({ hasCanary }) => (hasCanary ? 'yes' : 'no'),
    take: (text, answers) => yesOrNo(text, (hasCanary) => ({ ...answers, hasCanary })),
    isAsked: hasOrder,
  },
  {
    text: () => 'Who decides about the policy? (a team such as @org/platform: its rules are locked, CODEOWNERS names it)',
    standard: ({ owners }) => (owners.length === 0 ? 'nobody in particular' : owners.join(' ')),
    take: (text, answers) => {
      if (text === 'nobody in particular') return { ...answers, owners: [] };
      const owners = text.split(/[\s,]+/).filter((owner) => owner !== '');
      const wrong = owners.find((owner) => !OWNER.test(owner));
      return wrong === undefined ? { ...answers, owners } : { why: `${JSON.stringify(wrong)} is no owner; write @org/team, @user or an e-mail address` };
    },
  },
  {
    text: () => 'Hold what is found now in a baseline, so that only what comes new counts?',
    standard: ({ hasBaseline }) => (hasBaseline ? 'yes' : 'no'),
    take: (text, answers) => yesOrNo(text, (hasBaseline) => ({ ...answers, hasBaseline })),
  },
];

const LONGEST = 36_500 * 86_400_000;

function isDuration(text: string): boolean {
  const duration = parseDuration(text);
  return duration !== undefined && duration.milliseconds <= LONGEST;
}

const OWNER = /^(?:@[A-Za-z0-9][A-Za-z0-9._/-]{0,99}|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190})$/;

/** What a person types for yes and no. */
export function yesOrNo<T>(text: string, taken: (isYes: boolean) => T): T | { readonly why: string } {
  if (/^y(?:es)?$/i.test(text)) return taken(true);
  return /^no?$/i.test(text) ? taken(false) : { why: `${JSON.stringify(text)} is neither yes nor no` };
}
