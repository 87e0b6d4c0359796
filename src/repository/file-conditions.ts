/** What is wrong with files themselves, and which of it is said already. */
import type { Raised } from '../finding.ts';
import { documentsOf, type DocumentFiles } from '../render/documents.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { isValueFile, templateTexts } from './charts.ts';
import { documentProblems, unreadableFile } from './readable.ts';

/** The files of a repository after the first look at them. */
export interface FilesRead {
  readonly snapshot: Snapshot;
  readonly documents: DocumentFiles;
  readonly isChartFile: (path: string) => boolean;
}

/** `inputs` are the files that something reads. */
export function fileConditions({ snapshot, documents: { byPath, unreadable }, isChartFile }: FilesRead, inputs: ReadonlySet<string>): Raised[] {
  const raised = unreadable.map((one) => unreadableFile(one, snapshot.bytes(one.path), inputs.has(one.path)));
  const isTemplate = templateTexts(snapshot);
  for (const [path, documents] of byPath) {
    const problems = documentProblems(documents, inputs.has(path));
    if (problems.length > 0 && !isTemplate(path, documents[0]?.file.text ?? '')) raised.push(...problems);
  }
  for (const path of snapshot.files) {
    const file = isChartFile(path) && isValueFile(path) ? snapshot.file(path) : undefined;
    if (isUnreadable(file)) raised.push(unreadableFile(file, snapshot.bytes(path), inputs.has(path)));
    else if (file) raised.push(...documentProblems(documentsOf(file, () => true), inputs.has(path)));
  }
  return raised;
}

/** A file that is no YAML is reported once, at the file, and not again by what could not be rendered for it. */
export function withoutRepeated(conditions: readonly Raised[], rendering: readonly Raised[]): Raised[] {
  const broken = new Set(conditions.filter(({ rule }) => rule === 'repository/readable').map(({ at }) => at.file.path));
  return [...conditions, ...rendering.filter(({ rule, at }) => rule !== 'argocd/source-renders' || !broken.has(at.file.path))];
}
