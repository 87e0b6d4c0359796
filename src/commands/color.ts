/** Whether output is coloured: flag before NO_COLOR before FORCE_COLOR before the terminal. */
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

export function wantsColor({ color }: Arguments, { env, isTerminal }: Io): boolean {
  if (color !== undefined) return color;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
