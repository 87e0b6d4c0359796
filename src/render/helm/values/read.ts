/** Value files. Follows `LoadValues` in pkg/chart/v2/loader/load.go of helm/helm: several documents are merged. */
import type { SourceFile } from '../../../source.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { Dict } from '../../go-template/value.ts';
import { RenderError } from '../errors.ts';
import { kindName } from '../functions/arguments.ts';
import { treeValue } from './from-tree.ts';
import { mergeMaps } from './merging.ts';

/** A fresh map of a file's values; throws a RenderError that starts with `prefix`. */
export function readValuesFile(file: SourceFile, nearness: number, prefix: string): Dict {
  let values = new Dict();
  for (const { root, problems } of parseYaml(file).documents) {
    const [problem] = problems;
    if (problem) {
      const message = `${prefix}cannot unmarshal yaml document: error converting YAML to JSON: yaml: line ${file.position(problem.range.start).line}: ${problem.message}`;
      throw new RenderError(message, { kind: 'values', at: { file, range: problem.range } });
    }
    if (!root) continue;
    const value = treeValue(root, { nearness });
    if (value === null) continue;
    if (!(value instanceof Dict)) {
      const names: Readonly<Record<string, string>> = { slice: 'array', float64: 'number' };
      const kind = kindName(value);
      const message = `${prefix}cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${names[kind] ?? kind} into Go value of type map[string]interface {}`;
      throw new RenderError(message, { kind: 'values', at: { file, range: { start: root.start, end: root.end } } });
    }
    values = mergeMaps(values, value);
  }
  return values;
}
