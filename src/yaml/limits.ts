/** How much of a text is read before it is more than anybody writes: what follows would take seconds, or all of the stack. */

/** Deeper nesting is refused: no manifest comes near, and every walker may recurse. */
export const MAX_DEPTH = 200;

/** A document whose aliases, written out, hold more nodes than this is an alias bomb. */
export const MAX_EXPANDED_NODES = 200_000;

/** Tokens of one document, as the package counts them; the largest definition of KServe has 330,000. */
export const MAX_TOKENS = 400_000;

/** Tokens of all documents of one file together. */
export const MAX_TOKENS_PER_FILE = 1_500_000;

/** What is left of {@link MAX_TOKENS_PER_FILE}. */
export interface TokenBudget {
  left: number;
}

export const MAX_DOCUMENTS_PER_FILE = 10_000;

/** A scalar comes with an indicator, a blank and a line end. */
export const TOKENS_PER_SCALAR = 4;
