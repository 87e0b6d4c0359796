/** From rendered files to documents. Follows pkg/release/v1/util/manifest.go of helm/helm. */
import type { TracedText } from '../../traced-text.ts';
import { trimSpace } from '../functions/trimming.ts';

/** `SplitManifests`: at every line that starts with `---`, whatever follows on it; blank documents are left out. */
export function splitManifests(file: TracedText): TracedText[] {
  const text = trimSpace(file);
  const documents: TracedText[] = [];
  let start = 0;
  for (const { start: end, next } of separators(text.text)) {
    pushDocument(documents, text.slice(start, end));
    start = next;
  }
  pushDocument(documents, text.slice(start));
  return documents;
}

/** A document of nothing but spaces stays, as in Helm; only one without any character goes. */
function pushDocument(documents: TracedText[], document: TracedText): void {
  if (document.length > 0) documents.push(trimSpace(document));
}

const SPACE = ' \t\n\f\r';

/** `(?:^|\s*\n)---\s*` by hand: each search backwards stops at the separator before. */
function separators(text: string): { start: number; next: number }[] {
  const found: { start: number; next: number }[] = [];
  let at = 0;
  let from = 0;
  while ((at = text.startsWith('---') && from === 0 ? 0 : nextSeparator(text, from)) >= 0) {
    let start = at;
    while (start > from && SPACE.includes(text.charAt(start - 1))) start -= 1;
    let next = at + 3;
    while (next < text.length && SPACE.includes(text.charAt(next))) next += 1;
    found.push({ start, next });
    from = next;
  }
  return found;
}

/** The separator's line must begin after what was already taken. */
function nextSeparator(text: string, from: number): number {
  const newline = text.indexOf('\n---', from);
  return newline < 0 ? -1 : newline + 1;
}
