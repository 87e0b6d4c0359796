/** Repositories of two states: `base/` is main, `head/` the branch that is checked out. */
import { build } from '../history/scenario.ts';

/** Files with `base/` and `head/` before their paths. The folder is the caller's to remove. */
export function changedRepository(files: Readonly<Record<string, string>>): string {
  const of = (side: string): Record<string, string> => Object.fromEntries(Object.entries(files).flatMap(([path, text]) => (path.startsWith(`${side}/`) ? [[path.slice(side.length + 1), text]] : [])));
  const [base, head] = [of('base'), of('head')];
  const { folder } = build({
    now: '2026-11-23T12:00:00Z', layout: 'folders', change: 'change',
    commits: [
      { at: '2026-11-01T10:00:00Z', files: base },
      { on: 'change', at: '2026-11-22T10:00:00Z', files: head, remove: Object.keys(base).filter((path) => !Object.hasOwn(head, path)) },
    ],
  });
  return folder;
}
