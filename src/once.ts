/** Answers that many ask for and that are found once. */

/** The same function, which finds its answer when it is asked first. */
export function once<T>(answer: () => T): () => T {
  let found: { readonly answer: T } | undefined;
  return () => (found ??= { answer: answer() }).answer;
}

/** The same function, which keeps what it answered for each object as long as there is the object; what it throws is thrown again. */
export function onceFor<K extends object, T>(answer: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { readonly answer: T }>();
  return (key) => {
    const before = known.get(key);
    if (before) return before.answer;
    const found = { answer: answer(key) };
    known.set(key, found);
    return found.answer;
  };
}
