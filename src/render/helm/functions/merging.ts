/** Merging and copying maps. Follows dario.cat/mergo v1.0 (merge.go) for maps of `interface {}`, and mitchellh/copystructure. */
import { Dict, List, type Value } from '../../go-template/value.ts';
import { isEmpty } from './emptiness.ts';

/** Charges a run's budget: containers may share each other, so that small values unfold to endless ones. */
export type Spend = (steps: number) => void;

export interface Merging {
  /** The source wins. */
  readonly overwrites: boolean;
  readonly spend: Spend;
}

/** Fills the target's missing and empty keys from the source. Maps below are shared, as in Go. */
export function mergeInto(target: Dict, source: Dict, merging: Merging): void {
  merging.spend(1 + source.entries.size);
  const { overwrites } = merging;
  for (const [key, { key: sourceKey, value }] of source.entries) {
    const own = target.entries.get(key);
    if (!own) {
      if (value !== null || overwrites) target.set(sourceKey, value);
      continue;
    }
    if (value === null) {
      if (overwrites) own.value = null;
      continue;
    }
    if (value instanceof Dict && own.value instanceof Dict) {
      if (own.value !== value) mergeInto(own.value, value, merging);
      if (own.value.entries.size > 0) continue;
    }
    if (overwrites || isEmpty(own.value)) own.value = value;
  }
}

/** A copy of all containers; scalars are shared, they never change. */
export function copyDeep(value: Value, spend: Spend): Value {
  if (value instanceof Dict) return copyDict(value, spend);
  if (!(value instanceof List)) return value;
  spend(1 + value.items.length);
  return new List(value.items.map((item) => copyDeep(item, spend)), { elementType: value.elementType, at: value.at });
}

export function copyDict(dict: Dict, spend: Spend): Dict {
  spend(1 + dict.entries.size);
  const copy = new Dict([], { at: dict.at, elementType: dict.elementType });
  for (const [key, entry] of dict.entries) copy.entries.set(key, { key: entry.key, value: copyDeep(entry.value, spend) });
  return copy;
}
