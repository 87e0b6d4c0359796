/** Equality of values as JSON schema sees it: numbers by value, mappings without order. */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { field, isList, isObject, type Json } from './document.ts';

export function equalsJson(value: Value, json: Json): boolean {
  if (value === null) return json === null;
  if (value instanceof Bool) return value.value === json;
  if (value instanceof Num) return typeof json === 'number' && Number(value.value) === json;
  if (value instanceof TracedText) return value.text === json;
  if (value instanceof List) return isList(json) && json.length === value.items.length && value.items.every((item, index) => equalsJson(item, json[index] ?? null));
  if (!(value instanceof Dict) || !isObject(json) || Object.keys(json).length !== value.entries.size) return false;
  return [...value.entries].every(([key, entry]) => {
    const other = field(json, key);
    return other !== undefined && equalsJson(entry.value, other);
  });
}

/** A text that two values share just where they are equal. */
export function identity(value: Value): string {
  if (value === null) return 'n';
  if (value instanceof Bool) return String(value.value);
  if (value instanceof Num) return String(Number(value.value));
  if (value instanceof TracedText) return JSON.stringify(value.text);
  if (value instanceof List) return `[${value.items.map(identity).join()}]`;
  if (value instanceof Dict) return `{${[...value.entries].map(([key, entry]) => `${JSON.stringify(key)}:${identity(entry.value)}`).sort().join()}}`;
  return '?';
}
