/** `mllint promote <model> --to <env>`: the edit that brings a version to the next stage, where the gates let it pass. */
import { nextStep } from '../promotion/steps.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { move } from './moving.ts';

export async function promote(args: Arguments, io: Io): Promise<number> {
  const [model] = args.positionals;
  const { to, percent } = args;
  if (model === undefined || to === undefined) throw new UsageError('mllint promote takes the name of a model and --to <env>');
  if (args.in !== undefined) throw new UsageError('--in goes with mllint rollback; mllint promote takes --to <env>');
  return move(args, io, { model, environment: to, decide: (options) => nextStep({ ...options, ...(percent === undefined ? {} : { percent }) }), isRollback: false });
}
