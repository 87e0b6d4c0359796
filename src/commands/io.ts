/** What a command may touch of the world; given by main.ts, so that commands are functions. */
import type { Terminal } from '../tui/terminal.ts';

export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** What stands on standard input; reading ends after so many bytes. */
  input(most: number): Promise<Uint8Array>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The index that Git runs a hook for, as Git names it; not in {@link env}. */
  readonly hookIndex?: string | undefined;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly version: string;
  /** The bundled thread that parses large repositories beside the first one. */
  readonly parseWorker?: URL;
  /** The number of this process, and whether another one of this machine still runs: of two that write, one waits. */
  readonly process: { readonly id: number; isRunning(id: number): boolean };
  /** Does something at once that must not be left half done: who presses Ctrl-C meanwhile ends mllint afterwards. */
  uninterrupted<T>(work: () => T): T;
  /** Starts `serveFixes` in a thread. */
  readonly fixThread?: URL;
  /** The terminal that a person sits at; nothing where standard input or output is none. */
  terminal?(): Terminal | undefined;
  /** The clock, where `--now` does not set it. */
  now(): Date;
}

/** Wrong usage: one line on standard error, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const EXIT = { ok: 0, findings: 1, failure: 2, interrupted: 130 } as const;
