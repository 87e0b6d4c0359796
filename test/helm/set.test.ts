/** `--set`, `--set-string` and `--set-file` against what the real helm made of them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart, valuesOf } from '../../src/render/helm/helm.ts';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { Dict, List } from '../../src/render/go-template/value.ts';
import { SetError, SetLimit } from '../../src/render/helm/values/set-error.ts';
import { SetBudget, setInto, textValue, typedValue, type ReadValue } from '../../src/render/helm/values/strvals.ts';
import { plain } from '../../src/render/traced-text.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';
import { casesFile, helmAnswer, readSetCases, setRoot, shortened, type SetCase } from './set-cases.ts';

const cases = readSetCases(readFileSync(casesFile, 'utf8'));
const hasHelm = spawnSync('helm', ['version']).status === 0;
let snapshot: Snapshot;

beforeAll(async () => {
  snapshot = await diskSnapshot(setRoot, { useGit: false });
});

function textOf(path: string): string {
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) throw new SetError(`open ${path}: no such file or directory`);
  return file.text;
}

function answer(one: SetCase): Pick<SetCase, 'output' | 'error'> {
  const base = snapshot.file('base.yaml');
  if (base === undefined || isUnreadable(base)) throw new Error('base.yaml is missing');
  const values = valuesOf([{ kind: 'file', file: base }]);
  const budget = new SetBudget();
  const set = (flag: string, lines: readonly string[] = [], read: ReadValue): void => {
    for (const line of lines) {
      try {
        setInto(values, plain(line), { read, budget });
      } catch (error) {
        throw error instanceof SetError ? new SetError(`failed parsing --${flag} data: ${error.message}`) : error;
      }
    }
  };
  try {
    set('set', one.set, typedValue);
    set('set-string', one.setString, textValue);
    set('set-file', one.setFile, (path) => plain(textOf(path.text)));
    const printed = printHelmTemplate(renderChart({ snapshot, folder: 'chart', releaseName: 'r', namespace: 'default', valueSources: [{ kind: 'values', values }] }), {});
    return { output: shortened(printed.slice(printed.indexOf('values: ')).trimEnd()) };
  } catch (error) {
    if (error instanceof SetError || error instanceof RenderError) return { error: error.message };
    throw error;
  }
}

const NAMES = cases.map((one) => [JSON.stringify({ ...(one.set && { set: one.set }), ...(one.setString && { setString: one.setString }), ...(one.setFile && { setFile: one.setFile }) }), one] as const);

describe('as helm has it', () => {
  test.each(NAMES)('%s', (_, one) => {
    const { output, error } = one;
    // A text that is no YAML is told in the words of another parser.
    if (error?.startsWith('YAML parse error') === true) expect(answer(one).error).toMatch(/^YAML parse error on probe\/templates\/values\.yaml: /);
    else expect(answer(one)).toEqual({ ...(output === undefined ? {} : { output }), ...(error === undefined ? {} : { error }) });
  });

  test('the recording is what helm says', ({ skip }) => {
    if (!hasHelm) skip('helm is not installed');
    for (const one of cases.filter((_, index) => index % 20 === 0)) expect({ ...one, ...helmAnswer('helm', one) }).toEqual(one);
  });
});

describe('absurd lines end', () => {
  const setAll = (lines: readonly string[]): void => {
    const budget = new SetBudget();
    const values = new Dict();
    for (const line of lines) setInto(values, plain(line), { read: typedValue, budget });
  };

  test('many long lists', () => {
    expect(() => setAll(Array.from({ length: 100 }, (_, index) => `a${index}[65536]=x`))).toThrow(SetLimit);
  });

  test('the longest list is one that helm makes', () => {
    const values = new Dict();
    setInto(values, plain('a[65536]=x'), { read: typedValue, budget: new SetBudget() });
    const list = values.get('a');
    expect(list instanceof List && list.items.length).toBe(65_537);
  });

  test('lists in lists', () => {
    expect(() => setAll([`a${'[0]'.repeat(100_000)}=x`])).toThrow(SetLimit);
    expect(() => setAll([`a${'[65536]'.repeat(400)}=x`])).toThrow(SetLimit);
  });

  test('a list of a million words', () => {
    expect(() => setAll([`a={${'x,'.repeat(1_000_001)}}`])).toThrow(SetLimit);
  });

  test('a number of a million digits is text', () => {
    const values = new Dict();
    setInto(values, plain(`a=${'9'.repeat(1_000_000)}`), { read: typedValue, budget: new SetBudget() });
    expect(values.get('a')).toMatchObject({ length: 1_000_000 });
    expect(() => setAll([`a[${'9'.repeat(1_000_000)}]=x`])).toThrow(SetError);
  });

  test('keys of prototypes are keys', () => {
    setAll(['__proto__.polluted=1', 'constructor.prototype.polluted=1']);
    expect('polluted' in {}).toBe(false);
  });
});
