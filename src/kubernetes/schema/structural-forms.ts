/** `allOf`, `anyOf`, `oneOf` and `not` in the schema of a definition: they restrict values of fields that the schema around them defines, and nothing else. */
import type { Step } from './mistake.ts';
import { isRecord, type SchemaProblem } from './read-schema.ts';
import { isSaid, recordsOf, refusedKeywords, type Written } from './written-schema.ts';

const REFUSED_BELOW = [
  'type', 'default', 'title', 'description', 'nullable', 'additionalProperties', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys', 'x-kubernetes-list-type', 'x-kubernetes-map-type', 'x-kubernetes-validations',
];

/** Of the forms of one schema that stands outside of forms; only those of the object as a whole are held against the fields around them. */
export function nestedProblems(schema: Written, path: readonly Step[], { isRoot }: { readonly isRoot: boolean }): SchemaProblem[] {
  return formsOf(schema, path).filter(([form, at]) => !isIntegerOrText(schema, form, at)).flatMap(([form, at]) => below(form, isRoot ? schema : ANYTHING, at));
}

const ANYTHING = 'any schema';

/** The two alternatives by which an integer or a text is told, alone or first among all. */
function isIntegerOrText(schema: Written, form: Written, at: readonly Step[]): boolean {
  if (at.at(-2) === 'anyOf') return areBoth(schema['anyOf']);
  return at.at(-2) === 'allOf' && at.at(-1) === 0 && areBoth(form['anyOf']) && Object.keys(form).length === 1;
}

function areBoth(forms: unknown): boolean {
  return JSON.stringify(forms) === '[{"type":"integer"},{"type":"string"}]';
}

function below(form: Written, schema: Written | typeof ANYTHING | undefined, path: readonly Step[]): SchemaProblem[] {
  if (schema === undefined) return [{ path, message: `${String(path.at(-1))} is no field of the schema around this form` }];
  const found: SchemaProblem[] = [
    ...REFUSED_BELOW.filter((key) => isSaid(form[key])).map((key) => ({ path: [...path, key], message: `${key} may not stand below allOf, anyOf, oneOf and not in the schema of a definition` })),
    ...refusedKeywords(form, path),
  ];
  const fields = schema === ANYTHING ? undefined : new Map(recordsOf(schema['properties']));
  for (const [key, field] of recordsOf(form['properties'])) {
    const at = [...path, 'properties', key];
    if (key === 'metadata') found.push({ path: at, message: 'metadata may not stand below allOf, anyOf, oneOf and not in the schema of a definition' });
    else found.push(...below(field, fields ? fields.get(key) : ANYTHING, at));
  }
  const { items } = form;
  if (isRecord(items)) found.push(...below(items, schema === ANYTHING ? ANYTHING : isRecord(schema['items']) ? schema['items'] : undefined, [...path, 'items']));
  return [...found, ...formsOf(form, path).flatMap(([one, at]) => below(one, schema, at))];
}

function formsOf(schema: Written, path: readonly Step[]): (readonly [Written, readonly Step[]])[] {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
    const forms = schema[key];
    return Array.isArray(forms) ? forms.flatMap((form: unknown, index) => (isRecord(form) ? [[form, [...path, key, index]] as const] : [])) : [];
  });
  return isRecord(schema['not']) ? [...lists, [schema['not'], [...path, 'not']] as const] : lists;
}
