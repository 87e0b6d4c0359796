/** The syntax of a text, token by token, until it becomes more than anybody writes: what follows would take seconds, or all of the stack. */
import { Lexer, Parser, type CST } from 'yaml';
import { MAX_DEPTH, MAX_TOKENS, MAX_TOKENS_PER_FILE, type TokenBudget } from './limits.ts';

/** Thrown where a text holds too much. */
export class Overrun extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Ends at the first error: it makes the document unreadable, and each of a million would cost as much as a value. */
export function* boundedTokens(text: string, budget: TokenBudget): Generator<CST.Token> {
  const parser = new Parser();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    budget.left -= 1;
    if (count > MAX_TOKENS) throw new Overrun(`a document of more than ${MAX_TOKENS} tokens`, parser.offset);
    if (budget.left <= 0) throw new Overrun(`more than ${MAX_TOKENS_PER_FILE} tokens in one file`, parser.offset);
    let isBroken = false;
    for (const token of parser.next(lexeme)) {
      isBroken ||= token.type === 'error';
      yield token;
    }
    if (isBroken) break;
    if (parser.stack.length > MAX_DEPTH + 3) throw new Overrun(`nested deeper than ${MAX_DEPTH} levels`, parser.offset);
  }
  yield* parser.end();
}
