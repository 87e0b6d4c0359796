/** Where versions of later stages came from that no earlier stage serves now. See rules.md, promotion/not-ahead. */
import type { Environment, Origin, Repository } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import { compareVersions, versionForm } from '../serving/version-form.ts';
import { cellsOf, type Cell } from './cells.ts';
import type { Lines } from './lines.ts';
import { servedAt, servedOver, type Served } from './tenure.ts';
import type { Timeline } from './timeline.ts';

export interface Question {
  readonly family: string;
  readonly environment: string;
  readonly artifact: Artifact;
  /** The environments of every earlier stage. */
  readonly earlier: readonly string[];
}

/** The versions that look ahead of every earlier stage, and those that cannot be compared: what is not greater came there in its time. */
export function openQuestions(repository: Repository): Question[] {
  const cells = [...cellsOf(repository).values()];
  return cells.flatMap((cell) => {
    const before = cells.filter(({ family, environment }) => family === cell.family && isEarlier(environment, cell.environment));
    const earlier = repository.environments.filter((environment) => isEarlier(environment, cell.environment)).map(({ name }) => name);
    const there = before.flatMap(artifactsOf);
    const open = artifactsOf(cell).filter((artifact) => there.length > 0 && !isSettled(artifact, there));
    return open.map((artifact) => ({ family: cell.family, environment: cell.environment.name, artifact, earlier }));
  });
}

function isEarlier({ stage: one }: Environment, { stage: other }: Environment): boolean {
  return one !== undefined && other !== undefined && one < other;
}

function artifactsOf({ stables, canaries }: Pick<Cell, 'stables' | 'canaries'>): Artifact[] {
  return [...stables, ...canaries.map(({ artifact }) => artifact)].filter(({ version, isMutable }) => version !== undefined && !isMutable);
}

function isSettled(artifact: Artifact, earlier: readonly Artifact[]): boolean {
  return earlier.some((other) => other.key === artifact.key || (compared(artifact, other) ?? 1) <= 0);
}

function compared({ text }: Artifact, { text: other }: Artifact): number | undefined {
  const [form, otherForm] = [versionForm(text), versionForm(other)];
  return form && otherForm ? compareVersions({ text, form }, { text: other, form: otherForm }) : undefined;
}

/** Asks the history, which ends with HEAD; what only the working tree holds enters with it. */
export async function originOf({ family, environment, artifact, earlier }: Question, timeline: Lines): Promise<Origin> {
  const origin = { model: family, environment, version: artifact.text };
  for (const name of earlier) {
    for await (const served of servedOver(timeline, { family, environment: name })) if (holds(served, artifact)) return { ...origin, ranIn: name };
  }
  const entered = await entry(timeline, { family, environment, artifact, earlier });
  return entered ? { ...origin, entered } : origin;
}

function holds(served: Pick<Cell, 'stables' | 'canaries'>, { key }: Artifact): boolean {
  return artifactsOf(served).some((one) => one.key === key);
}

/** How the version came; nothing where an import brought the environments before at the same time, or nobody can tell what was before. */
async function entry(timeline: Lines, { family, environment, artifact, earlier }: Question): Promise<Origin['entered']> {
  let newest: Served | undefined;
  for await (const served of servedOver(timeline, { family, environment })) {
    if (holds(served, artifact)) newest = served;
    else if (newest) return await wasOneOfSeveral(served, newest, timeline, { family, environment, earlier }) ? newest.from : undefined;
    else if (served.gap !== undefined) return undefined;
  }
  return newest || !await isServed(timeline, { family, earlier, since: 0 }) ? undefined : 'working tree';
}

/** Whether an earlier stage served the model when the version came. */
async function wasOneOfSeveral(before: Served, { from, isCut }: Served, timeline: Lines, { environment, ...asked }: Omit<Question, 'artifact'>): Promise<boolean> {
  const line = before.gap === undefined && from && !isCut ? await timeline.timelineOf(environment) : undefined;
  const index = line && from ? indexOf(line, from.commit) : undefined;
  return line !== undefined && index !== undefined && isServed(timeline.seenFrom(line), { ...asked, since: index + 1 });
}

function indexOf({ past }: Timeline, id: string): number | undefined {
  for (let index = 0; ; index += 1) {
    const commit = past.commit(index);
    if (!commit) return undefined;
    if (commit.id === id) return index;
  }
}

async function isServed(timeline: Lines, { family, earlier, since }: Pick<Question, 'family' | 'earlier'> & { readonly since: number }): Promise<boolean> {
  for (const environment of earlier) if ((await servedAt(timeline, { family, environment, since }))?.cell) return true;
  return false;
}
