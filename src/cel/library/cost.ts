/**
 * What an evaluation may cost. One step is the evaluation of one part of the expression; functions and concatenations cost what they look at, as in
 * Kubernetes, whose limit for one call is 1,000,000 (k8s.io/apiserver, pkg/apis/cel/config.go, 0.36).
 */

/** Thrown when nothing is left. There is one, because a stack would cost more than the step. */
class Exhausted extends Error {
  override readonly name = 'Exhausted';
}

export const exhausted = new Exhausted('the expression costs too much');

/** Evaluations are synchronous; one that starts another puts its own account back afterwards. */
interface Account {
  left: number;
  decided: ((item: unknown) => void) | undefined;
}

let account: Account = { left: 0, decided: undefined };

/** Runs something that may take `limit` steps; says how many it took, whatever came of it. */
export function withAccount<T>(limit: number, decided: Account['decided'], run: () => T): { readonly result: () => T; readonly steps: number; readonly isExhausted: boolean } {
  const before = account;
  account = { left: limit, decided };
  const mine = account;
  const result = attempt(run);
  account = before;
  return { result, steps: Math.ceil(limit - mine.left), isExhausted: mine.left < 0 };
}

function attempt<T>(run: () => T): () => T {
  try {
    const value = run();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Throws {@link exhausted} where nothing is left. */
export function spend(steps: number): void {
  account.left -= steps;
  if (account.left < 0) throw exhausted;
}

export function decide(item: unknown): void {
  account.decided?.(item);
}

const PER_STEP = 10;

/** The steps that looking at a value costs. */
export function weight(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length / PER_STEP;
  return 0;
}
