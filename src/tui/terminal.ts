/** The terminal as the interface uses it; given by main.ts, which alone touches the process. */
import type { ReadStream, WriteStream } from 'node:tty';

export interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Where signals arrive: the process. */
  readonly signals: NodeJS.EventEmitter;
  /** What the user's shell gave: for the editor, which is no concern of ours. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stops until the shell lets it go on (Ctrl-Z). */
  stop(): void;
}
