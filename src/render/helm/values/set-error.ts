/** What goes wrong with a `--set` line, and what the values it is set into are called in Helm's messages. */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';

/** The line is wrong; `message` is Helm's. */
export class SetError extends Error {
  override readonly name = 'SetError';
}

/** More than can be set here, though Helm would. */
export class SetLimit extends Error {
  override readonly name = 'SetLimit';
}

export const MAP = 'map[string]interface {}';
export const SLICE = '[]interface {}';

/** Go's panic, which Helm turns into an error. */
export function conversionError(value: Value, wanted: string): SetError {
  return new SetError(`unable to parse key: interface conversion: interface {} is ${goType(value)}, not ${wanted}`);
}

function goType(value: Value): string {
  if (value === null) return 'nil';
  if (value instanceof Dict) return MAP;
  if (value instanceof List) return SLICE;
  if (value instanceof Bool) return 'bool';
  return value instanceof Num ? value.kind : 'string';
}
