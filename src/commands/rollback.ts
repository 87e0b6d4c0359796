/** `mllint rollback <model> --in <env> [--to <version>]`: the edit that brings back what ran there before; no gate holds it back. */
import { earlierStep } from '../promotion/steps.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { move } from './moving.ts';

export async function rollback(args: Arguments, io: Io): Promise<number> {
  const [model] = args.positionals;
  const { to } = args;
  if (model === undefined || args.in === undefined) throw new UsageError('mllint rollback takes the name of a model and --in <env>');
  if (args.percent !== undefined) throw new UsageError('--percent goes with mllint promote; a rollback gives everything back to what ran before');
  return move(args, io, { model, environment: args.in, decide: (options) => earlierStep({ ...options, ...(to === undefined ? {} : { to }) }), isRollback: true });
}
