/** What the deferred half of CEL (library/compile.ts) and the rest of it say to each other. */

/** Bindings, and who is told what happens on the way. */
export interface Run {
  /** The value of each variable; what is not there is an error when it is read. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Steps that it may take. */
  readonly limit: number;
  /** An `all` or `exists` ended at this item, before the others were looked at. */
  readonly decided?: (item: unknown) => void;
}

/** How a run ended. What the values themselves throw, such as that one is unknown, is thrown on. */
export type Ended = { readonly steps: number } & (
  | { readonly kind: 'value'; readonly value: unknown }
  /** It would have taken more steps than it may. */
  | { readonly kind: 'exhausted' }
  /** `no such key: name`; a clause. */
  | { readonly kind: 'error'; readonly message: string }
);

export interface Program {
  readonly kind: 'program';
  /** The variables that it names. */
  readonly uses: ReadonlySet<string>;
  run(run: Run): Ended;
}

/** Why a text is no expression (a clause), and where in it. */
export interface Mistake {
  readonly kind: 'mistake';
  readonly message: string;
  /** UTF-16 offset in the text. */
  readonly offset?: number;
}

/** What is asked of an expression of RE2. */
export interface Pattern {
  programSize(): number;
  matcher(text: string): { find(): boolean; group(): string | null };
}

/** Throws what is wrong with the expression. */
export type CompilePattern = (expression: string) => Pattern;
