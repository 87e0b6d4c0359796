/** The values of a chart and its subcharts. Follows pkg/chart/common/util/coalesce.go of helm/helm (Helm 4). */
import { Bool, Dict, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { RenderError } from '../errors.ts';
import { isHelm42 } from '../profile.ts';
import { startOf, type SourceFile } from '../../../source.ts';
import { coalesceTables, copyTable, joined, withoutNull, type Coalescing } from './merging.ts';

/** What coalescing needs of a chart. */
export interface ValuesHolder {
  readonly name: string;
  readonly values: Dict;
  readonly dependencies: readonly ValuesHolder[];
  /** Chart.yaml, to show what is wrong with the chart as a whole. */
  readonly file: SourceFile;
}

const GLOBAL = 'global';

/** `CoalesceValues` and, with `keepsNull`, `MergeValues`. The given values are not changed. */
export function coalesceValues(chart: ValuesHolder, values: Dict, how: Coalescing): Dict {
  return coalesceChart(chart, copyTable(values), '', how);
}

function coalesceChart(chart: ValuesHolder, target: Dict, prefix: string, how: Coalescing): Dict {
  coalesceDefaults(chart, target, prefix, how);
  for (const child of chart.dependencies) coalesceChild(chart, child, target, prefix, how);
  return target;
}

function coalesceChild(chart: ValuesHolder, child: ValuesHolder, target: Dict, prefix: string, how: Coalescing): void {
  if (!target.entries.has(child.name)) target.set(child.name, new Dict());
  const table = target.get(child.name);
  if (!(table instanceof Dict)) throw typeMismatch(chart, child.name, table ?? null);
  const below = joined(prefix, chart.name);
  pushGlobals(table, target, below, how);
  coalesceChart(child, table, below, how);
}

/** Helm prints the value with Go's `%t`. */
function typeMismatch(chart: ValuesHolder, name: string, value: Value): RenderError {
  const shown =
    value === null ? '%!t(<nil>)'
    : value instanceof Bool ? String(value.value)
    : value instanceof TracedText ? `%!t(string=${value.text})`
    : value instanceof Num ? `%!t(float64=${String(value.value)})`
    : '%!t([]interface {})';
  return new RenderError(`type mismatch on ${name}: ${shown}`, { kind: 'values', at: startOf(chart.file) });
}

function pushGlobals(target: Dict, source: Dict, prefix: string, { warn, helm }: Coalescing): void {
  const own = target.entries.has(GLOBAL) ? target.get(GLOBAL) : new Dict();
  const outer = source.entries.has(GLOBAL) ? source.get(GLOBAL) : new Dict();
  if (!(own instanceof Dict)) return warn(`skipping globals because destination ${GLOBAL} is not a table.`);
  if (!(outer instanceof Dict)) return warn(`skipping globals because source ${GLOBAL} is not a table.`);
  for (const [key, entry] of outer.entries) {
    const below = own.entries.get(key)?.value;
    if (entry.value instanceof Dict) {
      if (below !== undefined && !(below instanceof Dict)) {
        warn(`Conflict: cannot merge map onto non-map for ${JSON.stringify(key)}. Skipping.`);
        continue;
      }
      const copy = shallowCopy(entry.value);
      if (below) coalesceTables(copy, below, joined(prefix, key), { warn, keepsNull: true, helm });
      own.entries.set(key, { key: entry.key, value: copy });
    } else if (below instanceof Dict) warn(`key ${key} is table. Skipping`);
    else own.entries.set(key, { key: entry.key, value: entry.value });
  }
  if (!target.entries.has(GLOBAL)) target.set(GLOBAL, own);
}

/** Helm copies one level only: what lies deeper is shared with the parent's globals, and changes with them. */
function shallowCopy(dict: Dict): Dict {
  return new Dict([...dict.entries.values()].map(({ key, value }) => [key, value] as const), { at: dict.at });
}

function coalesceDefaults(chart: ValuesHolder, target: Dict, prefix: string, how: Coalescing): void {
  const { warn, keepsNull, helm } = how;
  const below = joined(prefix, chart.name);
  const cleans = isHelm42(helm) && !keepsNull;
  for (const [key, entry] of copyTable(chart.values).entries) {
    const { value } = entry;
    const own = target.entries.get(key);
    if (!own) {
      if (!cleans || value !== null) target.entries.set(key, { key: entry.key, value: cleans && value instanceof Dict ? withoutNull(value) : value });
    } else if (own.value === null && !keepsNull) target.entries.delete(key);
    else if (own.value instanceof Dict) {
      if (value instanceof Dict) {
        const isChild = chart.dependencies.some((child) => child.name === key);
        coalesceTables(own.value, cleans && !isChild ? withoutNull(value) : value, joined(below, key), { warn, keepsNull: keepsNull || isChild, helm });
      } else if (value !== null) warn(`skipped value for ${joined(below, key)}: Not a table.`);
    }
  }
}
