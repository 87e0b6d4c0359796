/** What a function says of arguments that it cannot take; a clause. The expression ends with it unless `||`, `&&`, `all` or `exists` can do without. */
export class CelFailure extends Error {
  override readonly name = 'CelFailure';
}
