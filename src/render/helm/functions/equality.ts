/** `reflect.DeepEqual`: types count, so the int 4 of a template is not the float64 4 of a value file. */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';

export function isDeepEqual(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof Num && Number.isNaN(a.value));
  if (a === null || b === null) return false;
  if (a instanceof TracedText) return b instanceof TracedText && a.text === b.text;
  if (a instanceof Bool) return b instanceof Bool && a.value === b.value;
  if (a instanceof Num) return b instanceof Num && a.kind === b.kind && a.value === b.value;
  if (a instanceof List) return b instanceof List && isListEqual(a, b);
  if (a instanceof Dict) return b instanceof Dict && isDictEqual(a, b);
  return false;
}

function isListEqual(a: List, b: List): boolean {
  return a.elementType === b.elementType && a.items.length === b.items.length && a.items.every((item, index) => isDeepEqual(item, b.items[index] ?? null));
}

function isDictEqual(a: Dict, b: Dict): boolean {
  if (a.elementType !== b.elementType || a.entries.size !== b.entries.size) return false;
  for (const [key, { value }] of a.entries) {
    const other = b.get(key);
    if (other === undefined || !isDeepEqual(value, other)) return false;
  }
  return true;
}
