/** Globs without a regular expression made from somebody's text. */

/** Globs of `*` and `?`; alternatives and character classes match nothing here, so that nothing is said about them. */
export function matchesGlob(glob: string, text: string): boolean {
  if (/[[\]{}\\]/.test(glob)) return false;
  let [at, inText, star, resume] = [0, 0, -1, 0];
  while (inText < text.length) {
    const sign = glob[at];
    if (sign === '*') {
      [star, resume] = [at, inText];
      at += 1;
    } else if (sign !== undefined && (sign === '?' || sign === text[inText])) {
      at += 1;
      inText += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, inText] = [star + 1, resume];
    } else {
      return false;
    }
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
