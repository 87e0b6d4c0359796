/** `mllint --fix` in a terminal: the interface here, the work in a thread beside it. */
import { Worker } from 'node:worker_threads';
import { runInterface } from '../tui/index.ts';
import { workshopBehind } from '../tui/thread.ts';
import type { Terminal } from '../tui/terminal.ts';
import type { Arguments } from './arguments.ts';
import { wantsColor } from './color.ts';
import type { FixThreadData } from './fix-thread.ts';
import { tidyUp } from './fix.ts';
import { UsageError, type Io } from './io.ts';
import { findRoot } from './path-arguments.ts';

export async function fixInTerminal(args: Arguments, io: Io, terminal: Terminal): Promise<number> {
  if (!io.fixThread) throw new Error('the interface needs a thread');
  const root = findRoot(args, io); // wrong usage is said before the screen is taken
  tidyUp(root, io);
  const color = wantsColor(args, io);
  const data: FixThreadData = {
    args, color, columns: io.columns, cwd: io.cwd, env: { ...io.env }, version: io.version, now: args.now ?? io.now(),
    hookIndex: io.hookIndex, processId: io.process.id, parseWorker: io.parseWorker?.href,
  };
  const worker = new Worker(io.fixThread, { workerData: data, stdout: true, stderr: true });
  const workshop = workshopBehind(worker);
  worker.on('error', (error: Error) => workshop.fail(error));
  worker.on('exit', () => workshop.fail(new Error('the thread that lints has ended')));
  try {
    const { code, text, note } = await runInterface({ terminal, workshop, color, root, today: data.now.toISOString().slice(0, 10) });
    io.out(text);
    if (note !== undefined) io.err(`mllint: ${note}\n`);
    return code;
  } catch (error) {
    throw error instanceof Error && error.name === 'UsageError' ? new UsageError(error.message) : error;
  } finally {
    await worker.terminate();
  }
}
