/** A terminal of its own, by tmux: keys go in, screens come out. */
import { spawnSync } from 'node:child_process';
import { ENV } from './program.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

let count = 0;

export class TmuxScreen {
  readonly #socket = `mllint-test-${process.pid}-${(count += 1)}`;

  constructor(folder: string, { columns, rows }: { readonly columns: number; readonly rows: number }) {
    const shell = 'exec bash --noprofile --norc';
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', folder, ...Object.entries(ENV).flatMap(([name, value]) => ['-e', `${name}=${value}`]), '-e', 'PS1=$ ', shell);
  }

  type(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** The screen as soon as it shows something; what it shows after a while where it never does. */
  async showing(text: string | RegExp): Promise<string> {
    for (let tries = 0; tries < 300; tries += 1) {
      const screen = this.screen();
      if (typeof text === 'string' ? screen.includes(text) : text.test(screen)) return screen;
      await new Promise((settle) => setTimeout(settle, 100));
    }
    throw new Error(`${text} was never shown:\n${this.screen()}`);
  }

  close(): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: string[]): string {
    return spawnSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' }).stdout;
  }
}
