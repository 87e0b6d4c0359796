/** A command of mllint in this process, with all that it prints. */
import { readArguments } from '../../src/commands/arguments.ts';
import { diff } from '../../src/commands/diff.ts';
import { history } from '../../src/commands/history.ts';
import { UsageError, type Io } from '../../src/commands/io.ts';
import { lint } from '../../src/commands/lint.ts';
import { state } from '../../src/commands/state.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A variable that names an index is that of a hook. */
export async function runCommand(argv: readonly string[], cwd: string, { GIT_INDEX_FILE: hookIndex, ...variables }: Readonly<Record<string, string>> = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => void (out += text), err: (text) => void (err += text), input: () => Promise.resolve(new Uint8Array()), cwd,
    env: { PATH: process.env.PATH, ...variables }, hookIndex, isTerminal: false, columns: 80, version: '0.0.0', now: () => new Date('2026-11-23T12:00:00Z'),
    process: { id: process.pid, isRunning: () => false }, uninterrupted: (work) => work(),
  };
  try {
    const args = readArguments(argv);
    const command = args.command === 'diff' ? diff : args.command === 'history' ? history : args.command === 'state' ? state : lint;
    return { code: await command(args, io), out, err };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out, err: `${err}mllint: ${error.message}\n` };
  }
}
