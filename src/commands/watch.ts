/** `mllint watch`: the state of every environment, read anew whenever a file changes. */
import { rfc3339 } from '../instant.ts';
import { clip, visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io } from './io.ts';
import { ENDING } from '../signals.ts';
import { consoleOn, type Console, type Screen } from './terminal.ts';
import { differences, NOTHING_YET, watchedNow, type Watched } from './watched.ts';
import { watchFiles } from './watch-files.ts';
import { findRoot } from './path-arguments.ts';

export async function watch(args: Arguments, io: Io): Promise<number> {
  const root = findRoot(args, io);
  const own: Arguments = { ...args, root };
  const terminal = io.terminal?.();
  return terminal ? watchOnScreen(own, io, { root, console: consoleOn(terminal) }) : watchInLines(own, io, root);
}

/** Without a terminal: the table once, then a line for each change, until somebody ends it. */
async function watchInLines(args: Arguments, io: Io, root: string): Promise<number> {
  let shown = NOTHING_YET;
  await watchFiles(root, async () => {
    const next = await watchedNow(args, io, shown);
    const lines = shown === NOTHING_YET ? firstLines(next) : differences(shown, next).map((line) => `${timeOf(io)} ${line}`);
    io.out(lines.map((line) => `${line}\n`).join(''));
    shown = next;
  });
  return new Promise(() => undefined); // until a signal ends the process
}

function firstLines({ lines, counts, problem }: Watched): string[] {
  return problem === undefined ? [...(lines.length === 0 ? ['no environment serves a model here'] : lines), counts] : [problem];
}

function timeOf({ now }: Io): string {
  return rfc3339(now().getTime());
}

interface Watching {
  readonly root: string;
  readonly console: Console;
}

async function watchOnScreen(args: Arguments, io: Io, { root, console }: Watching): Promise<number> {
  let shown = NOTHING_YET;
  const changes: string[] = [];
  let end: (code: number) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<number>((settle, reject) => ([end, fail] = [settle, reject]));
  let isOver = false;
  const screen = console.takeScreen({
    pressed: (key) => {
      if (key.kind === 'name' && key.name === 'interrupt') end(EXIT.interrupted);
      else if (key.kind === 'text' && key.text.toLowerCase() === 'q') end(EXIT.ok);
    },
    resized: () => draw(),
    ended: (signal) => end(ENDING[signal]),
  });
  const draw = (): void => {
    if (!isOver) screen.draw(screenLines(shown, { changes, root, screen }));
  };
  const read = async (): Promise<void> => {
    try {
      const next = await watchedNow(args, io, shown);
      if (shown !== NOTHING_YET) changes.unshift(...differences(shown, next).map((line) => `${timeOf(io)} ${line}`));
      changes.splice(MAX_CHANGES);
      shown = next;
      draw();
    } catch (error) {
      fail(error);
    }
  };
  draw();
  const watching = watchFiles(root, read);
  watching.catch(fail);
  try {
    return await ended;
  } finally {
    isOver = true;
    screen.leave();
    (await watching.catch(() => undefined))?.stop();
  }
}

/** The last changes that are kept. */
const MAX_CHANGES = 50;

interface Drawn {
  readonly changes: readonly string[];
  readonly root: string;
  readonly screen: Pick<Screen, 'size'>;
}

/** What fits: the table gets what the lines around it leave, at least half. */
function screenLines(shown: Watched, { changes, root, screen }: Drawn): string[] {
  const { columns, rows } = screen.size();
  const head = [`mllint watch ${visible(root)}`, ''];
  const below = [shown.problem ?? shown.counts, ...(changes.length === 0 ? ['nothing changed yet'] : changes)];
  const status = below.slice(0, Math.max(2, Math.floor((rows - head.length) / 2)));
  const room = Math.max(1, rows - head.length - status.length - 2);
  const table = shown === NOTHING_YET ? ['reading …'] : shown.lines.length === 0 ? ['no environment serves a model here'] : shown.lines;
  const left = table.length - room;
  const visibleRows = left > 0 ? [...table.slice(0, room - 1), `… ${left + 1} more`] : table;
  return [...head, ...visibleRows, '', ...status, 'q quits'].slice(0, rows).map((line) => clip(line, columns));
}
