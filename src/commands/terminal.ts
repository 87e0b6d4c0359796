/** The terminal that a person sits at: asked a line at a time, or drawn on as a whole. Given the streams by main.ts. */
import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';

export interface Terminal {
  /** The line that is typed; nothing where the input ends or Ctrl-C is pressed. */
  ask(prompt: string): Promise<string | undefined>;
  /** Another screen, until it is left; what stood on the terminal comes back then. */
  takeScreen(listener: ScreenListener): Screen;
}

export interface ScreenListener {
  /** What was pressed, as the terminal sends it. */
  key(text: string): void;
  resized(): void;
  /** The terminal goes away or somebody ends the program. */
  ended(signal: Signal): void;
}

export interface Screen {
  size(): { readonly columns: number; readonly rows: number };
  /** The whole screen, from its first line; what does not fit is cut. */
  draw(lines: readonly string[]): void;
  leave(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type Signal = (typeof SIGNALS)[number];

export interface TerminalStreams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** Where signals arrive. */
  readonly signals: {
    on(signal: Signal, listener: () => void): unknown;
    off(signal: Signal, listener: () => void): unknown;
  };
}

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';

export function openTerminal(streams: TerminalStreams): Terminal {
  return { ask: (prompt) => askLine(prompt, streams), takeScreen: (listener) => takeScreen(listener, streams) };
}

function askLine(prompt: string, { stdin, stdout }: TerminalStreams): Promise<string | undefined> {
  return new Promise((settle) => {
    const lines = createInterface({ input: stdin, output: stdout });
    lines.once('close', () => settle(undefined));
    lines.once('SIGINT', () => lines.close());
    lines.question(prompt, (answer) => {
      settle(answer);
      lines.close();
    });
  });
}

function takeScreen(listener: ScreenListener, { stdin, stdout, signals }: TerminalStreams): Screen {
  const onData = (data: unknown): void => listener.key(String(data));
  const onResize = (): void => listener.resized();
  const onSignal = new Map(SIGNALS.map((signal) => [signal, (): void => listener.ended(signal)]));
  const onEnd = (): void => listener.ended('SIGHUP');
  stdout.write(ENTER);
  stdin.setRawMode(true);
  stdin.on('data', onData).on('end', onEnd).resume();
  stdout.on('resize', onResize);
  for (const [signal, ended] of onSignal) signals.on(signal, ended);
  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    draw: (lines) => void stdout.write(`\u001B[H${lines.map((line) => `${line}\u001B[K`).join('\r\n')}\u001B[J`),
    leave() {
      stdin.off('data', onData).off('end', onEnd).pause();
      stdout.off('resize', onResize);
      for (const [signal, ended] of onSignal) signals.off(signal, ended);
      try {
        stdin.setRawMode(false);
      } catch {
        // the terminal is gone
      }
      stdout.write(LEAVE);
    },
  };
}
