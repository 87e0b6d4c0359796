/** What is wrong with files themselves, and which of it is said already. */
import type { Raised } from '../finding.ts';
import { documentsOf, type DocumentFiles } from '../render/documents.ts';
import { isUnreadable, type Snapshot, type Unreadable } from '../snapshot/snapshot.ts';
import { templateTexts } from './charts.ts';
import { documentProblems, HEAD_LENGTH, unreadableFile } from './readable.ts';

/** The files of a repository after the first look at them. */
export interface FilesRead {
  readonly snapshot: Snapshot;
  readonly documents: DocumentFiles;
  /** Value files of charts, which are no documents of their own. */
  readonly isValueFile: (path: string) => boolean;
  /** Files of charts; they are read when the chart is rendered. */
  readonly isChartFile: (path: string) => boolean;
}

/** `inputs` are the files that something reads. */
export function fileConditions(files: FilesRead, inputs: ReadonlySet<string>): Raised[] {
  const { snapshot, documents: { byPath, unreadable }, isValueFile, isChartFile } = files;
  const raised = [...unreadable, ...otherUnreadable(files, inputs)].map((one) => {
    const head = snapshot.head(one.path, HEAD_LENGTH);
    const isClosed = head === undefined && snapshot.kind(one.path) === 'file';
    return unreadableFile(one, head, isClosed || inputs.has(one.path) || isChartFile(one.path));
  });
  const isTemplate = templateTexts(snapshot);
  for (const [path, documents] of byPath) {
    const problems = documentProblems(documents, inputs.has(path));
    if (problems.length > 0 && !isTemplate(path, documents[0]?.file.text ?? '')) raised.push(...problems);
  }
  for (const path of snapshot.files) {
    const file = isValueFile(path) ? snapshot.file(path) : undefined;
    if (file && !isUnreadable(file)) raised.push(...documentProblems(documentsOf(file), inputs.has(path)));
  }
  return raised;
}

/** What is neither file nor folder, whatever it is called, and what charts cannot read; all other files are nobody's. */
function otherUnreadable({ snapshot, documents: { byPath, unreadable }, isChartFile }: FilesRead, inputs: ReadonlySet<string>): Unreadable[] {
  const known = new Set(unreadable.map(({ path }) => path));
  return snapshot.files.flatMap((path) => {
    if (byPath.has(path) || known.has(path)) return [];
    const isRead = isChartFile(path) ? CHART_TEXT.test(path) || (inputs.has(path) && !PACKED_CHART.test(path)) : inputs.has(path);
    const file = isRead || snapshot.kind(path) === undefined ? snapshot.file(path) : undefined;
    return isUnreadable(file) ? [file] : [];
  });
}

const CHART_TEXT = /\.(?:ya?ml|tpl|json)$/i;

/** Read, but not as text. */
const PACKED_CHART = /\.tgz$/i;

/** A file that is no YAML is reported once, at the file, and not again by what could not be rendered for it. */
export function withoutRepeated(conditions: readonly Raised[], rendering: readonly Raised[]): Raised[] {
  const broken = new Set(conditions.filter(({ rule }) => rule === 'repository/readable').map(({ at }) => at.file.path));
  return [...conditions, ...rendering.filter(({ rule, at }) => rule !== 'argocd/source-renders' || !broken.has(at.file.path))];
}
