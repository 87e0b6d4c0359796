/** The thread behind the interface of `mllint --fix`: it lints, tries fixes and writes, while the first thread answers keys. */
import { openSession, type FixSession } from '../fix/session.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import { pretty } from '../report/pretty.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import { serveWorkshop } from '../tui/thread.ts';
import type { Ending, Workshop } from '../tui/table.ts';
import { endingText } from '../tui/ending.ts';
import { workshopOver, type Done } from '../tui/workshop.ts';
import type { Arguments } from './arguments.ts';
import { ruleText } from './explain.ts';
import { filesOf, openWorkingTree, withMarks, writeAll } from './fix.ts';
import { sessionOptions } from './fix-tree.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { isEmpty, readOutputs, reported } from './lint.ts';
import { settingsIn, type OpenTree } from './workspace.ts';

/** What the first thread hands over: of its own there is nothing that a thread may use. */
export interface FixThreadData extends Pick<Io, 'cwd' | 'env' | 'version' | 'columns'> {
  readonly args: Arguments;
  readonly color: boolean;
  readonly now: Date;
  readonly hookIndex: string | undefined;
  readonly processId: number;
  /** The address of the bundled thread that parses. */
  readonly parseWorker: string | undefined;
}

/** Answers until the first thread ends it. */
export function serveFixes(data: FixThreadData, port: Parameters<typeof serveWorkshop>[0]): void {
  serveWorkshop(port, workshopOf(data));
}

function workshopOf({ args, color, ...given }: FixThreadData): Workshop {
  const io = threadIo(given);
  let tree: OpenTree | undefined;
  const opened = async (): Promise<OpenTree> => (tree = await openWorkingTree(args, io));
  return workshopOver({
    open: async () => openOrEnd(await opened(), { args, io, look: { color, width: io.columns } }),
    write: async (session) => writeAccepted(session, tree ?? await opened(), io),
    patchOf: (session) => (tree ? unifiedDiff(withMarks(session.before, tree), withMarks(session.changed, tree), gitPrefix(tree.root)) : ''),
    page: async (rule) => ruleText(rule, args, await settingsIn(args, io)),
    ending: async (done) => endingOf(done, { args, io, root: (tree ?? await opened()).root }),
  });
}

/** The screen belongs to the interface, and signals come to the first thread: it waits for what is being written. */
function threadIo({ now, parseWorker, processId, ...given }: Omit<FixThreadData, 'args' | 'color'>): Io {
  return {
    ...given,
    out: () => undefined,
    err: () => undefined,
    input: async () => new Uint8Array(),
    isTerminal: false,
    process: { id: processId, isRunning: () => true },
    uninterrupted: (work) => work(),
    now: () => now,
    ...(parseWorker === undefined ? {} : { parseWorker: new URL(parseWorker) }),
  };
}

interface Opening {
  readonly args: Arguments;
  readonly io: Io;
  readonly look: { readonly color: boolean; readonly width: number };
}

/** Something to look at, or the end: a configuration that cannot be used, nothing to lint, no problems. */
async function openOrEnd(tree: OpenTree, { args, io, look }: Opening): Promise<FixSession | Ending> {
  const session = await openSession(sessionOptions(args, io, tree));
  const { report, isFailure, repository } = session.linted;
  if (!isFailure && isEmpty(report)) return { code: EXIT.failure, text: '', note: `nothing to lint: no manifest, chart or value file below ${args.root ?? tree.root}` };
  if (repository && session.findings.length > 0) return session;
  return { code: isFailure ? EXIT.failure : EXIT.ok, text: pretty(report, { ...look, toolVersion: io.version }) };
}

/** As without the interface. A report that was asked for stands in the place of the summary. */
async function endingOf(done: Done, { args, io, root }: { readonly args: Arguments; readonly io: Io; readonly root: string }): Promise<Ending> {
  let [text, note] = ['', ''];
  const collecting: Io = { ...io, out: (more) => void (text += more), err: (more) => void (note += more) };
  const outputs = args.formats.length === 0 ? [] : readOutputs(args, io.cwd);
  const code = await reported(done.session.linted, outputs, { args, io: collecting, root });
  return { code, text: outputs.some(({ file }) => file === undefined) ? text : endingText(done, io.columns), ...(note === '' ? {} : { note: note.trimEnd() }) };
}

function writeAccepted(session: FixSession, { root }: OpenTree, io: Io): string | undefined {
  try {
    writeAll(root, filesOf(session.before, session.changed), io);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll('\n', '; ');
    throw error;
  }
}
