/** `fmt.Sprintf`, `Sprint` and `Sprintln`. */
import { concat, plain, TracedText } from '../traced-text.ts';
import type { Flags } from './fmt-flags.ts';
import { printArg, printValue } from './fmt-print.ts';
import type { Spend } from './fmt-text.ts';
import { typeName, wholeNumber } from './go-types.ts';
import { noFlags } from './fmt-flags.ts';
import type { Value } from './value.ts';

const maxNumber = 1_000_000;

/** `print`: spaces only between two values that are no strings. */
export function sprint(args: readonly Value[], spend: Spend): TracedText {
  const parts: TracedText[] = [];
  args.forEach((arg, index) => {
    const isSpaced = index > 0 && !(arg instanceof TracedText) && !(args[index - 1] instanceof TracedText);
    if (isSpaced) parts.push(plain(' '));
    parts.push(printValue(arg, spend));
  });
  return concat(parts);
}

/** `println`: spaces between all values, and a line end. */
export function sprintln(args: readonly Value[], spend: Spend): TracedText {
  const parts = args.flatMap((arg, index) => (index > 0 ? [plain(' '), printValue(arg, spend)] : [printValue(arg, spend)]));
  return concat([...parts, plain('\n')]);
}

/** `printf`: the stretches of the format and of the arguments keep their authors. */
export function sprintf(format: TracedText, args: readonly Value[], spend: Spend): TracedText {
  return new FormatReader(format, args, spend).read();
}

interface MutableFlags extends Flags {
  width: number | undefined;
  precision: number | undefined;
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  plusV: boolean;
  sharpV: boolean;
}

class FormatReader {
  readonly #format: TracedText;
  readonly #text: string;
  readonly #args: readonly Value[];
  readonly #spend: Spend;
  readonly #parts: TracedText[] = [];
  #at = 0;
  #arg = 0;
  #isReordered = false;
  #isGoodIndex = true;
  #afterIndex = false;

  constructor(format: TracedText, args: readonly Value[], spend: Spend) {
    this.#format = format;
    this.#text = format.text;
    this.#args = args;
    this.#spend = spend;
  }

  read(): TracedText {
    while (this.#at < this.#text.length) {
      this.#isGoodIndex = true;
      const found = this.#text.indexOf('%', this.#at);
      const percent = found < 0 ? this.#text.length : found;
      if (percent > this.#at) this.#parts.push(this.#format.slice(this.#at, percent));
      if (found < 0) break;
      this.#at = percent + 1;
      this.#spend(2);
      if (!this.#readVerb(percent)) break;
    }
    this.#reportExtra();
    return concat(this.#parts);
  }

  /** What stands behind a `%`; false where the format ends. */
  #readVerb(percent: number): boolean {
    const verb = this.#text.charAt(this.#at);
    if (/^[A-Za-z]$/.test(verb)) {
      this.#afterIndex = false;
      this.#at += 1;
      this.#write(verb, noFlags, percent);
      return true;
    }
    return this.#readFullVerb(percent);
  }

  /** A verb with flags, a width or an index before it, or one that is no letter. */
  #readFullVerb(percent: number): boolean {
    const flags: MutableFlags = { ...noFlags, width: undefined, precision: undefined };
    this.#readFlags(flags);
    this.#afterIndex = false;
    this.#readIndex();
    this.#readWidth(flags);
    this.#readPrecision(flags);
    if (!this.#afterIndex) this.#readIndex();
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) {
      this.#parts.push(plain('%!(NOVERB)'));
      return false;
    }
    const verb = String.fromCodePoint(code);
    this.#at += verb.length;
    this.#write(verb, flags, percent);
    return true;
  }

  #write(verb: string, flags: Flags, percent: number): void {
    const arg = this.#args[this.#arg];
    if (verb === '%') this.#parts.push(this.#format.slice(percent, percent + 1));
    else if (!this.#isGoodIndex) this.#parts.push(plain(`%!${verb}(BADINDEX)`));
    else if (arg === undefined) this.#parts.push(plain(`%!${verb}(MISSING)`));
    else {
      this.#parts.push(printArg(arg, { verb, flags: verb === 'v' ? goSyntax(flags) : flags, spend: this.#spend }));
      this.#arg += 1;
    }
  }

  #readFlags(flags: MutableFlags): void {
    for (; ; this.#at += 1) {
      switch (this.#text.charAt(this.#at)) {
        case '#':
          flags.sharp = true;
          break;
        case '0':
          flags.zero = true;
          break;
        case '+':
          flags.plus = true;
          break;
        case '-':
          flags.minus = true;
          break;
        case ' ':
          flags.space = true;
          break;
        default:
          return;
      }
    }
  }

  #readWidth(flags: MutableFlags): void {
    if (this.#text.charAt(this.#at) === '*') {
      flags.width = this.#readStar('%!(BADWIDTH)');
      if (flags.width !== undefined && flags.width < 0) {
        flags.width = -flags.width;
        flags.minus = true;
        flags.zero = false;
      }
      return;
    }
    flags.width = this.#readNumber();
    if (this.#afterIndex && flags.width !== undefined) this.#isGoodIndex = false;
  }

  #readPrecision(flags: MutableFlags): void {
    if (this.#at + 1 >= this.#text.length || this.#text.charAt(this.#at) !== '.') return;
    this.#at += 1;
    if (this.#afterIndex) this.#isGoodIndex = false;
    this.#readIndex();
    if (this.#text.charAt(this.#at) !== '*') {
      flags.precision = this.#readNumber() ?? 0;
      return;
    }
    const precision = this.#readStar(undefined);
    if (precision !== undefined && precision >= 0) flags.precision = precision;
    else this.#parts.push(plain('%!(BADPREC)'));
  }

  /** The argument that stands for a `*`. */
  #readStar(complaint: string | undefined): number | undefined {
    this.#at += 1;
    this.#afterIndex = false;
    const whole = wholeNumber(this.#args[this.#arg]);
    if (this.#arg < this.#args.length) this.#arg += 1;
    if (whole !== undefined && whole <= BigInt(maxNumber) && whole >= BigInt(-maxNumber)) return Number(whole);
    if (complaint !== undefined) this.#parts.push(plain(complaint));
    return undefined;
  }

  /** Decimal digits; a number out of all proportion ends the format, as in Go. */
  #readNumber(): number | undefined {
    const digits = /^[0-9]*/.exec(this.#text.slice(this.#at, this.#at + 20))?.[0] ?? '';
    if (digits === '') return undefined;
    for (let index = 0, number = 0; index < digits.length; index += 1) {
      if (number > maxNumber) {
        this.#at = this.#text.length;
        return undefined;
      }
      number = number * 10 + digits.charCodeAt(index) - 0x30;
    }
    this.#at += digits.length;
    return Number(digits);
  }

  /** `[n]`. */
  #readIndex(): void {
    this.#afterIndex = false;
    if (this.#text.charAt(this.#at) !== '[') return;
    this.#isReordered = true;
    const close = this.#text.indexOf(']', this.#at + 1);
    const written = close < 0 ? '' : this.#text.slice(this.#at + 1, close);
    const isNumber = /^[0-9]{1,7}$/.test(written);
    this.#at = close < 0 || this.#text.length - this.#at < 3 ? this.#at + 1 : close + 1;
    const index = Number(written) - 1;
    this.#afterIndex = isNumber;
    if (isNumber && index >= 0 && index < this.#args.length) this.#arg = index;
    else this.#isGoodIndex = false;
  }

  #reportExtra(): void {
    if (this.#isReordered || this.#arg >= this.#args.length) return;
    this.#parts.push(plain('%!(EXTRA '));
    this.#args.slice(this.#arg).forEach((arg, index) => {
      if (index > 0) this.#parts.push(plain(', '));
      const isNil = arg === null;
      this.#parts.push(isNil ? plain('<nil>') : concat([plain(`${typeName(arg)}=`), printValue(arg, this.#spend)]));
    });
    this.#parts.push(plain(')'));
  }
}

/** `%#v` and `%+v` have meanings of their own. */
function goSyntax(flags: Flags): Flags {
  return flags.sharp || flags.plus ? { ...flags, sharpV: flags.sharp, plusV: flags.plus, sharp: false, plus: false } : flags;
}
