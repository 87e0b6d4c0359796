/** The user's editor, started at a line. No shell stands between: the words of $VISUAL or $EDITOR are taken as they are. */
import { spawn } from 'node:child_process';

export interface Place {
  /** The whole path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type Style = 'plus' | 'colon' | 'goto';

/** How editors are told the line; of others only the file is opened. */
const STYLES: ReadonlyMap<string, Style> = new Map([
  ...['vi', 'vim', 'nvim', 'view', 'gvim', 'nano', 'pico', 'emacs', 'emacsclient', 'micro', 'kak', 'joe', 'jed', 'mg', 'ne', 'mcedit', 'editor', 'sensible-editor'].map((name) => [name, 'plus'] as const),
  ...['hx', 'helix', 'subl', 'zed', 'mate'].map((name) => [name, 'colon'] as const),
  ...['code', 'code-insiders', 'codium', 'cursor', 'windsurf'].map((name) => [name, 'goto'] as const),
]);

/** Editors that open a window and return at once unless they are told to wait. */
const WAITING = new Set(['code', 'code-insiders', 'codium', 'cursor', 'windsurf', 'subl', 'zed', 'mate']);

/** The command and its arguments. */
export function editorCommand(env: Readonly<Record<string, string | undefined>>, { file, line, column }: Place): readonly [string, readonly string[]] {
  const [command = 'vi', ...given] = wordsOf(env.VISUAL?.trim() || env.EDITOR?.trim() || 'vi');
  const name = nameOf(command);
  const waits = WAITING.has(name) && !given.some((word) => word === '--wait' || word === '-w') ? ['--wait'] : [];
  return [command, [...given, ...waits, ...placeArguments(STYLES.get(name), { file, line, column })]];
}

function placeArguments(style: Style | undefined, { file, line, column }: Place): string[] {
  switch (style) {
    case 'plus':
      return [`+${line}`, file];
    case 'colon':
      return [`${file}:${line}:${column}`];
    case 'goto':
      return ['--goto', `${file}:${line}:${column}`];
    case undefined:
      return [file];
  }
}

function nameOf(command: string): string {
  return (/[^/\\]*$/.exec(command)?.[0] ?? command).replace(/\.(?:exe|cmd)$/i, '');
}

/** Words between blanks; quotes keep blanks together. */
function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, double, single, plain]) => double ?? single ?? plain ?? '');
}

/** Runs it in the terminal until it is closed; what went wrong, in words, or nothing. */
export function runEditor(env: Readonly<Record<string, string | undefined>>, place: Place): Promise<string | undefined> {
  const [command, args] = editorCommand(env, place);
  return new Promise((settle) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...env } });
    child.on('error', (error) => settle(`${command} cannot be started (${'code' in error ? String(error.code) : error.message}); set EDITOR to your editor`));
    child.on('exit', (code, signal) => {
      if (signal !== null) settle(`${nameOf(command)} was ended by ${signal}; the file was read again`);
      else settle(code === 0 ? undefined : `${nameOf(command)} ended with exit code ${code ?? 'unknown'}; the file was read again`);
    });
  });
}
