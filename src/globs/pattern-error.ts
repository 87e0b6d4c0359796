/** A pattern that is refused, in the words of Go unless there are others. */
export class PatternError extends Error {
  constructor(message = 'syntax error in pattern') {
    super(message);
  }
}
