/** `mllint init`: a commented mllint.yaml that fits the repository, and what runs mllint there: hook, gate, baseline, automation. */
import { existsSync } from 'node:fs';
import { defaultAnswers, type Answers } from '../init/answers.ts';
import { READS_SECRETS } from '../init/absent-names.ts';
import { configurationText, FOUND_SECTIONS, type FoundSection } from '../init/configuration-text.ts';
import { isNamed, readSource, UNNAMED, type MllintSource } from '../init/mllint-source.ts';
import { planned, type Planned } from '../init/plan.ts';
import { saysTheSame } from '../init/same-report.ts';
import { survey, type Survey } from '../init/survey.ts';
import { NotWritten, writePlanned } from '../init/write.ts';
import { BASELINE_FILE } from '../config/baseline.ts';
import { CONFIG_FILE, SharedRenders } from '../mllint.ts';
import type { Report } from '../finding.ts';
import { gitPrefix, gitTopLevel } from '../snapshot/git-files.ts';
import { visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';
import { askAll, Stopped } from './init-questions.ts';
import { forgeOf, lookAtDisk, standardOffers, usedSource } from './init-surroundings.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { findRoot } from './path-arguments.ts';
import { announced, openTree, readIn, withRepository, type OpenTree } from './workspace.ts';
import { join } from 'node:path';

export async function init(args: Arguments, io: Io): Promise<number> {
  const root = findRoot(args, io);
  const top = gitTopLevel(root) ?? root;
  const prefix = gitPrefix(root);
  if (!/^[A-Za-z0-9._ /-]*$/.test(prefix)) throw new UsageError(`the folder ${JSON.stringify(prefix)} cannot be named in a workflow`);
  const own: Arguments = { ...args, root, rules: [], environments: [] };
  const renders = new SharedRenders();
  const opened = await openTree(own, io);
  const before = announced(withRepository(await opened.lint(undefined, { renders })), io);
  if (isNothing(before.report)) {
    io.err(`nothing to lint: no manifest, chart or value file below ${args.root ?? root}\n`);
    return EXIT.failure;
  }
  const { repository: withSecrets } = await readIn({ ...own, rules: [READS_SECRETS] }, { ...io, err: () => undefined });
  const found = survey({ ...before, withSecrets });
  const lookAt = lookAtDisk(top);
  const forge = forgeOf(root, before.repository, lookAt);
  if (args.withWorkflows && forge === 'gitlab') throw new UsageError('--workflows are written for GitHub, and this repository is on GitLab');
  const source = sourceOf(args) ?? usedSource(before.repository) ?? UNNAMED;
  const standard = { answers: defaultAnswers(found), offers: standardOffers({ forge, isNamed: isNamed(source), withWorkflows: args.withWorkflows }), source };
  const isAsking = io.terminal?.() !== undefined && !args.isYes;
  try {
    const hasConfiguration = existsSync(join(root, CONFIG_FILE));
    const decided = isAsking ? await askAll(standard, { io, forge, hasConfiguration }) : standard;
    const held = hasConfiguration ? new Set<FoundSection>() : await heldSections({ found, standard: standard.answers, decided: decided.answers }, (text) => reportWith(text, opened, renders), before.report);
    const configuration = configurationText({ survey: found, answers: decided.answers, held });
    const files = planned({ configuration, offers: decided.offers, owners: decided.answers.owners, source: decided.source, prefix }, lookAt);
    writePlanned(files, { root, top });
    io.out(`${files.map(fileLine).join('\n')}\n`);
    if (decided.answers.hasBaseline) await writeBaseline(own, io, root);
    io.out(advice({ found, held, files, source: decided.source, answers: decided.answers }).map((line) => `${line}\n`).join(''));
    return EXIT.ok;
  } catch (error) {
    if (error instanceof NotWritten) throw new UsageError(`nothing was written: ${visible(error.message)}`);
    if (!(error instanceof Stopped)) throw error;
    io.err('stopped: nothing was written\n');
    return EXIT.interrupted;
  }
}

function isNothing({ summary: { unverified, manifests, applications }, environments, findings }: Report): boolean {
  return unverified + manifests + applications + environments.length + findings.length === 0;
}

function sourceOf({ from }: Arguments): MllintSource | undefined {
  if (from === undefined) return undefined;
  const source = readSource(from);
  if (!source) throw new UsageError(`--from takes a repository of mllint and a commit, such as https://github.com/acme/mllint#<40 hexadecimal digits>, not ${JSON.stringify(from)}`);
  return source;
}

/** What is said where this stands in mllint.yaml; nothing where it cannot be used. */
async function reportWith(text: string, opened: OpenTree, renders: SharedRenders): Promise<Report | undefined> {
  const result = await opened.lint(new Map([[CONFIG_FILE, new TextEncoder().encode(text)]]), { renders });
  return result.repository && result.report;
}

interface Deciding {
  readonly found: Survey;
  readonly standard: Answers;
  readonly decided: Answers;
}

/** Sections that would change what is said although nobody asked for it, found by trying. */
async function heldSections({ found, standard, decided }: Deciding, reportOf: (text: string) => Promise<Report | undefined>, before: Report): Promise<ReadonlySet<FoundSection>> {
  const isSame = async (held: ReadonlySet<FoundSection>): Promise<boolean> => {
    const after = await reportOf(configurationText({ survey: found, answers: { ...standard, owners: [] }, held }));
    return after !== undefined && saysTheSame(before, after);
  };
  const held = new Set<FoundSection>();
  if (await isSame(held)) return held;
  // What holds a section back stands alone: each is tried with all others left out.
  for (const section of FOUND_SECTIONS) if (!(await isSame(new Set(FOUND_SECTIONS.filter((one) => one !== section))))) held.add(section);
  const result = await isSame(held) ? held : new Set(FOUND_SECTIONS);
  if (JSON.stringify(decided.stages) !== JSON.stringify(standard.stages)) result.delete('environments'); // that was asked for
  return result;
}

function fileLine({ path, text, before, left }: Planned): string {
  const name = visible(path);
  if (text === undefined) return `left   ${name}: ${visible(left ?? '')}`;
  return before ? `added  to ${name}: the hook` : `wrote  ${name}`;
}

async function writeBaseline(args: Arguments, io: Io, root: string): Promise<void> {
  if (existsSync(join(root, BASELINE_FILE))) io.out(`left   ${BASELINE_FILE}: it is there already\n`);
  else await (await import('./baseline.ts')).baseline(args, io);
}

interface Done {
  readonly found: Survey;
  readonly held: ReadonlySet<FoundSection>;
  readonly files: readonly Planned[];
  readonly source: MllintSource;
  readonly answers: Answers;
}

/** What is left to do for a person. */
function advice({ found, held, files, source, answers }: Done): string[] {
  const unnamed = files.filter(({ text }) => text?.includes(UNNAMED.commit) === true).map(({ path }) => visible(path));
  const counted = `${found.findings} finding${found.findings === 1 ? '' : 's'}`;
  return [
    ...[...held].map((section) => `${section} in ${CONFIG_FILE} is a comment: with it mllint would report something else`),
    ...(unnamed.length > 0 && !isNamed(source) ? [`put the repository of mllint and the commit of a release in the place of the zeros: ${unnamed.join(', ')}`] : []),
    ...(found.findings > 0 && !answers.hasBaseline ? [`${counted}; mllint lists them, mllint --fix repairs, mllint baseline holds what is there now`] : []),
    ...(files.some(({ path, text }) => text !== undefined && path.includes('mllint-canary.yml')) ? ['docs/init.md says which variables and secrets the workflows need'] : []),
  ];
}
