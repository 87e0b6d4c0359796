/** Answers that are asked for a thousand times and found once. */

/** The same function, which keeps what it answered for each key. */
export function remembering<A, T>(keyOf: (argument: A) => string, answer: (argument: A) => T): (argument: A) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (argument) => {
    const key = keyOf(argument);
    const before = known.get(key);
    if (before) return before.answer;
    const found = answer(argument);
    known.set(key, { answer: found });
    return found;
  };
}
