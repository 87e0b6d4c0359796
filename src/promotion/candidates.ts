/** Which versions of the stage before may be promoted, by what the base proves of them. */
import type { Environment, Move } from '../model.ts';
import { upstreamsOf } from '../history/upstreams.ts';
import { isPassing, tenures, type Tenure } from '../history/tenure.ts';
import { environmentsBefore } from '../history/upstreams.ts';
import type { History } from '../merge-gate.ts';

export interface Candidate extends Tenure {
  /** Where it runs, or ran. */
  readonly environment: string;
}

/** What says of a move whether a gate lets it pass. */
export type Lets = (move: Move) => boolean;

export interface CandidateOptions {
  readonly history: History;
  readonly family: string;
  readonly environment: Environment;
  readonly lets: Lets;
  readonly now: Date;
}

/** So many completed stays of one environment are looked at. */
const MAX_STAYS = 50;

/**
 * What runs in the stage before, what came there last first; where completed stays count, those after it. A version that the gates let pass comes
 * before one that they hold back.
 */
export async function candidates(options: CandidateOptions): Promise<Candidate[]> {
  const { history, family, environment } = options;
  const found: Candidate[] = [];
  for (const name of environmentsBefore(environment, history.tip.environments)) {
    let count = 0;
    for await (const tenure of tenures(history.timeline, { family, environment: name })) {
      if (tenure.to && (environment.policy.soak !== 'longest' || (count += 1) > MAX_STAYS)) break;
      if (!tenure.artifact.isMutable && !isPassing(tenure)) found.push({ ...tenure, environment: name });
    }
  }
  const ordered = found.sort((a, b) => Number(a.to !== undefined) - Number(b.to !== undefined) || (b.from?.time ?? 0) - (a.from?.time ?? 0));
  const judged: { readonly candidate: Candidate; readonly passes: boolean }[] = [];
  for (const candidate of ordered) judged.push({ candidate, passes: await passes(candidate, options) });
  return [...judged.filter(({ passes }) => passes), ...judged.filter(({ passes }) => !passes)].map(({ candidate }) => candidate);
}

/** Asked as if the version were moved into the environment now. */
async function passes({ artifact }: Candidate, { history, family, environment, lets, now }: CandidateOptions): Promise<boolean> {
  const { timeline, tip } = history;
  const upstreams = await upstreamsOf(environment, { timeline, environments: tip.environments, since: undefined, now, family, artifact });
  const to = { text: artifact.text, isMutable: false, ...(artifact.uri === undefined ? {} : { uri: artifact.uri }) };
  return lets({ model: family, environment, kind: 'promotion', upstreams, at: artifact.at, to, isHistoryCut: timeline.isCut(family) });
}
