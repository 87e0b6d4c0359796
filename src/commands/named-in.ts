/** The model and the environment that a user names. */
import type { Config } from '../config/config.ts';
import type { Environment, Repository } from '../model.ts';
import { visible } from '../report/escape.ts';
import { suggest } from '../spelling.ts';
import { UsageError } from './io.ts';

/** Where names are looked up, the tree before its base. */
export interface NamedIn {
  readonly repositories: readonly Repository[];
  readonly config: Config;
}

/** The name under which a model is known in every environment. */
export function familyNamed(asked: string, { repositories }: NamedIn): string {
  const all = repositories.flatMap(({ models }) => models).filter(({ family }) => family !== '');
  const found = all.find(({ family }) => family === asked) ?? all.find(({ name }) => name === asked);
  if (found) return found.family;
  throw new UsageError(`no environment serves ${JSON.stringify(asked)}; ${hint(asked, all.map(({ family }) => family))}`);
}

/** With the policy and the place in the order that it has in the tree, else at the base. */
export function environmentNamed(asked: string, { repositories, config }: NamedIn): Environment {
  const all = repositories.flatMap(({ environments }) => environments);
  const found = all.find(({ name }) => name === asked);
  if (found) return found;
  const declared = config.environments?.find(({ name }) => name === asked);
  const branch = declared?.match.branch;
  if (branch !== undefined) throw new UsageError(`${asked} is what the branch ${visible(branch)} holds: check out that branch, or one of it with --base`);
  if (declared) throw new UsageError(`${asked} serves nothing here yet`);
  throw new UsageError(`there is no environment ${JSON.stringify(asked)}; ${hint(asked, [...all, ...(config.environments ?? [])].map(({ name }) => name))}`);
}

function hint(asked: string, names: readonly string[]): string {
  const known = [...new Set(names)];
  const near = suggest(asked, known);
  return near === undefined ? `known: ${known.map(visible).join(', ') || 'none'}` : `did you mean ${JSON.stringify(near)}?`;
}
