/** Whatever functions are given, they print or fail as templates fail: soon, and without filling the memory. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { helmFunctions } from '../../src/render/helm/functions/index.ts';
import { Account } from '../../src/render/go-template/engine.ts';
import { callFunctions } from './function-calls.ts';

const names = [...helmFunctions().keys()].filter((name) => name !== 'derivePassword');

const literals = [
  '""', '"a"', '"a,b"', '"世界 😀"', '"[a-z]+("', '"(a*)*b"', '"1h"', '"2006-01-02"', '"2024-02-29"', '"http://u:p@h:80/p?q#f"', '"%zz"', '"1.2.3"', '">=1 <2"', '"{{ .x }}"',
  '"{\\"a\\": [1, {\\"b\\": null}]}"', '"a: &a [1]\\nb: *a"', '"a = [1, {b = 2}]"', '"__proto__"', '"constructor"', '"\\x00\\xff"', '(repeat 2000 "ab ")', '0', '1', '-1', '2',
  '63', '1000000', '1000000000', '2147483648', '9223372036854775807', '-9223372036854775808', '1.5', '-0.0', '1e300', '1e-300', '(divf 1 3)', '(float64 "inf")', '(float64 "nan")',
  '(int64 9223372036854775807)', 'true', 'false', 'nil', 'list', 'dict', '(list 1 "a" nil)', '(list (list 1) (dict "a" 1))', '(dict "a" (dict "b" nil))', '(dict "__proto__" 1)',
  '(until 5)', '(splitList "," "x,y")', '(toDate "2006-01-02" "2024-02-29")', 'now', '(semver "1.2.3")', '(genCA "a" 1)', '(duration 5)', '.Values', '.Values.map', '$',
];

const call = fc.tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...literals), { maxLength: 5 })).map(([name, args]) => `(${[name, ...args].join(' ')})`);
const nested = fc
  .tuple(fc.constantFrom(...names), fc.array(fc.oneof(call, fc.constantFrom(...literals)), { maxLength: 4 }), fc.array(fc.constantFrom(...names), { maxLength: 2 }))
  .map(([name, args, then]) => `{{ ${[[name, ...args].join(' '), ...then].join(' | ')} }}`);

test('random calls print or fail with Helm’s kind of message', () => {
  let slowest = 0;
  fc.assert(
    fc.property(nested, (template) => {
      const start = performance.now();
      const result = callFunctions(template);
      slowest = Math.max(slowest, performance.now() - start);
      expect('error' in result ? result.error : '').not.toMatch(/is not a function|Cannot read prop|undefined\b.*null|BigInt/);
    }),
    { numRuns: 6000 },
  );
  expect(slowest).toBeLessThan(5000);
}, 120_000);

/** Calls whose result would be huge, or whose work would. */
const huge = [
  'repeat 1000000000 "a"', 'repeat 9223372036854775807 "ab"', 'until 1000000000', 'until -1000000000', 'untilStep 0 9223372036854775807 1', 'seq 1000000000', 'seq 0 1 1000000000',
  'indent 1000000000 "a\\nb"', 'nindent 1000000000 "a"', 'indent 100000 (repeat 5000 "\\n")', 'printf "%1000000d" 1 | repeat 1000', 'printf "%*d" 1000000 1 | repeat 100',
  'randAlpha 1000000000', 'randAlphaNum 1000000000', 'randNumeric 1000000000', 'randAscii 1000000000', 'randBytes 1000000000', 'trunc 1000000000 "a"', 'trunc -1000000000 "a"',
  'substr 0 1000000000 "a"', 'abbrev 1000000000 "a"', 'abbrevboth 1000000000 1000000000 "a"', 'wrap 1000000000 "a b"', 'wrapWith 1 (repeat 1000 "x") (repeat 1000 "a ")',
  'replace "" (repeat 10000 "x") (repeat 10000 "y")', 'regexReplaceAll "" (repeat 10000 "y") (repeat 10000 "x")', 'splitn "" 1000000000 "abc"', 'round 1.5 1000000000',
  'chunk 1000000000 (list 1)', 'slice (list 1) 0 1000000000', 'b32enc (repeat 100000 "a") | b32enc | b32enc', 'b64enc (repeat 100000 "a") | b64enc | b64enc',
  'regexMatch "(a*)*(a*)*(a*)*b" (repeat 10000 "a")', 'regexFind "(((a{100}){100}){100})" "a"', 'mul 9223372036854775807 9223372036854775807', 'divf 1 1e-300 | mulf 1e300',
  'dateModify "9223372036854775807ns" (toDate "2006" "2024")', 'date (repeat 10000 "2006") 0', '(toDate "2006" "2024").AddDate 1000000000 1000000000 1000000000',
  'date "2006" (int64 9223372036854775807)', 'date "2006" (int64 -9223372036854775808)', 'toDate (repeat 10000 "2006") (repeat 10000 "2024")', 'mustToDate ".000" "1"',
  'fromToml (printf "a = %s" (repeat 5000 "["))', 'fromToml (repeat 3000 "[a]\\n")', 'fromToml (printf "a = %s" (repeat 50000 "1"))', 'fromToml (printf "%s = 1" (repeat 3000 "a." | trimSuffix "."))',
  'fromJson (repeat 5000 "[")', 'fromYaml (repeat 5000 "[")', 'fromYaml (repeat 2000 "- ")', 'tpl (repeat 5000 "{{ 1 }}") dict', 'derivePassword 1 "long" (repeat 10000 "p") "u" "s"',
  'encryptAES "k" (repeat 100000 "x")', 'decryptAES "k" (repeat 100000 "AAAA")', 'addf 1e300 1e-300', 'toDecimal (repeat 10000 "7")', 'atoi (repeat 10000 "7")', 'int (repeat 10000 "7")',
  'semver (repeat 10000 "1.")', 'semverCompare (repeat 2000 ">1 ") "1.2.3"', 'snakecase (repeat 20000 "aB")', 'camelcase (repeat 20000 "a_")', 'title (repeat 20000 "a ")', 'initials (repeat 20000 "a ")',
  'shuffle (repeat 100000 "a")', 'nospace (repeat 50000 "a ")', 'splitList "" (repeat 50000 "a")', 'sortAlpha (splitList "" (repeat 20000 "ab"))', 'uniq (until 20000)', 'urlParse (repeat 20000 "a/")',
  'clean (repeat 20000 "a/../")', 'trimAll (repeat 20000 "a") (repeat 20000 "a")', 'regexQuoteMeta (repeat 20000 ".")', 'quote (repeat 50000 "\\"")', 'dateInZone "2006" 0 (repeat 10000 "A")',
];

test.each(huge)('%s ends soon', (expression) => {
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  callFunctions(`{{ ${expression} | len }}`);
  callFunctions(`{{ ${expression} }}`);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(1_000_000_000);
}, 30_000);

test.each(['deepEqual $a $b', 'has $a (list $b)', 'uniq (list $a $b)', 'without (list $a) $b', 'toJson $a', 'toYaml $a', 'toToml (dict "a" $a)', 'deepCopy $a', 'toString $a', 'quote $a'])(
  '%s ends soon where lists hold each other twice, thirty deep',
  (expression) => {
    const build = (name: string): string => `{{ $${name} := list 1 }}{{ range until 30 }}{{ $${name} = list $${name} $${name} }}{{ end }}`;
    const start = performance.now();
    const result = callFunctions(`${build('a')}${build('b')}{{ ${expression} | len }}`);
    expect('error' in result ? result.error : '').toMatch(/exceeded the limit/);
    expect(performance.now() - start).toBeLessThan(10_000);
  },
  30_000,
);

test('costly calls in loops are bounded by what one repository may take', () => {
  const account = new Account();
  const start = performance.now();
  for (const expression of ['derivePassword 1 "long" "p" "u" "s"', 'date "2006-01-02" now', 'dateInZone "15:04" 0 "Europe/Berlin"', 'fromToml "a = 1"', 'genCA "a" 1', 'b32enc (repeat 1000 "a")']) {
    const result = callFunctions(`{{ range until 100000 }}{{ $x := ${expression} }}{{ end }}`, account);
    expect('error' in result ? result.error : '').toMatch(/exceeded the limit/);
  }
  expect(performance.now() - start).toBeLessThan(30_000);
}, 60_000);
