/** What a schema says of a single value: allowed values, patterns, formats, bounds. */
import { suggest } from '../../spelling.ts';
import type { ScalarTree } from '../../yaml/tree.ts';
import { misfit } from './formats.ts';
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import { matches } from './patterns.ts';
import type { Schema } from './schema.ts';
import { described, listed, shownText } from './words.ts';

/** One mistake at most: whatever is wrong first. */
export function scalarMistakes(place: Place, scalar: ScalarTree): Mistake[] {
  const { schema } = place;
  const { value } = scalar;
  const wrong = enumMistake(place, scalar) ?? (typeof value === 'string' ? textMistake(schema, value) : typeof value === 'number' || typeof value === 'bigint' ? numberMistake(schema, value) : undefined);
  if (wrong === undefined) return [];
  const { message, repair } = typeof wrong === 'string' ? { message: wrong, repair: undefined } : wrong;
  return [{ about: 'value', path: pathOf(place), message: `${nameOf(place)} is ${described(scalar)}${message}`, ...(repair === undefined ? {} : { repair: { value: repair } }) }];
}

function enumMistake({ schema, isDecoded }: Place, { value }: ScalarTree): { readonly message: string; readonly repair?: string } | undefined {
  const { enum: allowed } = schema;
  if (!allowed || allowed.some((one) => one === value || (typeof value === 'bigint' && one === Number(value)))) return undefined;
  if (value === '' && isDecoded) return undefined; // Go cannot tell it from nothing
  const words = allowed.filter((one): one is string => typeof one === 'string');
  const meant = typeof value === 'string' ? suggest(value, words.filter((word) => word !== '')) : undefined;
  if (meant !== undefined) return { message: `; did you mean ${meant}?`, ...(String(value).toLowerCase() === meant.toLowerCase() ? { repair: meant } : {}) };
  return { message: `; allowed ${allowed.length === 1 ? 'is' : 'are'} ${listed(allowed.map((one) => (one === '' ? '""' : String(one))))}` };
}

function textMistake({ pattern, format, minLength = 0, maxLength = Infinity }: Schema, text: string): string | undefined {
  const length = minLength > 0 || maxLength < text.length ? [...text].length : 0;
  if (length < minLength) return `; at least ${minLength === 1 ? 'one character is' : `${minLength} characters are`} needed`;
  if (length > maxLength) return `, ${length} characters; at most ${maxLength} are allowed`;
  if (pattern !== undefined && !matches(pattern, text)) return `, which does not match ${shownPattern(pattern)}`;
  const wanted = format === undefined ? undefined : misfit(format, text);
  return wanted === undefined ? undefined : `, not ${wanted}`;
}

function shownPattern(pattern: string): string {
  return pattern.length > 120 ? `${pattern.slice(0, 120)}…` : pattern;
}

function numberMistake(schema: Schema, value: number | bigint): string | undefined {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema;
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) return `; it must be ${exclusiveMinimum ? 'more than' : 'at least'} ${minimum}`;
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) return `; it must be ${exclusiveMaximum ? 'less than' : 'at most'} ${maximum}`;
  if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(Number(value) / multipleOf)) return `; it must be a multiple of ${multipleOf}`;
  return rangeMistake(schema, value);
}

function rangeMistake({ type, format }: Schema, value: number | bigint): string | undefined {
  if (type !== 'integer') return undefined;
  const [least, most] = format === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : [-(2n ** 63n), 2n ** 63n - 1n];
  return value < least || value > most ? `; it must be from ${least} to ${most}` : undefined;
}

export { shownText };
