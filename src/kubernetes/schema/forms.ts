/** `allOf`, `anyOf`, `oneOf` and `not`: what several forms together say of a value, in one clause. */
import { resolveAlias } from '../../yaml/tree.ts';
import { keysOf } from './fields.ts';
import type { Inspection } from './inspect.ts';
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import type { Schema } from './schema.ts';
import { described, expected, holdsUnknown, listed } from './words.ts';

/** Nothing where not everything below is known, or where more is to come. */
export function formMistakes(place: Place, inspection: Inspection): Mistake[] {
  if (inspection.options.isFragment === true || holdsUnknown(place.tree)) return [];
  const { allOf = [], anyOf, oneOf, not } = place.schema;
  const says = (message: string | undefined): Mistake[] => (message === undefined ? [] : [{ about: 'form', path: pathOf(place), message: `${nameOf(place, inspection.options.kind)} ${message}` }]);
  return [
    ...allOf.flatMap((form) => inspection.mistakesOf(form, place)),
    ...(anyOf && !anyOf.some((form) => inspection.fits(form, place)) ? says(noneOf(anyOf, place)) : []),
    ...(oneOf ? says(oneOfMistake(oneOf, place, inspection)) : []),
    ...(not && inspection.fits(not, place) ? says(refused(not, place)) : []),
  ];
}

function oneOfMistake(forms: readonly Schema[], place: Place, inspection: Inspection): string | undefined {
  const fitting = forms.filter((form) => inspection.fits(form, place));
  if (fitting.length === 1) return undefined;
  if (fitting.length === 0) {
    const present = new Set(keysOf(place.tree));
    const there = requiredIn(forms).filter((field) => present.has(field));
    return there.length > 1 ? `has ${listed(there)}; only one of them may be there` : noneOf(forms, place);
  }
  const both = requiredIn(fitting);
  return both.length > 1 ? `has ${listed(both)}; only one of them may be there` : `fits ${fitting.length} of its forms where it may fit only one`;
}

function noneOf(forms: readonly Schema[], place: Place): string {
  const fields = requiredIn(forms).filter((field) => !isThere(field, place));
  const types = forms.map((form) => formOf(form));
  if (fields.length > 0 && resolveAlias(place.tree).kind === 'mapping') return fields.length === 1 ? `lacks ${fields.join('')}` : `needs one of ${listed(fields, 'or')}`;
  return types.every((type) => type !== undefined) ? `is ${described(place.tree)}; it may be ${listed([...new Set(types)], 'or')}` : `is ${described(place.tree)}, which fits none of its ${forms.length} forms`;
}

function refused(not: Schema, place: Place): string {
  const present = keysOf(place.tree);
  const fields = requiredIn([not, ...(not.anyOf ?? []), ...(not.allOf ?? [])]).filter((field) => present.includes(field));
  if (fields.length > 0) return `has ${listed(fields)}, which may not be there${fields.length > 1 ? ' together' : ''}`;
  const form = formOf(not);
  return form === undefined ? 'is of a form that is refused' : `is ${described(place.tree)}; it may not be ${form}`;
}

/** Written, or filled in by its default. */
function isThere(field: string, { tree, schema: { properties } }: Place): boolean {
  return keysOf(tree).includes(field) || (properties !== undefined && Object.hasOwn(properties, field) && properties[field]?.default !== undefined);
}

/** The fields by which forms are told apart. */
function requiredIn(forms: readonly Schema[]): string[] {
  return [...new Set(forms.flatMap(({ required = [] }) => required))];
}

function formOf({ type, pattern, enum: allowed, minimum, maximum }: Schema): string | undefined {
  if (allowed) return listed(allowed.map(String), 'or');
  if (pattern !== undefined) return `a text that matches ${pattern.slice(0, 120)}`;
  if (minimum !== undefined || maximum !== undefined) return `a number${minimum === undefined ? '' : ` of at least ${minimum}`}${maximum === undefined ? '' : ` of at most ${maximum}`}`;
  return type === undefined ? undefined : expected({ type });
}
