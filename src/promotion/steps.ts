/** What `mllint promote` and `mllint rollback` make of the state that the base has. */
import type { ContractSettings, UriSettings } from '../config/config.ts';
import type { CanaryArtifact } from '../history/cells.ts';
import { isPassing, servedAt, tenures, type Served, type Tenure } from '../history/tenure.ts';
import { environmentsBefore } from '../history/upstreams.ts';
import type { History } from '../merge-gate.ts';
import type { Environment } from '../model.ts';
import { shortCommit } from '../instant.ts';
import { plainVersion, type Artifact } from '../serving/model-state.ts';
import { suggest } from '../spelling.ts';
import { candidates, type Lets } from './candidates.ts';
import { wantedVersion, type Wanted, type WantedVersion } from './wanted.ts';

/** The share that a canary starts with where the policy names none. */
const FIRST_PERCENT = 10;

/** A change that can be asked for; texts are clauses. */
export interface Step {
  readonly wanted: Wanted;
  /** Keys of the versions that are stable afterwards. */
  readonly stables: readonly string[];
  /** What is done, in words. */
  readonly title: string;
  /** What else one should know. */
  readonly notes: readonly string[];
}

/** Why there is nothing to do. */
export interface Nothing {
  readonly why: string;
}

export interface StepOptions {
  readonly history: History;
  readonly family: string;
  readonly environment: Environment;
  readonly contract: ContractSettings;
  readonly lets: Lets;
  readonly now: Date;
  readonly uris: UriSettings;
  /** The share that was asked for. */
  readonly percent?: number;
}

/** The next step of a model into an environment: the canary there goes on, else what runs in the stage before comes. */
export async function nextStep(options: StepOptions): Promise<Step | Nothing> {
  const { history, family, environment } = options;
  const before = environmentsBefore(environment, history.tip.environments);
  if (before.length === 0) return { why: `no environment stands before ${environment.name}: name the version that is new: <model>@<version>` };
  const served = await servedAt(history.timeline, { family, environment: environment.name });
  const [canary, ...others] = distinctCanaries(served?.canaries ?? []);
  if (others.length > 0) return { why: `${environment.name} has canaries of several versions or shares; one has to be left first` };
  if (served && canary) return nextOfCanary(canary, served, options);
  const found = await candidates(options);
  const stables = served?.stables ?? [];
  const candidate = found.find(({ artifact }) => !stables.every(({ key }) => key === artifact.key) || stables.length === 0);
  if (!candidate) return { why: await nothingBefore(before, found.length > 0, options) };
  const version = wantedVersion(candidate.artifact, { environment: candidate.environment, isRestored: false, contract: options.contract });
  return entering(version, served, options);
}

function distinctCanaries(canaries: readonly CanaryArtifact[]): CanaryArtifact[] {
  return [...new Map(canaries.map((one) => [`${one.artifact.key} ${one.percent}`, one])).values()];
}

function entering(version: WantedVersion, served: Served | undefined, { environment, percent }: StepOptions): Step {
  const { canary } = environment.policy;
  const stables = served?.stables ?? [];
  const share = percent ?? (canary?.required === true ? (canary.initialPercent ?? FIRST_PERCENT) : 100);
  if (share >= 100 || stables.length === 0) return { wanted: { stable: version }, stables: [version.key], title: `version ${version.text} comes from ${version.from}`, notes: [] };
  return {
    wanted: { canary: { version, percent: share } }, stables: stables.map(({ key }) => key), notes: [],
    title: `version ${version.text} comes from ${version.from} as the canary, with ${share} %`,
  };
}

function nextOfCanary({ artifact, percent: share }: CanaryArtifact, { stables, gap }: Served, { environment, percent = 100, contract }: StepOptions): Step | Nothing {
  const version = wantedVersion(artifact, { environment: environment.name, isRestored: true, contract });
  if (percent >= 100) return { wanted: { stable: version }, stables: [version.key], title: `the canary ${version.text} becomes the stable version`, notes: [] };
  if (percent === share) return { why: `version ${version.text} is the canary in ${environment.name} with ${percent} % already` };
  if (stables.length === 0) return { why: `which version is the stable one in ${environment.name} is not known${gap === undefined ? '' : `: ${gap}`}` };
  return { wanted: { canary: { version, percent } }, stables: stables.map(({ key }) => key), title: `the canary ${version.text} gets ${percent} % instead of ${share} %`, notes: [] };
}

async function nothingBefore(before: readonly string[], isSame: boolean, { history, family, environment }: StepOptions): Promise<string> {
  const states = [];
  for (const name of before) {
    const served = await servedAt(history.timeline, { family, environment: name });
    const versions = (served?.stables ?? []).map(({ text }) => text).join(' and ');
    states.push(served?.gap !== undefined ? `what runs in ${name} is not known: ${served.gap}` : versions === '' ? `${name} does not serve ${family}` : `${name} runs ${versions}`);
  }
  return `there is nothing to promote: ${states.join(', ')}${isSame ? `, as ${environment.name} does` : ''}`;
}

export interface BackOptions extends Pick<StepOptions, 'history' | 'family' | 'environment' | 'contract'> {
  /** The version that was asked for. */
  readonly to?: string;
}

/** Back to what ran in the environment before: a canary ends, else the last other version whose stay is over. */
export async function earlierStep(options: BackOptions): Promise<Step | Nothing> {
  const { history, family, environment, to } = options;
  const place = { family, environment: environment.name };
  const served = await servedAt(history.timeline, place);
  if (served && !served.cell && served.gap === undefined) return { why: await goneText(options) };
  const current = new Set((served?.stables ?? []).map(({ key }) => key));
  if (served && served.canaries.length > 0 && (to === undefined || served.stables.some((artifact) => isNamed(artifact, to)))) return withoutCanary(served, options);
  const known: string[] = [];
  for await (const tenure of tenures(history.timeline, place)) {
    const { artifact } = tenure;
    if (isPassing(tenure) || current.has(artifact.key)) continue;
    if (!artifact.isMutable && (to === undefined ? tenure.to !== undefined : isNamed(artifact, to))) return restoring(tenure, options);
    if (!known.includes(artifact.text)) known.push(artifact.text);
  }
  return { why: notFound(known, served, options) };
}

function isNamed({ text, uri }: Artifact, name: string): boolean {
  return text === name || text === plainVersion(name) || uri === name;
}

function withoutCanary({ stables, canaries, gap }: Served, { environment, contract }: BackOptions): Step | Nothing {
  const [stable, ...others] = stables;
  const ended = [...new Set(canaries.map(({ artifact }) => artifact.text))].join(' and ');
  if (!stable) return { why: `which version is the stable one in ${environment.name} is not known${gap === undefined ? '' : `: ${gap}`}` };
  if (others.length > 0) return { why: `${environment.name} has several stable versions; name one with --to` };
  const version = wantedVersion(stable, { environment: environment.name, isRestored: true, contract });
  return { wanted: { stable: version }, stables: [version.key], title: `the canary ${ended} ends; version ${version.text} gets everything again`, notes: [] };
}

function restoring({ artifact }: Tenure, { environment, contract }: BackOptions): Step {
  const version = wantedVersion(artifact, { environment: environment.name, isRestored: true, contract });
  return { wanted: { stable: version }, stables: [version.key], title: `version ${version.text} ran here before`, notes: [] };
}

/** A file that is gone is brought back by Git, which knows it. */
async function goneText({ history, family, environment }: BackOptions): Promise<string> {
  for await (const { to } of tenures(history.timeline, { family, environment: environment.name })) {
    if (to) return `${environment.name} does not serve ${family} since ${shortCommit(to.commit)}; git revert ${shortCommit(to.commit)} brings it back, and no gate holds that back`;
  }
  return `${environment.name} never served ${family}`;
}

function notFound(known: readonly string[], served: Served | undefined, { history, family, environment, to }: BackOptions): string {
  if (to !== undefined && served?.stables.some((artifact) => isNamed(artifact, to)) === true) return `${environment.name} runs version ${to} already`;
  const cut = history.timeline.isCut(family) ? '; the clone ends before the history does (fetch-depth: 0)' : '';
  if (to === undefined) return `there is nothing to go back to: no other version ran in ${environment.name} before${cut}`;
  const near = suggest(to, known);
  const hint = near === undefined ? (known.length === 0 ? '' : `; known: ${known.join(', ')}`) : `; did you mean ${near}?`;
  return `version ${to} never ran in ${environment.name}${hint}${cut}`;
}
