/** Names of environments that can only be judged once the repository was read: where none are declared, they are found. */
import { suggest } from '../spelling.ts';
import type { Config, ConfigProblem } from './config.ts';
import { quoted } from './plain-value.ts';

/** Overrides for environments that the repository does not have. */
export function unknownEnvironments({ environments, overrides }: Config, found: readonly string[]): ConfigProblem[] {
  if (environments) return []; // judged while the configuration was read
  return overrides.flatMap((override) => override.environments).filter(({ value }) => !found.includes(value)).map(({ value, at }) => {
    const near = suggest(value, found);
    const hint = near === undefined ? `known: ${found.join(', ') || 'none'}` : `did you mean ${quoted(near)}?`;
    return { at, message: `${quoted(value)} is not an environment of this repository; ${hint}` };
  });
}
