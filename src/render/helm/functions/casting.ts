/** Any value as a number. Follows github.com/spf13/cast v1.7 (caste.go), which sprig's numeric.go calls; what is no number is 0. */
import { Bool, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { parseFloat64, parseInteger, trimZeroDecimal, truncateFloat } from '../go-number.ts';

/** `cast.ToInt64` and, on 64-bit machines, `cast.ToInt`. */
export function toInt(value: Value): bigint {
  if (value instanceof Num) return typeof value.value === 'bigint' ? value.value : truncateFloat(value.value);
  if (value instanceof Bool) return value.value ? 1n : 0n;
  if (value instanceof TracedText) return parseInteger(trimZeroDecimal(value.text)) ?? 0n;
  return 0n;
}

/** `cast.ToFloat64`. */
export function toFloat(value: Value): number {
  if (value instanceof Num) return Number(value.value);
  if (value instanceof Bool) return value.value ? 1 : 0;
  if (value instanceof TracedText) return parseFloat64(value.text) ?? 0;
  return 0;
}
