/** `mllint history --format json`: schemas/history.schema.json. */
import type { ReportedChange } from '../finding.ts';
import { rfc3339 } from '../instant.ts';
import type { Stood } from '../mllint.ts';
import { jsonText } from '../report/escape.ts';
import { changeValue } from '../report/json.ts';

/** What stood in an environment, those that came last first. */
export interface StaysIn {
  readonly environment: string;
  readonly stays: readonly Stood[];
}

/** A commit that moved the model. */
export interface Step {
  /** In milliseconds. */
  readonly time: number;
  readonly commit: string;
  readonly changes: readonly ReportedChange[];
}

export interface ModelHistory {
  readonly model: string;
  readonly environments: readonly StaysIn[];
  /** Environments whose branch cannot be read, with the reason. */
  readonly missing: ReadonlyMap<string, string>;
  /** The clone ends before the history does. */
  readonly isCut: boolean;
  /** Absent where nobody asked for the gates. */
  readonly steps: readonly Step[] | undefined;
}

/** Keys whose value is undefined are left out of the text. */
export function historyJson({ model, environments, missing, isCut, steps }: ModelHistory): string {
  return jsonText({
    version: 1,
    model,
    environments: environments.map(({ environment, stays }) => ({ name: environment, stays: stays.map(stayValue), missing: missing.get(environment) })),
    cut: isCut,
    steps: steps?.map(({ time, commit, changes }) => ({ time: rfc3339(time), commit, changes: changes.map(changeValue) })),
  });
}

function stayValue({ version, uri, percents, from, to, isCut, gap }: Stood): object {
  return {
    version, uri,
    canary: percents,
    since: from && rfc3339(from.time), commit: from?.commit,
    until: to && rfc3339(to.time), untilCommit: to?.commit,
    cut: isCut ? true : undefined,
    gap,
  };
}
