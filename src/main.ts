/** Arguments → command → output → exit code. The only file that touches the process. */
import packageJson from '../package.json' with { type: 'json' };
import { readArguments } from './commands/arguments.ts';
import type { CommandName } from './commands/options.ts';
import { EXIT, UsageError, type Io } from './commands/io.ts';
import { ENDING } from './signals.ts';

/** As the shell gave it: what main takes out below concerns Git and us, not an editor. */
const givenEnvironment = { ...process.env };

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: standardInput,
  cwd: process.cwd(),
  env: process.env,
  hookIndex: process.env.GIT_INDEX_FILE, // before it is taken out below
  isTerminal: process.stdout.isTTY === true,
  columns: process.stdout.columns || 80,
  version: packageJson.version,
  parseWorker: new URL('parse-worker.js', import.meta.url), // both are bundles in dist/
  fixThread: new URL('fix-thread.js', import.meta.url),
  terminal: () => {
    if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return undefined;
    return { input: process.stdin, output: process.stdout, signals: process, env: givenEnvironment, stop: () => void process.kill(process.pid, 'SIGSTOP') };
  },
  process: { id: process.pid, isRunning },
  uninterrupted,
  now: () => new Date(),
};

/** A listener keeps a signal from ending the process, and is called when the work, which does not wait for anything, is over. */
function uninterrupted<T>(work: () => T): T {
  const listeners = Object.entries(ENDING).map(([signal, code]) => [signal, () => process.exit(code)] as const);
  for (const [signal, listener] of listeners) process.once(signal, listener);
  try {
    return work();
  } finally {
    // A signal that came meanwhile is delivered in the next turn.
    setImmediate(() => {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    });
  }
}

/** A process of another user runs, too. */
function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function standardInput(most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin.iterator()) {
    if (!(chunk instanceof Buffer)) continue; // without an encoding there is nothing else
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

async function main(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (args.asks === 'version') {
    io.out(`${packageJson.version}\n`);
    return EXIT.ok;
  }
  if (args.asks === 'help') {
    io.out((await import('./commands/help.ts')).HELP);
    return EXIT.ok;
  }
  const command = await loadCommand(args.command);
  return command(args, io);
}

async function loadCommand(name: CommandName) {
  switch (name) {
    case 'lint':
      return (await import('./commands/lint.ts')).lint;
    case 'state':
      return (await import('./commands/state.ts')).state;
    case 'history':
      return (await import('./commands/history.ts')).history;
    case 'promote':
      return (await import('./commands/promote.ts')).promote;
    case 'rollback':
      return (await import('./commands/rollback.ts')).rollback;
    case 'diff':
      return (await import('./commands/diff.ts')).diff;
    case 'render':
      return (await import('./commands/render.ts')).render;
    case 'rules':
      return (await import('./commands/rules.ts')).rules;
    case 'baseline':
      return (await import('./commands/baseline.ts')).baseline;
    case 'explain':
      return (await import('./commands/explain.ts')).explain;
    case 'schema':
      return (await import('./commands/schema.ts')).schema;
    case 'init':
      return (await import('./commands/init.ts')).init;
    case 'watch':
      return (await import('./commands/watch.ts')).watch;
    case 'completion':
      return (await import('./commands/completion.ts')).completion;
  }
}

/** A reader that goes away (`mllint | head`), or a terminal that is closed, changes nothing but what is printed. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error; // EIO: the terminal was closed
  });
}

// A hook may run with variables that point Git at another repository than the one being linted.
const OTHER_REPOSITORY = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_NAMESPACE', 'GIT_PREFIX', 'GIT_GRAFT_FILE', 'GIT_SHALLOW_FILE', 'GIT_REPLACE_REF_BASE'];
for (const name of OTHER_REPOSITORY) delete process.env[name];
process.env.GIT_TERMINAL_PROMPT = '0';
process.env.GIT_NO_LAZY_FETCH = '1'; // what a partial clone lacks is said, not fetched
process.env.LC_ALL = 'C'; // what Git says is quoted in one language

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  const message = isUsage ? error.message : `mllint failed; please report this: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  io.err(`mllint: ${message}\n`);
  process.exitCode = EXIT.failure;
}
