/** The Chart.yaml that a folder of templates lacks. */
import type { Fix } from '../finding.ts';
import { baseName, type Snapshot } from '../snapshot/snapshot.ts';
import { SourceFile } from '../source.ts';
import { resolvePlain } from '../yaml/scalar.ts';

/** A name that stands in YAML as it is. */
const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,52}$/;

/** Makes a chart of a folder that holds templates; which name and version it has, its author knows. */
export function withChartFile(folder: string, snapshot: Snapshot): Fix | undefined {
  const path = folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
  const [name, isFree] = [baseName(folder), snapshot.kind(path) === undefined && snapshot.file(path) === undefined];
  const hasTemplates = snapshot.kind(folder === '' ? 'templates' : `${folder}/templates`) === 'folder';
  if (!isFree || !hasTemplates || !NAME.test(name) || typeof resolvePlain(name) !== 'string') return undefined;
  const file = new SourceFile(path, '', { isAbsent: true });
  return { title: `make ${path} of version 0.1.0`, safety: 'review', edits: [{ file, range: { start: 0, end: 0 }, text: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n` }] };
}
