/** `mllint state --format json`: schemas/state.schema.json. */
import type { ReportedEnvironment, ReportedModel } from '../finding.ts';
import { rfc3339 } from '../instant.ts';
import { jsonText } from '../report/escape.ts';
import { modelValue } from '../report/json.ts';

export interface ShownModel extends ReportedModel {
  readonly environment: string;
  /** Since when the stable version stands, where the history tells; at the latest since then where the clone ends there. */
  readonly stands?: { readonly time: number; readonly commit: string; readonly isCut: boolean };
}

export interface ShownEnvironment extends Pick<ReportedEnvironment, 'name'> {
  readonly stage: number | undefined;
  readonly models: readonly ShownModel[];
}

/** Keys whose value is undefined are left out of the text. */
export function stateJson(environments: readonly ShownEnvironment[], unverified: number): string {
  return jsonText({
    version: 1,
    environments: environments.map(({ name, stage, models }) => ({ name, stage, models: models.map(shownValue) })),
    unverified,
  });
}

function shownValue({ stands, ...model }: ShownModel): object {
  return { ...modelValue({ ...model, ...(stands ? { since: rfc3339(stands.time) } : {}) }), commit: stands?.commit, cut: stands?.isCut === true ? true : undefined };
}
