/** Where mllint means to judge otherwise than the API server, with the reason. */
interface KnownDifference {
  /** Of the name of a difference, see `nameOf`. */
  readonly names?: RegExp;
  /** Of the API server's message. */
  readonly server?: RegExp;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
