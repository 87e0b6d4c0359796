/** Files that a kustomization names and that are not in the repository on purpose: something writes them before it is built. */
import { baseName, folderOf, isUnreadable, type Snapshot } from '../../snapshot/snapshot.ts';

/** Longer than any list of names that people keep. */
const MAX_LINES = 1000;

/** Whether a `.gitignore` in the folder or above names the file, as `all.yaml` or `/build/all.yaml`; patterns say nothing of one file. */
export function isMadeLater(path: string, snapshot: Snapshot): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (isNamedIn(folder, path, snapshot)) return true;
    if (folder === '') return false;
  }
}

function isNamedIn(folder: string, path: string, snapshot: Snapshot): boolean {
  const file = snapshot.file(folder === '' ? '.gitignore' : `${folder}/.gitignore`);
  if (file === undefined || isUnreadable(file)) return false;
  const below = folder === '' ? path : path.slice(folder.length + 1);
  const lines = file.text.split('\n', MAX_LINES).map((line) => line.trim());
  return lines.some((line) => (line.includes('/') ? line.replace(/^\//, '') === below : line === baseName(path)));
}
