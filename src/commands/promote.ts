/** `mllint promote <model> --to <env>`: the edit that brings a version to the next stage, where the gates let it pass. */
import { newVersionStep } from '../promotion/new-version.ts';
import { nextStep } from '../promotion/steps.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { move } from './moving.ts';

export async function promote(args: Arguments, io: Io): Promise<number> {
  const [asked = ''] = args.positionals;
  const { to, percent } = args;
  const at = asked.indexOf('@');
  const [model, version] = at < 0 ? [asked] : [asked.slice(0, at), asked.slice(at + 1)];
  if (model === '' || version === '' || to === undefined) throw new UsageError('mllint promote takes the name of a model, or <model>@<version> where the version is new, and --to <env>');
  if (args.in !== undefined) throw new UsageError('--in goes with mllint rollback; mllint promote takes --to <env>');
  if (version !== undefined && percent !== undefined) throw new UsageError('--percent goes with a version that stands in the stage before; a new one gets everything in the first');
  if (version !== undefined) return move(args, io, { model, environment: to, decide: async (options) => newVersionStep({ ...options, version }), isRollback: false });
  return move(args, io, { model, environment: to, decide: (options) => nextStep({ ...options, ...(percent === undefined ? {} : { percent }) }), isRollback: false });
}
