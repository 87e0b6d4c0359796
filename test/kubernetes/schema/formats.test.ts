/** Formats as the API server reads them. */
import { describe, expect, it } from 'vitest';
import { fitsFormat, isCheckedFormat } from '../../../src/kubernetes/schema/formats.ts';

const cases: readonly (readonly [format: string, right: readonly string[], wrong: readonly string[]])[] = [
  ['date-time', ['2026-01-31T12:00:00Z', '2024-02-29t23:59:59.123+01:00'], ['2026-01-31', '2026-02-29T12:00:00Z', '2026-01-31T24:00:00Z', '2026-01-31T12:00:00', 'now']],
  ['date', ['2026-01-31', '2024-02-29', '0001-01-01'], ['2026-1-31', '2026-02-30', '']],
  ['duration', ['30s', '1h30m', '1.5h', '0', '-1s', '2 days', '1w'], ['', '30', 'fast', 's']],
  ['byte', ['YWJj', '', 'YWI=', 'YWJj\nYWJj'], ['YWJ', 'a b=', '=YWJ']],
  ['ipv4', ['10.0.0.1', '255.255.255.255'], ['10.0.0', '10.0.0.256', '010.0.0.1', '::1']],
  ['ipv6', ['::1', '::', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1'], ['1', '1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::1', '10.0.0.1']],
  ['cidr', ['10.0.0.0/8', 'fe80::/10'], ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/8/8', 'x/8']],
  ['uri', ['https://example.org/a?b=c', '/a', 's3://bucket/key'], ['', 'a b', 'example.org', 'https://example.org/%zz']],
  ['hostname', ['example.org', 'a', '1.example.org', 'xn--a'], ['', '-a', 'a-.b', 'a_b', 'a..b', `${'a'.repeat(64)}.b`]],
  ['email', ['a@example.org', 'A <a@example.org>'], ['a', 'a@', '@b']],
  ['mac', ['00:11:22:33:44:55', '00-11-22-33-44-55'], ['00:11:22:33:44', '00:11:22:33:44:gg']],
  ['uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123e4567-e89b-12d3-a456-42661417400']],
  ['uuid4', ['123e4567-e89b-42d3-a456-426614174000'], ['123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-42d3-c456-426614174000']],
  ['k8s-short-name', ['a', 'a-1'], ['A', '-a', 'a-', 'a.b', 'a'.repeat(64)]],
  ['k8s-long-name', ['a.b-1.c'], ['a..b', 'A.b', '']],
];

describe.each(cases)('%s', (format, right, wrong) => {
  it('is checked', () => expect(isCheckedFormat(format)).toBe(true));
  it.each(right)('takes %j', (text) => expect(fitsFormat(format, text)).toBe(true));
  it.each(wrong)('refuses %j', (text) => expect(fitsFormat(format, text)).toBe(false));
});

it('takes anything for a format that nobody checks', () => {
  expect(fitsFormat('int32', 'x')).toBe(true);
  expect(fitsFormat('__proto__', 'x')).toBe(true);
});
