/** The questions of `mllint init` in a terminal: plain lines, each with a default that Enter takes. */
import { QUESTIONS, yesOrNo, type Answers } from '../init/answers.ts';
import { isNamed, readSource, type MllintSource } from '../init/mllint-source.ts';
import type { Forge, Offers } from '../init/plan.ts';
import { visible } from '../report/escape.ts';
import type { Io } from './io.ts';
import { consoleOn, type Console } from './terminal.ts';

export interface Decisions {
  readonly answers: Answers;
  readonly offers: Offers;
  readonly source: MllintSource;
}

export interface Asking {
  readonly io: Io;
  readonly forge: Forge | undefined;
  /** mllint.yaml is there: what it says is not asked. */
  readonly hasConfiguration: boolean;
}

/** The person pressed Ctrl-C or closed the input. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export async function askAll(standard: Decisions, { io, forge, hasConfiguration }: Asking): Promise<Decisions> {
  const terminal = io.terminal?.();
  if (!terminal) return standard;
  const console = consoleOn(terminal);
  let { answers } = standard;
  for (const { text, standard: usual, take, isAsked } of hasConfiguration ? [] : QUESTIONS) {
    if (isAsked && !isAsked(answers)) continue;
    answers = await askUntil(console, io, { text: text(answers), standard: usual(answers), take: (typed) => take(typed, answers) });
  }
  let { offers } = standard;
  const offer = async (text: string, standardAnswer: boolean): Promise<boolean> =>
    (await askUntil(console, io, { text, standard: standardAnswer ? 'yes' : 'no', take: (typed) => yesOrNo(typed, (isYes) => ({ isYes })) })).isYes;
  if (forge) offers = { ...offers, hasGate: await offer(`Check every ${forge === 'gitlab' ? 'merge request (.gitlab-ci.yml)' : 'pull request (.github/workflows/mllint.yml)'}?`, true) };
  offers = { ...offers, hasHook: await offer('Lint before every commit (a hook of pre-commit)?', true) };
  if (forge === 'github' && !offers.hasWorkflows) offers = { ...offers, hasWorkflows: await offer('Open pull requests for new versions, promotions, canaries and rollbacks (workflows)?', false) };
  const isNeeded = offers.hasGate || offers.hasHook || offers.hasWorkflows;
  const source = isNeeded && !isNamed(standard.source) ? await askUntil(console, io, sourceQuestion(standard.source)) : standard.source;
  return { answers, offers, source };
}

interface Asked<T> {
  readonly text: string;
  readonly standard: string;
  readonly take: (typed: string) => T | { readonly why: string };
}

/** Asks again where an answer cannot be taken, and says why. */
async function askUntil<T extends object>(console: Console, io: Io, { text, standard, take }: Asked<T>): Promise<T> {
  for (;;) {
    const typed = await console.ask(`${visible(text)} [${visible(standard)}] `);
    if (typed === undefined) throw new Stopped();
    const taken = take(typed.trim() === '' ? standard : typed.trim());
    if (!('why' in taken)) return taken;
    io.err(`${visible(String(taken.why))}\n`);
  }
}

const LATER = 'later';

function sourceQuestion(unnamed: MllintSource): Asked<MllintSource> {
  return {
    text: 'Where do they get mllint from? (its repository and a commit: https://github.com/acme/mllint#<40 digits>)',
    standard: LATER,
    take: (typed) => (typed === LATER ? unnamed : (readSource(typed) ?? { why: `${JSON.stringify(typed)} is no repository with a commit; Enter leaves it open` })),
  };
}
