/** From rendered files to documents. Follows pkg/release/v1/util/manifest.go of helm/helm. */
import type { TracedText } from '../../traced-text.ts';
import { trimSpace } from '../functions/trimming.ts';
import { isHelm42, type HelmRelease } from '../profile.ts';

/** `SplitManifests`: at every line that starts with `---`, whatever follows on it; blank documents are left out. Helm 4.2 keeps what ends the last one. */
export function splitManifests(file: TracedText, helm: HelmRelease): TracedText[] {
  const trimmed = trimSpace(file);
  if (trimmed.length === 0) return [];
  const keepsEnd = isHelm42(helm);
  const text = keepsEnd ? trimStart(file) : trimmed;
  const parts: TracedText[] = [];
  let start = 0;
  for (const { start: end, next } of (helm === '4.2.4' ? lineSeparators : separators)(text.text)) {
    parts.push(text.slice(start, end));
    start = next;
  }
  parts.push(text.slice(start));
  if (keepsEnd) return parts.filter((part) => trimSpace(part).length > 0).map(trimStart);
  // A document of nothing but spaces stays; only one without any character goes.
  return parts.filter((part) => part.length > 0).map(trimSpace);
}

function trimStart(text: TracedText): TracedText {
  const trimmed = trimSpace(text);
  return trimmed.length === 0 ? trimmed : text.slice(text.text.indexOf(trimmed.text));
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

/** `(?m)^---[ \t]*`, of Helm 4.2.4: blank lines before it belong to the document, and so does what follows on its line. */
function lineSeparators(text: string): { start: number; next: number }[] {
  const found: { start: number; next: number }[] = [];
  for (let at = text.startsWith('---') ? 0 : nextSeparator(text, 0); at >= 0; ) {
    let next = at + 3;
    while (text[next] === ' ' || text[next] === '\t') next += 1;
    found.push({ start: at, next });
    at = nextSeparator(text, next);
  }
  return found;
}

/** The separator's line must begin after what was already taken. */
function nextSeparator(text: string, from: number): number {
  const newline = text.indexOf('\n---', from);
  return newline < 0 ? -1 : newline + 1;
}
