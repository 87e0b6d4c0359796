/** The recorded cases of `--set` under fixtures/render/helm-set, and how they are put to helm. */
import { spawnSync } from 'node:child_process';

export const setRoot = 'fixtures/render/helm-set';
export const casesFile = `${setRoot}/cases.json`;

export interface SetCase {
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  /** Files are named relative to the folder of the cases. */
  readonly setFile?: readonly string[];
  /** Every value with its Go type, or the message after `Error: `. */
  readonly output?: string;
  readonly error?: string;
}

export function readSetCases(text: string): SetCase[] {
  const read: unknown = JSON.parse(text);
  if (!Array.isArray(read)) throw new Error('the cases are no list');
  return read.map((one: unknown): SetCase => {
    const entries = new Map<string, unknown>(Object.entries(typeof one === 'object' && one !== null ? one : {}));
    const lines = (key: string): Record<string, readonly string[]> => {
      const value = entries.get(key);
      return Array.isArray(value) ? { [key]: value.map(String) } : {};
    };
    const text = (key: string): Record<string, string> => (typeof entries.get(key) === 'string' ? { [key]: String(entries.get(key)) } : {});
    return { ...lines('set'), ...lines('setString'), ...lines('setFile'), ...text('output'), ...text('error') };
  });
}

/** What the real helm answers. */
export function helmAnswer(helm: string, one: SetCase): Pick<SetCase, 'output' | 'error'> {
  const flags = [
    ...(one.set ?? []).flatMap((line) => ['--set', line]), ...(one.setString ?? []).flatMap((line) => ['--set-string', line]),
    ...(one.setFile ?? []).flatMap((line) => ['--set-file', line]),
  ];
  const { status, stdout, stderr } = spawnSync(helm, ['template', 'r', 'chart', '-f', 'base.yaml', ...flags], { cwd: setRoot, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status === 0) return { output: shortened(stdout.slice(stdout.indexOf('values: ')).trimEnd()) };
  return { error: (/Error: ([\s\S]*)/.exec(stderr)?.[1] ?? stderr).replace(/\n\nUse --debug flag.*\s*$/, '').trimEnd() };
}

/** A list of 65,536 empty items is told by how many there are. */
export function shortened(output: string): string {
  return output.replaceAll(/(?:<nil>\("<nil>"\),){100,}/g, (run) => `…${run.length}…`);
}
