/** What counts as empty. Follows `empty` in defaults.go of Masterminds/sprig. */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';

/** nil, "", 0, false and containers without items; structs never. */
export function isEmpty(value: Value): boolean {
  if (value === null) return true;
  if (value instanceof TracedText) return value.length === 0;
  if (value instanceof Bool) return !value.value;
  if (value instanceof Num) return Number(value.value) === 0;
  if (value instanceof List) return value.items.length === 0;
  if (value instanceof Dict) return value.entries.size === 0;
  return 'underlying' in value && value.underlying !== undefined && isEmpty(value.underlying);
}
