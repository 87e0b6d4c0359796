/** A branch for each environment: what the tree of such a branch holds belongs to its environment, unless something in it says otherwise. */
import type { Config } from './config.ts';

/** The configuration for a tree of a branch. */
export function standingFor(config: Config, branch: string | undefined): Config {
  const { environments } = config;
  if (!environments || !hasBranches(config)) return config;
  return { ...config, environments: environments.map((environment) => ({ ...environment, isHere: branch !== undefined && environment.match.branch === branch })) };
}

/** Whether an environment has a branch of its own. */
export function hasBranches({ environments = [] }: Config): boolean {
  return environments.some(({ match }) => match.branch !== undefined);
}
