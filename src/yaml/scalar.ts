/**
 * What a plain scalar means to Kubernetes, which reads YAML 1.1 with Go's number syntax.
 * Follows sigs.k8s.io/yaml, goyaml.v2/resolve.go: `yes` is true, `0777` is 511, `1_000` is 1000, `1:30` is text.
 */

export type ScalarValue = string | number | bigint | boolean | null;

const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const LONGEST_WORD = 'false'.length;

const SPECIAL_FLOATS = new Map<string, number>([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const UINT64_MAX = (1n << 64n) - 1n;
const INT64_MIN = -(1n << 63n);

/** The value of a plain scalar without a tag. */
export function resolvePlain(text: string): ScalarValue {
  const first = text.charCodeAt(0);
  if (first <= 57 && (first >= 48 || first === 43 || first === 45 || first === 46)) return resolveNumber(text) ?? text;
  if (text.length > LONGEST_WORD) return text;
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

/** The value of a scalar with an explicit `!!` tag; `undefined` where the text does not fit the tag. */
export function resolveTagged(text: string, tag: string, isPlain: boolean): ScalarValue | undefined {
  switch (tag) {
    case 'tag:yaml.org,2002:str':
    case 'tag:yaml.org,2002:binary':
    case 'tag:yaml.org,2002:timestamp':
    case '!':
      return text;
    case 'tag:yaml.org,2002:int':
      return resolveInteger(text);
    case 'tag:yaml.org,2002:float':
      return resolveNumber(text);
    case 'tag:yaml.org,2002:bool':
      return typeof WORDS.get(text) === 'boolean' ? WORDS.get(text) : undefined;
    case 'tag:yaml.org,2002:null':
      return WORDS.get(text) === null ? null : undefined;
    default:
      return tag.startsWith('tag:yaml.org,2002:') && isPlain ? resolvePlain(text) : text;
  }
}

/** A number as Go's `strconv.ParseInt(text, 0, 64)` or the float pattern reads it. */
export function resolveNumber(text: string): number | bigint | undefined {
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return special;
  const whole = resolveInteger(text);
  if (whole !== undefined) return whole;
  const digits = text.startsWith('.') ? text : withoutUnderscores(text);
  const float = FLOAT.test(digits) ? Number(digits) : undefined;
  return Number.isFinite(float) ? float : undefined; // 1e400 is no number to Go: it stays text
}

function resolveInteger(text: string): number | bigint | undefined {
  const match = INTEGER.exec(withoutUnderscores(text));
  return match ? wholeNumber(match) : undefined;
}

function withoutUnderscores(text: string): string {
  return text.includes('_') ? text.replaceAll('_', '') : text;
}

function wholeNumber(match: RegExpExecArray): number | bigint | undefined {
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
  if (decimal !== undefined && digits.length < 16) return sign === '-' && digits !== '0' ? -Number(digits) : Number(digits);
  if (digits.length > 70) return undefined;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  if (value > UINT64_MAX || value < INT64_MIN) return undefined;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
