/** Merging values. Follows pkg/chart/common/util/coalesce.go and `MergeMaps` in pkg/chart/v2/loader/load.go of helm/helm (Helm 4). */
import { Dict, type Entry, type Value } from '../../go-template/value.ts';
import type { HelmRelease } from '../profile.ts';

/** What Helm would print as a warning. */
export type Warn = (message: string) => void;

/** `MergeMaps`: maps merge deeply, everything else of the later one wins. The merged mapping is shown where the later one stands. */
export function mergeMaps(earlier: Dict, later: Dict): Dict {
  const merged = new Dict([], { at: later.at ?? earlier.at });
  for (const [key, entry] of earlier.entries) merged.entries.set(key, entry);
  for (const [key, { key: laterKey, value }] of later.entries) {
    const own = merged.entries.get(key)?.value;
    const both = own instanceof Dict && value instanceof Dict ? mergeMaps(own, value) : value;
    merged.entries.set(key, { key: laterKey, value: both });
  }
  return merged;
}

/** A copy of all maps and lists' maps; scalars are shared. */
export function copyTable(dict: Dict): Dict {
  const copy = new Dict([], { at: dict.at, elementType: dict.elementType });
  for (const [key, entry] of dict.entries) copy.entries.set(key, { key: entry.key, value: entry.value instanceof Dict ? copyTable(entry.value) : entry.value });
  return copy;
}

export interface Coalescing {
  readonly warn: Warn;
  /** Keeps nulls (`MergeValues`) instead of letting them delete. */
  readonly keepsNull: boolean;
  /** Helm 3 lets every null of the target delete; Helm 4.2 takes none from a chart's defaults. */
  readonly helm: HelmRelease;
}

/** `coalesceTablesFullKey`: fills the target from the source; the target's values win. */
export function coalesceTables(target: Dict, source: Dict, prefix: string, how: Coalescing): void {
  const { warn, keepsNull, helm } = how;
  const isHelm3 = helm === '3.19';
  const nonNull = new Set([...source.entries].filter(([, { value }]) => isHelm3 || value !== null).map(([key]) => key));
  const effective = new Map<string, Entry>(source.entries);
  if (!isHelm3) for (const [key, entry] of target.entries) if (entry.value === null) effective.set(key, entry);
  for (const [key, entry] of effective) {
    const fullKey = joined(prefix, key);
    const { value } = entry;
    const own = target.entries.get(key);
    if (!own) target.entries.set(key, { key: entry.key, value });
    else if (!keepsNull && own.value === null && nonNull.has(key)) target.entries.delete(key);
    else if (value instanceof Dict) {
      if (own.value instanceof Dict) coalesceTables(own.value, value, fullKey, how);
      else warn(`cannot overwrite table with non table for ${fullKey}`);
    } else if (own.value instanceof Dict && value !== null) warn(`destination for ${fullKey} is a table. Ignoring non-table value`);
  }
}

/** `cleanNilValues`: a copy without nulls, at any depth. */
export function withoutNull(dict: Dict): Dict {
  const copy = new Dict([], { at: dict.at, elementType: dict.elementType });
  for (const [key, { key: text, value }] of dict.entries) {
    if (value !== null) copy.entries.set(key, { key: text, value: value instanceof Dict ? withoutNull(value) : value });
  }
  return copy;
}

export function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

/** The table at a path of keys; `undefined` where there is none. */
export function tableAt(dict: Dict, path: string): Dict | undefined {
  let table: Value | undefined = dict;
  for (const key of path.split('.')) {
    if (!(table instanceof Dict)) return undefined;
    table = table.get(key);
  }
  return table instanceof Dict ? table : undefined;
}

/** `Values.PathValue`: what is no table; `undefined` where there is nothing. */
export function pathValue(dict: Dict, path: string): Value | undefined {
  const dot = path.lastIndexOf('.');
  const table = dot < 0 ? dict : tableAt(dict, path.slice(0, dot));
  const value = table?.get(path.slice(dot + 1));
  return value instanceof Dict ? undefined : value;
}
