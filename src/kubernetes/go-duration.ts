/** Lengths of time as Go writes them: `1h30m`, `1.5s`. Follows `time.ParseDuration` (go 1.25, time/format.go). */

/** What Go reads, as far as the form tells. */
export const GO_DURATION = /^[+-]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/g;
const NANOSECONDS: ReadonlyMap<string, bigint> = new Map([
  ['h', 3_600_000_000_000n], ['m', 60_000_000_000n], ['s', 1_000_000_000n], ['ms', 1_000_000n], ['us', 1000n], ['µs', 1000n], ['μs', 1000n], ['ns', 1n],
]);
const MAX_LENGTH = 200;

/** `undefined` for what Go refuses, and for what is longer than {@link MAX_LENGTH} characters. */
export function nanosecondsOf(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH || !GO_DURATION.test(text)) return undefined;
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const one = NANOSECONDS.get(unit) ?? 0n;
    const digits = fraction.slice(0, 15);
    nanos += BigInt(whole === '' ? '0' : whole) * one + (digits === '' ? 0n : (BigInt(digits) * one) / 10n ** BigInt(digits.length));
  }
  if (nanos >= 1n << 63n) return undefined;
  return text.startsWith('-') ? -nanos : nanos;
}
