/** Every function against what the real Helm's made of the same calls, and against sprig's own cases. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { helmFunctions } from '../../src/render/helm/functions/index.ts';
import { callFunctions, reasonOf, unknownReason } from './function-calls.ts';

interface RecordedCall {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
}

const recorded: readonly RecordedCall[] = JSON.parse(readFileSync('fixtures/render/helm-functions/calls.json', 'utf8'));

function outcomeOf(template: string): { output?: string; error?: string } {
  const result = callFunctions(template);
  return 'error' in result ? { error: reasonOf(result.error) } : { output: result.output.text };
}

test(`${recorded.length} calls print and fail as in Helm`, () => {
  const differing = recorded.flatMap(({ template, output, error }) => {
    const ours = outcomeOf(template);
    const helms = error === undefined ? { output } : { error: reasonOf(error) };
    return ours.output === helms.output && ours.error === helms.error ? [] : [{ template, helm: helms, ours }];
  });
  expect(differing).toEqual([]);
});

test('every function is called twice at least', () => {
  const older = [readFileSync('fixtures/render/helm/functions/cases.txt', 'utf8'), readFileSync('fixtures/render/helm/functions/errors.txt', 'utf8')].join('\n');
  const all = [...recorded.map(({ template }) => template), older].join('\n');
  const words = new Map<string, number>();
  for (const [word] of all.matchAll(/[A-Za-z_0-9]+/g)) words.set(word, (words.get(word) ?? 0) + 1);
  const helm41Lacks = ['mustToToml'];
  expect([...helmFunctions().keys()].filter((name) => (words.get(name) ?? 0) < 2 && !helm41Lacks.includes(name))).toEqual([]);
});

test('mustToToml, which Helm 4.2 brought, prints or fails', () => {
  expect(outcomeOf('{{ mustToToml (dict "a" 1) }}')).toEqual({ output: 'a = 1\n' });
  expect(outcomeOf('{{ mustToToml (list (dict "a" 1)) }}').error).toBe('error calling mustToToml: toml: top-level values must be Go maps or structs');
});

const corpus = '../shared/corpus/sprig/cases.json';

/** Cases that do not hold for Helm on Linux, by test of sprig and template. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['TestEncryptDecryptAES {{"plaintext" | encryptAES "secretkey" | decryptAES "secretkey"}}', 'encrypts with chance; what comes out is unknown here'],
  ['TestShuffle {{ shuffle "Hello World" }}', 'chance'],
  ['TestEnv {{env "FOO"}}', 'Helm takes env away'],
  ['TestExpandEnv {{expandenv "Hello $FOO"}}', 'Helm takes expandenv away'],
  ['TestOsBase {{ osBase "C:\\\\foo\\\\bar" }}', 'a path of Windows'],
  ['TestOsDir {{ osDir "C:\\\\foo\\\\bar\\\\baz" }}', 'a path of Windows'],
  ['TestOsIsAbs {{ osIsAbs "C:\\\\foo" }}', 'a path of Windows'],
  ['TestOsClean {{ osClean "C:\\\\foo\\\\..\\\\foo\\\\..\\\\bar" }}', 'a path of Windows'],
  ['TestSemverCompareErr {{ semverCompare "badConstraint" "1.2.3" }}', 'sprig expects a failure there, which the pair does not say'],
  ['TestSemverCompareErr {{ semverCompare "1.2.0" "badVersion" }}', 'sprig expects a failure there, which the pair does not say'],
  ['TestBase64EncodeDecode {{b64enc "coffee"}}', 'the pair was cut wrongly: it holds what comes back after decoding'],
  ['TestBase32EncodeDecode {{b32enc "coffee"}}', 'the pair was cut wrongly: it holds what comes back after decoding'],
]);

interface SprigCase {
  readonly test: string;
  readonly tpl: string;
  readonly expected: string;
}

describe('cases of Masterminds/sprig', () => {
  if (!existsSync(corpus)) {
    test('corpus', ({ skip }) => skip(`${corpus} is not there`));
    return;
  }
  const cases: readonly SprigCase[] = JSON.parse(readFileSync(corpus, 'utf8'));
  test(`${cases.length} cases but ${exceptions.size}`, () => {
    const differing = cases.filter(({ tpl, expected }) => {
      const result = callFunctions(tpl);
      return 'error' in result || unknownReason(result.output) !== undefined || result.output.text !== expected.replaceAll('<no value>', '');
    });
    expect(differing.map((one) => `${one.test} ${one.tpl}`).sort()).toEqual([...exceptions.keys()].sort());
  });
});
