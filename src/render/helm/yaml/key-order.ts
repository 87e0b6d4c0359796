/** The order in which go-yaml prints the keys of a mapping. Follows keyList.Less of go.yaml.in/yaml v2.4 and v3.0 (sorter.go). */
import type { Dialect } from './scalar-style.ts';

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
/** Most keys are plain ASCII words; where only letters differ the order is that of the characters. */
const WORD = /^[A-Za-z]*$/;

/** Negative where `a` comes first: numbers inside keys count as numbers, letters come after everything else. */
export function compareKeys(a: string, b: string, dialect: Dialect): number {
  if (a === b) return 0;
  if (WORD.test(a) && WORD.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  let afterDigit = false;
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    const l = left[index] ?? '';
    const r = right[index] ?? '';
    if (l === r) {
      afterDigit = dialect === 'v3' && DIGIT.test(l);
      continue;
    }
    return compareDifferent(left, right, index, afterDigit);
  }
  return left.length - right.length;
}

function compareDifferent(left: readonly string[], right: readonly string[], index: number, afterDigit: boolean): number {
  const l = left[index] ?? '';
  const r = right[index] ?? '';
  const isLetterLeft = LETTER.test(l);
  const isLetterRight = LETTER.test(r);
  if (isLetterLeft && isLetterRight) return codeOf(l) - codeOf(r);
  if (isLetterLeft || isLetterRight) return (afterDigit ? isLetterLeft : isLetterRight) ? -1 : 1;
  const carry = (l === '0' || r === '0') && followsSignificantDigit(left, index) ? 1 : 0;
  const leftNumber = numberAt(left, index, carry);
  const rightNumber = numberAt(right, index, carry);
  if (leftNumber.value !== rightNumber.value) return leftNumber.value < rightNumber.value ? -1 : 1;
  if (leftNumber.end !== rightNumber.end) return leftNumber.end - rightNumber.end;
  return codeOf(l) - codeOf(r);
}

function followsSignificantDigit(runes: readonly string[], index: number): boolean {
  for (let at = index - 1; at >= 0 && DIGIT.test(runes[at] ?? ''); at -= 1) {
    if (runes[at] !== '0') return true;
  }
  return false;
}

function numberAt(runes: readonly string[], index: number, carry: number): { value: bigint; end: number } {
  let end = index;
  let digits = carry === 0 ? '' : '1';
  for (; end < runes.length && DIGIT.test(runes[end] ?? ''); end += 1) digits += String(codeOf(runes[end] ?? '0') - 48);
  return { value: BigInt.asIntN(64, BigInt(/^[0-9]+$/.test(digits) ? digits : 0)), end };
}

function codeOf(rune: string): number {
  return rune.codePointAt(0) ?? 0;
}
