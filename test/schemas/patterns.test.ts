/** Patterns that run natively: as RE2 reads them, and in time that grows as the text does. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExpression, type Expression } from '../../src/dev/patterns/expression.ts';
import { isLinear } from '../../src/dev/patterns/linear.ts';
import { provenSource } from '../../src/dev/patterns/proven.ts';
import { matches, MAX_NATIVE_TEXT } from '../../src/kubernetes/schema/patterns.ts';
import { compileRe2 } from '../../src/re2.ts';

const PATTERNS: readonly (readonly [string, string])[] = Object.entries(JSON.parse(readFileSync('schemas/patterns.json', 'utf8')));
/** Written for the reader: each way to say a set, a count, a border. */
const OWN = ['^[^a-c]{2,3}$', '^.$', '^\\s\\S$', '^[\\d_]+\\W', '^a{3}$|^$', '^(?:ab|c)+d?', '[a-]\\x41', '^[a-c-z]$', '^a{0,2}b$', '^x{2,}$', '(^a|b$)', '^()$', '^é.$', '^\\[\\^\\]\\-$', '^[^\\r\\n]\\t\\f\\v$'];

function read(pattern: string): Expression {
  const expression = parseExpression(pattern);
  if (!expression) throw new Error(`${pattern} is not read`);
  return expression;
}

function nativeOf(source: string | undefined): RegExp {
  if (source === undefined) throw new Error('RE2 has to run this');
  // eslint-disable-next-line no-restricted-syntax -- what is tested here
  return new RegExp(source, 'u');
}

/** Texts that fit, or begin to. */
function texts(expression: Expression): fc.Arbitrary<string> {
  switch (expression.kind) {
    case 'start':
    case 'end':
      return fc.constant('');
    case 'set':
      return fc.constantFrom(...expression.ranges).chain(([from, to]) => fc.integer({ min: from, max: Math.min(to, from + 300) })).map((point) => String.fromCodePoint(point));
    case 'sequence':
      return fc.tuple(...expression.parts.map(texts)).map((parts) => parts.join(''));
    case 'choice':
      return fc.oneof(...expression.parts.map(texts));
    case 'repeat':
      return fc.array(texts(expression.part), { minLength: expression.least, maxLength: Math.min(expression.most, expression.least + 4) }).map((parts) => parts.join(''));
  }
}

const NEARLY = fc.constantFrom('', '\n', '\r', '\u2028', ' ', '\u00a0', '-', '.', '/', 'A', 'z', '0', '٣', 'é', '😀', '$', '\ud800');

function edited(fitting: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fitting, NEARLY, fc.nat(), fc.boolean()).map(([text, put, at, isPut]) => {
    const place = text.length === 0 ? 0 : at % (text.length + 1);
    return isPut ? text.slice(0, place) + put + text.slice(place) : text.slice(0, place) + put + text.slice(place + 1);
  });
}

describe('patterns that run natively', () => {
  it('are nearly all of those that mllint carries', () => {
    expect(PATTERNS.length).toBeGreaterThan(35);
    for (const [pattern, source] of PATTERNS) expect(provenSource(pattern)).toBe(source);
  });

  it.each([...PATTERNS.map(([pattern]) => pattern), ...OWN])('mean the same to RE2: %s', (pattern) => {
    const expression = read(pattern);
    const [native, re2] = [nativeOf(provenSource(pattern)), compileRe2(pattern)];
    const fitting = texts(expression);
    fc.assert(fc.property(fc.oneof(fitting, edited(fitting), fc.string({ unit: 'binary', maxLength: 8 })), (text) => {
      expect(native.test(text), JSON.stringify(text)).toBe(re2.test(text));
    }), { numRuns: 300 });
  });

  it.each(PATTERNS)('take long texts: %s', (_, source) => {
    const native = nativeOf(source);
    const start = performance.now();
    for (const piece of ['a', '0', '-', '.', 'a-', 'a.', '0h', 'a/', 'https://', '*', '%41', 'A', ':']) {
      for (const [before, after] of [['', ''], ['', '\n'], ['a', '!'], ['https://', '\n'], ['1', '\u0000']]) native.test(`${before}${piece.repeat(MAX_NATIVE_TEXT / piece.length)}${after}`);
    }
    expect(performance.now() - start).toBeLessThan(2_000); // a matcher whose time is quadratic takes that for a few of them
  });
});

describe('a text that is too long for a native matcher', () => {
  it('is read by RE2', () => {
    expect(matches('^([0-9]+-)*[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$', 'a-'.repeat(4_000_000))).toBe(false);
  });
});

describe('what RE2 has to run', () => {
  it.each(['^(a*)*$', '^(a+)+$', '^(a|a)*$', '^(a|ab|b)*$', '^a*a*$', '^(a?){2}$', '^(|a)?b', 'a*b', '^[a-z]*[a-z]*$', '^(.*)x(.*)y$', '[a-z]+$', '^(^a)*$', '^(a{1,3}){1,}$'])('takes long, or is not shown to be quick: %s', (pattern) => {
    expect(isLinear(read(pattern))).toBe(false);
  });

  it.each(['^a*b', '^(a|ab)*c$', '^[-a-z]*[a-z]$', '^.*x', 'a', '^(a|b)*$', '^(a|b*c)*b*$', '^(ab*)*c$', '^a{1,50}$'])('is not what is quick: %s', (pattern) => {
    expect(isLinear(read(pattern))).toBe(true);
  });

  it.each(['(?i)a', '(?P<a>b)', 'a*?', 'a**', '\\bword', '\\pL', '[[:alpha:]]', '(a', 'a)', 'a{,3}', 'a{3,1}', '*', '[b-a]', '[]a]', '\\q', '\\x{41}', '[\\d-z]', '{'])('is of a dialect that is not read: %s', (pattern) => {
    expect(parseExpression(pattern)).toBeUndefined();
  });
});
