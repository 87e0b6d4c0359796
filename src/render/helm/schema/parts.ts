/** What the validator hands from one schema to the next, and how a schema names its parts. */
import type { Value } from '../../go-template/value.ts';
import { field, isList, isObject, SchemaError, type Json, type JsonObject } from './document.ts';
import type { Violation } from './violation.ts';

/** What was looked at already, for `unevaluatedProperties` and `unevaluatedItems`. */
export interface Seen {
  readonly keys: Set<string>;
  readonly items: Set<number>;
}

export interface At {
  readonly value: Value;
  readonly path: readonly string[];
  readonly depth: number;
  /** Schemas that this very value is being held against, for references in a circle. */
  readonly open: readonly JsonObject[];
  readonly seen: Seen;
}

export function nothingSeen(): Seen {
  return { keys: new Set(), items: new Set() };
}

export function violation({ path, value }: At, text: string, causes: readonly Violation[] = []): Violation {
  return { path, value, text, causes, isReference: false, isGroup: false };
}

export function ungrouped(found: readonly Violation[]): readonly Violation[] {
  return found.flatMap((one) => (one.isGroup ? one.causes : [one]));
}

export function listed(schema: JsonObject, key: string): readonly Json[] {
  const value = field(schema, key);
  if (value === undefined) return [];
  if (isList(value)) return value;
  throw new SchemaError(`${key} is no list of schemas`);
}

export function namedSchemas(schema: JsonObject, key: string): JsonObject | undefined {
  const value = field(schema, key);
  if (value === undefined || isObject(value)) return value;
  throw new SchemaError(`${key} is no object`);
}
