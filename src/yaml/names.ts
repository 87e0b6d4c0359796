/** Keys of manifests are few: what is met again is the same string, which is cut out, hashed and looked up among all strings only once. */

/** A power of two, with room for more keys than a large repository has. */
const SLOTS = 1 << 12;
/** What is longer is no field, and hardly met again. */
const MAX_LENGTH = 80;

const known: string[] = Array.from({ length: SLOTS }, () => '');

/** The stretch of a text. The last name of each slot is kept: how many there are, or who chose them, changes the time only. */
export function nameAt(text: string, start: number, end: number): string {
  const length = end - start;
  if (length > MAX_LENGTH) return text.slice(start, end);
  let hash = length;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const before = known[slot];
  if (before?.length === length && text.startsWith(before, start)) return before;
  const name = asKey(text.slice(start, end));
  known[slot] = name;
  return name;
}

/** The one string of its content that names of properties are: it also keeps no text alive that it was cut from. */
function asKey(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}
