/** What a change does to the policy that it is judged by, as findings. See product.md, "Trust". */
import type { LoadedConfig } from '../config/config.ts';
import { relaxations, type Relaxation } from '../config/relaxations.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Raised } from '../finding.ts';
import type { Condition, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';
import { addedSuppressions } from './added-suppressions.ts';

export interface PolicyTrees {
  /** The policies before and after. */
  readonly base: LoadedConfig;
  readonly head: LoadedConfig;
  /** Whether what the change says about itself counts already, because the base has no policy. */
  readonly isInForce: boolean;
  readonly baseFiles: Iterable<SourceFile>;
  readonly headFiles: Iterable<SourceFile>;
  readonly settings: RuleSettings;
  readonly rules: readonly (Rule | Condition)[];
}

const RULE = 'promotion/policy-unchanged';
const MAX_RELAXATIONS = 200;

/** A configuration that cannot be used is an error: once it is merged no run could go on, and no rollback could be checked. */
export function policyChange({ base, head, isInForce, baseFiles, headFiles, settings, rules }: PolicyTrees): Raised[] {
  const wrong = head.problems.map(({ at, message }): Raised => ({ rule: 'mllint/config', at, message }));
  if (!settings.runs(RULE)) return wrong;
  const configured = wrong.length > 0 ? [] : relaxations({ base, head, rules }).map((one) => ({ ...one, message: `${one.message}${isInForce ? '' : '; it takes effect after the merge'}` }));
  const comments = addedSuppressions({ base: baseFiles, head: headFiles, isLocked: settings.isLocked });
  return [...wrong, ...capped([...configured, ...comments]).map(({ at, message }): Raised => ({ rule: RULE, at, message }))];
}

/** The rest is said to be there. */
function capped(all: readonly Relaxation[]): readonly Relaxation[] {
  const [first] = all.slice(MAX_RELAXATIONS);
  return first ? [...all.slice(0, MAX_RELAXATIONS), { at: first.at, message: `the change adds or relaxes ${all.length - MAX_RELAXATIONS} more things` }] : all;
}
