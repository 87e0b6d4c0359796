/** What the base proves about a version in the environments that it has to come from. */
import type { Environment, Repository, Upstream } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import { servedAt, stayOf, tenures, type Place, type Spans, type Tenure } from './tenure.ts';

export interface UpstreamOptions {
  readonly timeline: Spans;
  readonly environments: Repository['environments'];
  readonly since: number | undefined;
  readonly now: Date;
  readonly family: string;
  /** Absent where it cannot be read: nothing is proved then. */
  readonly artifact: Artifact | undefined;
}

export async function upstreamsOf(environment: Environment, options: UpstreamOptions): Promise<Upstream[]> {
  const upstreams: Upstream[] = [];
  for (const name of environmentsBefore(environment, options.environments)) {
    upstreams.push(await upstream(name, environment, options));
  }
  return upstreams;
}

/** The names of the environments that a version comes from: as declared, else those of the stage before. */
export function environmentsBefore({ policy, stage }: Environment, environments: Repository['environments']): readonly string[] {
  if (policy.after) return policy.after;
  if (stage === undefined) return [];
  const before = Math.max(...environments.flatMap((other) => (other.stage !== undefined && other.stage < stage ? [other.stage] : [])));
  return environments.filter((other) => other.stage === before).map(({ name }) => name);
}

async function upstream(name: string, { policy }: Environment, { timeline, since, now, family, artifact }: UpstreamOptions): Promise<Upstream> {
  const place: Place = { family, environment: name, ...(since === undefined ? {} : { since }) };
  const current = await servedAt(timeline, place);
  const canary = current?.canaries.find((one) => one.artifact.key === artifact?.key);
  const stays: Tenure[] = [];
  if (artifact && !artifact.isMutable) {
    for await (const tenure of tenures(timeline, place)) {
      if (tenure.artifact.key !== artifact.key) continue;
      stays.push(tenure);
      // With completed stays the longest counts; without them only the last does.
      if (policy.soak !== 'longest' || lengthOf(tenure, now) >= (policy.requiredSoakTime?.milliseconds ?? 0)) break;
    }
  }
  return {
    environment: name,
    stays: stays.map(stayOf),
    runs: (current?.stables ?? []).map(({ text }) => text),
    ...(canary ? { canaryPercent: canary.percent } : {}),
    ...(current?.gap === undefined ? {} : { gap: current.gap }),
  };
}

function lengthOf({ from, to }: Tenure, now: Date): number {
  return from ? (to?.time ?? now.getTime()) - from.time : 0;
}
