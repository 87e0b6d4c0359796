/** Writes what was decided. */
import { lstatSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Carried } from '../promotion/carry-out.ts';
import { UsageError } from './io.ts';

const MARK = '\uFEFF';

/** All files or none; one that was changed since it was read, or lies behind a link, is not written. */
export function writeTexts(root: string, { edits, texts }: Carried): void {
  const before = new Map(edits.map(({ file }) => [file.path, file.text]));
  const files = [...texts].map(([path, text]) => ({ path, place: join(root, path), text, old: before.get(path) ?? '' }));
  const marked = files.map((file) => ({ ...file, mark: checked(root, file) }));
  const temporary = marked.map(({ place, text, mark }) => {
    const beside = `${place}.mllint-new`;
    writeFileSync(beside, mark + text, { flag: 'wx', mode: statSync(place).mode });
    return { beside, place };
  });
  for (const { beside, place } of temporary) renameSync(beside, place);
}

function checked(root: string, { path, place, old }: { readonly path: string; readonly place: string; readonly old: string }): string {
  if (lstatSync(place).isSymbolicLink() || realpathSync(dirname(place)) !== join(realpathSync(root), dirname(path))) throw new UsageError(`${path} lies behind a link; nothing is written`);
  const text = readFileSync(place, 'utf8');
  const mark = text.startsWith(MARK) ? MARK : '';
  if (text.slice(mark.length) !== old) throw new UsageError(`${path} was changed meanwhile; nothing is written`);
  return mark;
}
