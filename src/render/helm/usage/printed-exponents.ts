/** Whole numbers that a template printed as `1e+06`: Helm reads every number as a float64. */
import type { Location } from '../../../source.ts';
import { contentRange } from '../../../yaml/offsets.ts';
import { authorLocation } from '../../../yaml/pieces.ts';
import { stringsIn } from '../../../yaml/strings.ts';
import type { ScalarTree } from '../../../yaml/tree.ts';
import type { RenderedObject } from '../../rendered.ts';
import { segmentsWithin, type Segment, type TracedText } from '../../traced-text.ts';

export interface PrintedExponent {
  /** The action that printed it. */
  readonly at: Location;
  readonly value: Location;
  /** `1000000`. */
  readonly written: string;
  /** `1e+06`. */
  readonly printed: string;
}

const EXPONENT = /\de\+\d/;

/** In strings only: a number that stands alone YAML reads as what it was. */
export function printedExponents(objects: readonly RenderedObject[]): PrintedExponent[] {
  const found: PrintedExponent[] = [];
  for (const { root } of objects) {
    const { traced } = root.trace;
    if (!root.tree || !traced || !EXPONENT.test(traced.text)) continue;
    for (const scalar of stringsIn(root.tree, (text) => EXPONENT.test(text))) found.push(...exponentsOf(scalar, traced));
  }
  return found;
}

function exponentsOf(scalar: ScalarTree, traced: TracedText): PrintedExponent[] {
  const { start, end } = contentRange(scalar);
  return segmentsWithin(traced.segments, start, end).flatMap(({ origin, ...place }) => {
    const { author, isExact, passed } = origin;
    const printed = traced.text.slice(place.start, place.end);
    if (isExact || !passed || !/^-?\d{7,}$/.test(author.text) || !EXPONENT.test(printed)) return [];
    return [{ at: innermost(passed), value: authorLocation(author, 0, author.text.length), written: author.text, printed: printed.replaceAll(/[^\d.e+-]/g, '') }];
  });
}

/** The action that turned the number into text, not those that handed the text on. */
function innermost(passed: NonNullable<Segment['origin']['passed']>): Location {
  let place = passed;
  while (place.before) place = place.before;
  return place.at;
}
