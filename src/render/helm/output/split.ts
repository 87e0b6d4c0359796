/** From rendered files to documents. Follows pkg/release/v1/util/manifest.go of helm/helm. */
import type { Range } from '../../../source.ts';
import type { TracedText } from '../../traced-text.ts';
import { withoutSpace } from '../functions/trimming.ts';
import { isHelm42, type HelmRelease } from '../profile.ts';

/** `SplitManifests`: at every line that starts with `---`, whatever follows on it; blank documents are left out. Helm 4.2 keeps what ends the last one. */
export function splitManifests(file: TracedText, helm: HelmRelease): TracedText[] {
  const { text } = file;
  const trimmed = withoutSpace(text, { start: 0, end: text.length });
  if (trimmed.end === trimmed.start) return [];
  const keepsEnd = isHelm42(helm);
  const whole = keepsEnd ? { start: trimmed.start, end: text.length } : trimmed;
  const parts: Range[] = [];
  let { start } = whole;
  for (const { start: end, next } of (helm === '4.2.4' ? lineSeparators : separators)(text.slice(whole.start, whole.end))) {
    parts.push({ start, end: whole.start + end });
    start = whole.start + next;
  }
  parts.push({ start, end: whole.end });
  const inner = (part: Range): Range => withoutSpace(text, part);
  // A document of nothing but spaces stays, unless Helm 4.2 reads it; only one without any character goes.
  const kept = parts.filter((part) => (keepsEnd ? inner(part).end > inner(part).start : part.end > part.start));
  return kept.map((part) => file.slice(inner(part).start, keepsEnd ? part.end : inner(part).end));
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
