/** The terminal that a person sits at: asked a line at a time, or drawn on as a whole. Given the streams by main.ts. */
import { createInterface } from 'node:readline';
import { displayOn } from '../tui/display.ts';
import { listenToKeys } from '../tui/key-listener.ts';
import type { Key } from '../tui/keys.ts';
import type { ENDING } from '../signals.ts';
import type { Terminal } from '../tui/terminal.ts';

export interface Console {
  /** The line that is typed; nothing where the input ends or Ctrl-C is pressed. */
  ask(prompt: string): Promise<string | undefined>;
  /** Another screen, until it is left; what stood on the terminal comes back then. */
  takeScreen(listener: ScreenListener): Screen;
}

export interface ScreenListener {
  pressed(key: Key): void;
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

export type Signal = keyof typeof ENDING;
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function consoleOn(terminal: Terminal): Console {
  return { ask: (prompt) => askLine(prompt, terminal), takeScreen: (listener) => takeScreen(listener, terminal) };
}

function askLine(prompt: string, { input, output }: Terminal): Promise<string | undefined> {
  return new Promise((settle) => {
    const lines = createInterface({ input, output });
    lines.once('close', () => settle(undefined));
    lines.once('SIGINT', () => lines.close());
    lines.question(prompt, (answer) => {
      settle(answer);
      lines.close();
    });
  });
}

function takeScreen(listener: ScreenListener, terminal: Terminal): Screen {
  const { input, output, signals } = terminal;
  const display = displayOn(terminal);
  const onResize = (): void => {
    display.forget();
    listener.resized();
  };
  const onSignal = SIGNALS.map((signal) => [signal, (): void => listener.ended(signal)] as const);
  const onEnd = (): void => listener.ended('SIGHUP');
  display.enter();
  const stopListening = listenToKeys(input, (keys) => keys.forEach((key) => listener.pressed(key)));
  input.on('end', onEnd);
  output.on('resize', onResize);
  for (const [signal, ended] of onSignal) signals.on(signal, ended);
  return {
    size: () => ({ columns: output.columns || 80, rows: output.rows || 24 }),
    draw: (lines) => display.show(lines, undefined),
    leave() {
      stopListening();
      input.off('end', onEnd);
      output.off('resize', onResize);
      for (const [signal, ended] of onSignal) signals.off(signal, ended);
      display.leave();
    },
  };
}
