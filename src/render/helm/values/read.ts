/** Value files. Follows `LoadValues` in pkg/chart/v2/loader/load.go of helm/helm: several documents are merged; Helm 3 reads the first alone. */
import type { SourceFile } from '../../../source.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { Dict } from '../../go-template/value.ts';
import { RenderError } from '../errors.ts';
import { kindName } from '../functions/arguments.ts';
import type { HelmRelease } from '../profile.ts';
import { treeValue } from './from-tree.ts';
import { mergeMaps } from './merging.ts';

/** A fresh map of a file's values; throws a RenderError that starts with `before`. */
export function readValuesFile(file: SourceFile, nearness: number, before: string, helm: HelmRelease = '4.1'): Dict {
  const isHelm3 = helm === '3.19';
  const prefix = isHelm3 ? before : `${before}cannot unmarshal yaml document: `;
  const { documents } = parseYaml(file);
  let values = new Dict();
  for (const { root, problems } of isHelm3 ? documents.slice(0, 1) : documents) {
    const [problem] = problems;
    if (problem) {
      const message = `${prefix}error converting YAML to JSON: yaml: line ${file.position(problem.range.start).line}: ${problem.message}`;
      throw new RenderError(message, { kind: 'values', at: { file, range: problem.range } });
    }
    if (!root) continue;
    const value = treeValue(root, { nearness });
    if (value === null) continue;
    if (!(value instanceof Dict)) {
      const names: Readonly<Record<string, string>> = { slice: 'array', float64: 'number' };
      const kind = kindName(value);
      const message = `${prefix}error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${names[kind] ?? kind} into Go value of type map[string]interface {}`;
      throw new RenderError(message, { kind: 'values', at: { file, range: { start: root.start, end: root.end } } });
    }
    values = mergeMaps(values, value);
  }
  return values;
}
