/** The thread behind the interface of `mllint --fix`: it lints, tries fixes and writes, while the first thread answers keys. */
import { openSession, type FixSession } from '../fix/session.ts';
import { pretty } from '../report/pretty.ts';
import { serveWorkshop } from '../tui/thread.ts';
import type { Ending } from '../tui/table.ts';
import { endingText } from '../tui/ending.ts';
import { workshopOver, type Done } from '../tui/workshop.ts';
import type { Arguments } from './arguments.ts';
import { ruleText } from './explain.ts';
import { sessionOptions } from './fix-tree.ts';
import { EXIT, type Io } from './io.ts';
import { fails, isEmpty } from './lint.ts';
import { openTree, settingsIn } from './workspace.ts';

/** What the first thread hands over: of its own there is nothing that a thread may use. */
export interface FixThreadData extends Pick<Io, 'cwd' | 'env' | 'version' | 'columns'> {
  readonly args: Arguments;
  readonly color: boolean;
  readonly now: Date;
  readonly hookIndex: string | undefined;
  /** The address of the bundled thread that parses. */
  readonly parseWorker: string | undefined;
}

/** Answers until the first thread ends it. */
export function serveFixes({ args, color, now, parseWorker, ...given }: FixThreadData, port: Parameters<typeof serveWorkshop>[0]): void {
  const io: Io = {
    ...given,
    out: () => undefined, // the screen belongs to the interface
    err: () => undefined,
    input: async () => new Uint8Array(),
    isTerminal: false,
    now: () => now,
    ...(parseWorker === undefined ? {} : { parseWorker: new URL(parseWorker) }),
  };
  serveWorkshop(port, workshopOver({
    open: () => openOrEnd(args, io, { color, width: io.columns }),
    write: (session) => writeAccepted(session),
    patchOf: (session) => patchOf(session),
    page: async (rule) => ruleText(rule, args, await settingsIn(args, io)),
    ending: (done) => endingOf(done, args),
  }));
}

/** Something to look at, or the end: a configuration that cannot be used, nothing to lint, no problems. */
async function openOrEnd(args: Arguments, io: Io, look: { readonly color: boolean; readonly width: number }): Promise<FixSession | Ending> {
  const tree = await openTree(args, io);
  const session = await openSession(sessionOptions(args, io, tree));
  const { report, isFailure = false } = session.linted;
  if (!isFailure && isEmpty(report)) return { code: EXIT.failure, text: '', note: `nothing to lint: no manifest, chart or value file below ${args.root ?? tree.root}` };
  const isOver = isFailure && session.linted.repository === undefined;
  if (!isOver && session.findings.length > 0) return session;
  return { code: isFailure ? EXIT.failure : EXIT.ok, text: pretty(report, { ...look, toolVersion: io.version }) };
}

/** As without the interface. */
function endingOf(done: Done, args: Arguments): Ending {
  const { report, isFailure = false } = done.session.linted;
  const code = isFailure ? EXIT.failure : args.exitsZero || !fails(report, args) ? EXIT.ok : EXIT.findings;
  return { code, text: endingText(done) };
}

// TEMPORARY until the engine's write and diff are merged
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
function writeAccepted(session: FixSession): string | undefined {
  for (const [path, text] of session.changed) writeFileSync(resolve('.', path), text ?? '');
  return undefined;
}
function patchOf(session: FixSession): string {
  return [...session.changed.keys()].join('\n');
}
