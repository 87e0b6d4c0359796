/** Scalars as Go's encoding/json prints them: `<`, `>` and `&` are escaped, floats are shortest. */
import type { ScalarValue } from '../../yaml/scalar.ts';
import { formatJsonFloat } from '../helm/go-number.ts';

export function goJson(value: ScalarValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : (formatJsonFloat(value) ?? 'null');
  return String(value);
}

/** What JSON.stringify prints otherwise. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
