/** What would be written, as `git apply` takes it. */
import { structuredPatch } from 'diff';
import type { Carried } from '../promotion/carry-out.ts';
import { compareText } from '../source.ts';

const CONTEXT = 3;

/** One patch of all files, with paths that count from the Git top level; `prefix` is where the root lies below it. */
export function unifiedDiff({ edits, texts }: Carried, prefix: string): string {
  const files = new Map(edits.map(({ file }) => [file.path, file]));
  return [...texts].sort(([a], [b]) => compareText(a, b)).flatMap(([path, text]) => {
    const file = files.get(path);
    return file ? [patchOf(prefix === '' ? path : `${prefix}/${path}`, file.text, text)] : [];
  }).join('');
}

function patchOf(path: string, before: string, after: string): string {
  const [old, now] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT });
  const parts = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.map((line) => `${line}\n`).join('')}`);
  return `diff --git ${old} ${now}\n--- ${old}\n+++ ${now}\n${parts.join('')}`;
}

/** Git reads what is quoted as in C. */
function quoted(path: string): string {
  if (!/["\\\p{Cc}]|[^\p{ASCII}]/u.test(path)) return path;
  const bytes = [...new TextEncoder().encode(path)];
  return `"${bytes.map((byte) => (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte))).join('')}"`;
}
