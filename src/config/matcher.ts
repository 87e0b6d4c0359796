/** From globs to matchers. Names without wildcards are compared; the glob package is only loaded for those that have some. */
import type { Freeze, Matcher, VersionPattern } from './config.ts';
import { quoted } from './plain-value.ts';
import type { Placed, Reading } from './reading.ts';

/** A window as it is written. */
interface FreezeSettings extends Partial<Pick<Freeze, 'timezone'>> {
  readonly cron: Placed<string>;
  readonly duration: Freeze['duration'];
}

type Test = (text: string) => boolean;

/** What a compiler gives: a test, or why there is none. */
export type Compiled = Test | { readonly problem: string };

/** The lazily loaded compilers; absent where nothing needs them. */
export interface Compilers {
  readonly glob?: (glob: string) => Compiled;
  readonly pattern?: (pattern: string) => Compiled;
  readonly cron?: (cron: string, timezone: string) => Freeze['lastStart'] | { readonly problem: string };
}

/** What a glob matches: exactly what it says, or also everything below the folders it names. */
export type Reach = 'exact' | 'below';

const SPECIAL = /[*?[\](){}!+@\\|]/;

export function hasWildcards(glob: string): boolean {
  return SPECIAL.test(glob);
}

/** Long enough for every real one; braces make longer ones explode. */
const MAX_GLOB_LENGTH = 1000;
/** Each is looked for in many years where it names no day. */
const MAX_FREEZES = 60;

export const NOTHING: Matcher = { globs: [], matches: () => false };

export class Compilation {
  readonly #compilers: Compilers;
  readonly #reading: Reading;
  #freezes = 0;

  constructor(compilers: Compilers, reading: Reading) {
    this.#compilers = compilers;
    this.#reading = reading;
  }

  /** A text matches where a glob accepts it and no `!glob` does. */
  matcher(globs: readonly Placed<string>[] | undefined, reach: Reach): Matcher {
    if (!globs || globs.length === 0) return NOTHING;
    const accepted: Test[] = [];
    const refused: Test[] = [];
    for (const glob of globs) {
      const isNegated = glob.value.startsWith('!') && !glob.value.startsWith('!(');
      (isNegated ? refused : accepted).push(...this.#tests({ ...glob, value: isNegated ? glob.value.slice(1) : glob.value }, reach));
    }
    return {
      globs: globs.map(({ value }) => value),
      matches: (text) => accepted.some((test) => test(text)) && !refused.some((test) => test(text)),
    };
  }

  pattern({ value, at }: Placed<string>): VersionPattern[] {
    const compiled = this.#compilers.pattern?.(value);
    if (typeof compiled === 'function') return [{ source: value, matches: compiled }];
    if (compiled) this.#reading.report(at, `${quoted(value)} is not an RE2 expression: ${compiled.problem}`);
    return [];
  }

  /** A window without a usable `cron` is none. */
  freeze({ cron: { value, at }, duration, timezone = 'UTC' }: FreezeSettings): Freeze[] {
    this.#freezes += 1;
    if (this.#freezes === MAX_FREEZES + 1) this.#reading.report(at, `there are more than ${MAX_FREEZES} freeze windows`);
    if (this.#freezes > MAX_FREEZES) return [];
    const compiled = this.#compilers.cron?.(value, timezone);
    if (typeof compiled === 'function') return [{ cron: value, duration, timezone, lastStart: compiled }];
    if (compiled) this.#reading.report(at, `${quoted(value)} names no times by which a window could open: ${compiled.problem}`);
    return [];
  }

  #tests({ value, at }: Placed<string>, reach: Reach): Test[] {
    const bad = whatIsWrong(value);
    const globs = reach === 'below' ? [value.replace(/\/+$/, ''), `${value.replace(/\/+$/, '')}/**`] : [value];
    const compiled = bad === undefined ? globs.map((glob) => this.#test(glob)) : [{ problem: bad }];
    const problem = compiled.find((result) => typeof result !== 'function');
    if (problem) this.#reading.report(at, `${quoted(value)} is not a glob: ${problem.problem}`);
    return problem ? [] : compiled.filter((result) => typeof result === 'function');
  }

  #test(glob: string): Compiled {
    if (glob.endsWith('/**') && !hasWildcards(glob.slice(0, -3))) return (text) => text.startsWith(glob.slice(0, -2));
    if (!hasWildcards(glob)) return (text) => text === glob;
    return this.#compilers.glob?.(glob) ?? (() => false);
  }
}

function whatIsWrong(glob: string): string | undefined {
  if (glob === '') return 'it is empty';
  if (glob.length > MAX_GLOB_LENGTH) return `it is longer than ${MAX_GLOB_LENGTH} characters`;
  if (glob.startsWith('/') || glob.startsWith('./') || glob.startsWith('../')) return 'it starts at the root, without "/", "./" or "../"';
  return undefined;
}
