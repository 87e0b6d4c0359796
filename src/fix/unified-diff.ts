/** A difference as `git diff` prints it and `git apply` takes it. */
import { changedFiles, type ChangedFile } from './preview.ts';
import type { Texts } from './texts.ts';

/** Paths start with `prefix`, where the root lies below the Git top level: that is where `git apply` counts from. */
export function unifiedDiff(before: Texts, after: Texts, prefix: string): string {
  return changedFiles(before, after).map((file) => fileDiff(file, prefix)).join('');
}

function fileDiff({ path, kind, hunks }: ChangedFile, prefix: string): string {
  const name = prefix === '' ? path : `${prefix}/${path}`;
  const [old, now] = [quoted(`a/${name}`), quoted(`b/${name}`)];
  const mode = kind === 'added' ? ['new file mode 100644'] : kind === 'removed' ? ['deleted file mode 100644'] : [];
  const names = hunks.length === 0 ? [] : [`--- ${kind === 'added' ? '/dev/null' : ended(old)}`, `+++ ${kind === 'removed' ? '/dev/null' : ended(now)}`];
  const lines = hunks.flatMap((hunk) => [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...hunk.lines]);
  return [`diff --git ${old} ${now}`, ...mode, ...names, ...lines].map((line) => `${line}\n`).join('');
}

/** A tab tells where a name with blanks ends. */
function ended(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}

const ESCAPES = new Map([['\x07', 'a'], ['\b', 'b'], ['\t', 't'], ['\n', 'n'], ['\v', 'v'], ['\f', 'f'], ['\r', 'r'], ['"', '"'], ['\\', '\\']]);

/** As Git quotes a name in which a control character, a quotation mark or a backslash stands (quote.c of Git); other letters stay. */
export function quoted(name: string): string {
  if (!/[\p{Cc}"\\]/u.test(name)) return name;
  const escaped = name.replaceAll(/[\p{Cc}"\\]/gu, (character) => {
    const letter = ESCAPES.get(character);
    if (letter !== undefined) return `\\${letter}`;
    return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  return `"${escaped}"`;
}
