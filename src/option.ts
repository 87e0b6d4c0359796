/** Options of rules: type, default, meaning and schema from one declaration. */

export interface Option<T> {
  readonly fallback: T;
  readonly doc: string;
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The value as configured, or a clause that says what is expected. */
  read(value: unknown): { value: T } | { expected: string };
}

export type OptionSet = Readonly<Record<string, Option<unknown>>>;

export type ValuesOf<O extends OptionSet> = { readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never };

/** A whole number; with `minimum`, at least that. */
export function integer(fallback: number, doc: string, minimum?: number): Option<number> {
  const expected = minimum === undefined ? 'a whole number' : `a whole number of at least ${minimum}`;
  return {
    fallback,
    doc,
    schema: { type: 'integer', ...(minimum === undefined ? {} : { minimum }) },
    read: (value) => (typeof value === 'number' && Number.isInteger(value) && value >= (minimum ?? -Infinity) ? { value } : { expected }),
  };
}

/** Any number. */
export function number(fallback: number, doc: string): Option<number> {
  return {
    fallback,
    doc,
    schema: { type: 'number' },
    read: (value) => (typeof value === 'number' && Number.isFinite(value) ? { value } : { expected: 'a number' }),
  };
}

export function boolean(fallback: boolean, doc: string): Option<boolean> {
  return {
    fallback,
    doc,
    schema: { type: 'boolean' },
    read: (value) => (typeof value === 'boolean' ? { value } : { expected: 'true or false' }),
  };
}

export function text(fallback: string, doc: string): Option<string> {
  return {
    fallback,
    doc,
    schema: { type: 'string' },
    read: (value) => (typeof value === 'string' ? { value } : { expected: 'text' }),
  };
}

export function textList(fallback: readonly string[], doc: string): Option<readonly string[]> {
  return {
    fallback,
    doc,
    schema: { type: 'array', items: { type: 'string' } },
    read: (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? { value } : { expected: 'a list of texts' },
  };
}
