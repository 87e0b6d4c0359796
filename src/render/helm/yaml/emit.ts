/**
 * YAML as go-yaml prints it: `toYaml` is sigs.k8s.io/yaml v1.6 (by way of JSON, so numbers lose their Go types), `toYamlPretty` go-yaml v3.
 * Follows encode.go and emitterc.go of go.yaml.in/yaml v2.4 and v3.0. Every key and scalar keeps its author.
 */
import { Buffer } from 'node:buffer';
import { Bool, Dict, List, Num, type Entry, type Value } from '../../go-template/value.ts';
import { concat, plain, splice, TracedText } from '../../traced-text.ts';
import { escapeText } from '../escape-text.ts';
import { formatFloat } from '../go-number.ts';
import { numberText, SerialisationError, type Spend } from '../json-text.ts';
import { boolText, bytesOf, containerText, isBytes, jsonView, spelled } from '../scalar-text.ts';
import { compareKeys } from './key-order.ts';
import { foldText } from './fold.ts';
import { escapeOf, styleOf, type Dialect, type PrintedStyle } from './scalar-style.ts';

const MAX_DEPTH = 1000;
/** Shorter lines need not be looked at for folding. */
const FOLD_COLUMN = 80;
/** Longer keys are written as `? key`. */
const MAX_SIMPLE_KEY_BYTES = 128;

/** A document, with the final line end. */
export function yamlText(value: Value, dialect: Dialect, spend: Spend): TracedText {
  const emitter = new Emitter(dialect, spend);
  emitter.root(value);
  return emitter.finish();
}

class Emitter {
  readonly #dialect: Dialect;
  readonly #spend: Spend;
  readonly #parts: TracedText[] = [];
  #isAtLineStart = true;
  #column = 0;

  constructor(dialect: Dialect, spend: Spend) {
    this.#dialect = dialect;
    this.#spend = spend;
  }

  finish(): TracedText {
    if (!this.#isAtLineStart) this.#parts.push(plain('\n'));
    return concat(this.#parts);
  }

  root(value: Value): void {
    const seen = this.#see(value, 0);
    if (seen instanceof Dict && seen.entries.size > 0) this.#mapping(seen, 0, false, 0);
    else if (isFilled(seen)) this.#sequence(seen, 0, false, 0);
    else this.#scalar(seen, 2, false);
  }

  #see(value: Value, depth: number): Value {
    this.#spend(1);
    if (depth > MAX_DEPTH) throw new SerialisationError('nested too deeply');
    return jsonView(value);
  }

  #write(text: TracedText): void {
    if (text.length === 0) return;
    this.#parts.push(text);
    const newline = text.text.lastIndexOf('\n');
    this.#column = newline < 0 ? this.#column + text.length : text.length - newline - 1;
    this.#isAtLineStart = this.#column === 0;
  }

  #lineTo(indent: number): void {
    const lead = this.#isAtLineStart ? '' : '\n';
    this.#write(plain(lead + ' '.repeat(indent)));
    this.#isAtLineStart = false;
  }

  /** `isInline`: the first key continues the line that a `- ` began. */
  #mapping(dict: Dict, indent: number, isInline: boolean, depth: number): void {
    let isFirst = isInline;
    for (const entry of [...dict.entries.values()].sort((a, b) => compareKeys(a.key.text, b.key.text, this.#dialect))) {
      if (!isFirst) this.#lineTo(indent);
      isFirst = false;
      this.#entry(entry, indent, depth);
    }
  }

  #entry({ key, value }: Entry, indent: number, depth: number): void {
    const seen = this.#see(value, depth + 1);
    if (key.text.includes('\n') || Buffer.byteLength(key.text) > MAX_SIMPLE_KEY_BYTES) {
      this.#write(plain('? '));
      this.#scalar(key, indent + 2, false);
      this.#lineTo(indent);
      this.#write(plain(': '));
      this.#afterIndicator(seen, indent, depth);
      return;
    }
    this.#scalar(key, indent, true);
    this.#write(plain(':'));
    if (seen instanceof Dict && seen.entries.size > 0) this.#mapping(seen, indent + 2, false, depth + 1);
    else if (isFilled(seen)) this.#sequence(seen, this.#dialect === 'v2' ? indent : indent + 2, false, depth + 1);
    else {
      this.#write(plain(' '));
      this.#scalar(seen, indent + 2, false);
    }
  }

  #sequence(list: List, indent: number, isInline: boolean, depth: number): void {
    let isFirst = isInline;
    for (const item of list.items) {
      if (!isFirst) this.#lineTo(indent);
      isFirst = false;
      this.#write(plain('- '));
      this.#afterIndicator(this.#see(item, depth + 1), indent, depth);
    }
  }

  /** A value that continues the line of a `- ` or `: `. */
  #afterIndicator(seen: Value, indent: number, depth: number): void {
    if (seen instanceof Dict && seen.entries.size > 0) this.#mapping(seen, indent + 2, true, depth + 1);
    else if (isFilled(seen)) this.#sequence(seen, indent + 2, true, depth + 1);
    else this.#scalar(seen, indent + 2, false);
  }

  #scalar(value: Value, indent: number, isKey: boolean): void {
    if (value instanceof TracedText) this.#string(value, indent, isKey);
    else this.#write(otherText(value, this.#dialect));
  }

  #string(text: TracedText, indent: number, isKey: boolean): void {
    const style = styleOf(text.text, this.#dialect, isKey);
    if (style === 'literal') this.#write(literalBlock(text, indent));
    else {
      const content = this.#content(text, style, isKey ? undefined : indent);
      this.#write(style === 'plain' ? content : enclose(text, style === 'single' ? "'" : '"', content));
      this.#isAtLineStart = false;
    }
  }

  /** What stands between the quotes; folded where it may be and is long. */
  #content(text: TracedText, style: PrintedStyle, foldIndent: number | undefined): TracedText {
    const escape = this.#escape(style);
    const column = this.#column + (style === 'plain' ? 0 : 1);
    const isShort = column + text.length * 2 <= FOLD_COLUMN || !text.text.includes(' ');
    if (foldIndent !== undefined && this.#dialect === 'v2' && !isShort) return foldText(text, { style, column, indent: foldIndent, escape });
    return style === 'plain' ? text : escapeText(text, escape);
  }

  #escape(style: PrintedStyle): (code: number) => string | undefined {
    if (style === 'plain') return () => undefined;
    if (style === 'single') return (code) => (code === 0x27 ? "''" : undefined);
    return (code) => escapeOf(code, this.#dialect);
  }
}

/** Empty text keeps its author, so that an empty value can be shown where it was written. */
function enclose(text: TracedText, quote: string, escaped: TracedText): TracedText {
  if (text.length > 0 || text.segments.length === 0) return concat([plain(quote), escaped, plain(quote)]);
  return concat([plain(quote), new TracedText('', text.segments), plain(quote)]);
}

function isFilled(value: Value): value is List {
  return value instanceof List && value.items.length > 0 && !isBytes(value);
}

function otherText(value: Value, dialect: Dialect): TracedText {
  if (value === null) return plain('null');
  if (value instanceof Bool) return boolText(value);
  if (value instanceof Num) return dialect === 'v2' ? viaJson(value) : direct(value);
  if (value instanceof Dict) return containerText('{}', value.at);
  if (value instanceof List) return isBytes(value) ? plain(Buffer.from(bytesOf(value)).toString('base64')) : containerText('[]', value.at);
  throw new SerialisationError('json: unsupported type: func()');
}

const INTEGER = /^-?[0-9]+$/;
const MAX_UINT64 = (1n << 64n) - 1n;
const MIN_INT64 = -(1n << 63n);

function viaJson(value: Num): TracedText {
  const json = numberText(value);
  if (INTEGER.test(json.text)) {
    const whole = BigInt(json.text);
    if (whole <= MAX_UINT64 && whole >= MIN_INT64) return spelled(whole.toString(), value.traced);
  }
  return spelled(formatFloat(Number(json.text)), value.traced);
}

function direct(value: Num): TracedText {
  if (typeof value.value === 'bigint') return spelled(value.value.toString(), value.traced);
  if (Number.isNaN(value.value)) return spelled('.nan', value.traced);
  if (!Number.isFinite(value.value)) return spelled(value.value > 0 ? '.inf' : '-.inf', value.traced);
  return spelled(formatFloat(value.value), value.traced);
}

/** `|` with its hints, then the lines, indented where they are not empty. */
function literalBlock(text: TracedText, indent: number): TracedText {
  const source = text.text;
  const hint = source.startsWith(' ') || source.startsWith('\n') ? '2' : '';
  const chomp = !source.endsWith('\n') ? '-' : source === '\n' || source.endsWith('\n\n') ? '+' : '';
  const pad = plain(' '.repeat(indent));
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (let at = 0; at < source.length; ) {
    if (source[at] !== '\n') edits.push({ start: at, end: at, text: pad });
    const newline = source.indexOf('\n', at);
    at = newline < 0 ? source.length : newline + 1;
  }
  return concat([plain(`|${hint}${chomp}\n`), splice(text, edits)]);
}
