/** An expression as the source of a native `RegExp` with the flag `u`. Every set is written by its code points, so that no abbreviation of one dialect is read as another's. */
import { LAST, type Expression, type Ranges } from './expression.ts';

export function nativeSource(expression: Expression): string {
  switch (expression.kind) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'set':
      return setSource(expression.ranges);
    case 'sequence':
      return expression.parts.map((part) => (part.kind === 'choice' ? `(?:${nativeSource(part)})` : nativeSource(part))).join('');
    case 'choice':
      return expression.parts.map(nativeSource).join('|');
    case 'repeat':
      return `${groupSource(expression.part)}${countSource(expression)}`;
  }
}

function groupSource(part: Expression): string {
  return part.kind === 'set' ? nativeSource(part) : `(?:${nativeSource(part)})`;
}

function countSource({ least, most }: { readonly least: number; readonly most: number }): string {
  if (least === 0 && most === 1) return '?';
  if (most === Infinity && least < 2) return least === 0 ? '*' : '+';
  return `{${least}${most === least ? '' : `,${most === Infinity ? '' : most}`}}`;
}

function setSource(ranges: Ranges): string {
  const [first, ...others] = ranges;
  if (first && others.length === 0 && first[0] === first[1]) return characterSource(first[0]);
  return `[${ranges.map(([from, to]) => (from === to ? characterSource(from) : `${characterSource(from)}-${characterSource(to)}`)).join('')}]`;
}

/** Letters and digits as they are, what stands for itself in a set and outside; the rest by its number. */
function characterSource(point: number): string {
  if (point > LAST) throw new RangeError(`${point} is no character`);
  const character = String.fromCodePoint(point);
  return /^[A-Za-z0-9_:%]$/.test(character) ? character : `\\u{${point.toString(16)}}`;
}
