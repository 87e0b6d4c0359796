/** Which texts are immutable versions, and which of two versions of one form is the later. */
import type { UriVersion, VersionForm } from '../model.ts';

const NUMBER = /^v?[0-9]+$/i;
const DATE = /^(?:19|20)[0-9]{2}([-_]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])$/;
const MONTH = /^(?:19|20)[0-9]{2}[-_](?:0[1-9]|1[0-2])$/;
const TIMESTAMP =
  /^((?:19|20)[0-9]{2}[-_]?[0-9]{2}[-_]?[0-9]{2})[T_.-]?(?:[01][0-9]|2[0-3])[-_:.]?[0-5][0-9](?:[-_:.]?[0-5][0-9](?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$/i;
const DOTTED = /^v?([0-9]+(?:\.[0-9]+)+)(.*)$/i;
/** What may follow `1.10`: `rc1`, `-rc.1`, `.dev3`, `-beta`. */
const PRE_RELEASE = /^[-.]?(?:a|b|rc|alpha|beta|pre|preview|dev|post)[-.]?[0-9]*$/i;
/** What may follow `1.10.0`: all that semantic versioning allows. OCI tags write `_` for `+`. */
const SEMVER_SUFFIX = /^(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?(?:[+_][0-9a-z-]+(?:\.[0-9a-z-]+)*)?$/i;
/** `1.10.0-SNAPSHOT` is by definition replaced again and again. */
const MOVING_SUFFIX = /(?:^|[-.])(?:snapshot|latest|nightly)(?:$|[-.+])/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** `m-` and 32 digits is a logged model of MLflow 3, 32 digits a run of any MLflow. */
const RUN = /^(?:m-)?[0-9a-f]{32}$/i;
/** Commit hashes, abbreviated or not, and SHA-256. Without a decimal digit it is a word, such as `defaced`. */
const HASH = /^(?=[a-f]*[0-9])(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/i;
const DIGEST = /^sha(?:256|384|512)[:-][0-9a-f]{64,128}$/i;

/** The form in which a whole text is a version by default; `undefined` where it is none. */
export function versionForm(text: string): VersionForm | undefined {
  if (text.length > 200) return undefined;
  if (isDate(text)) return 'date';
  if (NUMBER.test(text)) return 'number';
  if (isDotted(text)) return 'dotted';
  return UUID.test(text) || RUN.test(text) || HASH.test(text) ? 'identifier' : undefined;
}

/** `sha256:` and its digits. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Whether two versions are spelt in one way, so that they can be compared at all. */
export function isSameForm(a: VersionText, b: VersionText): boolean {
  return formKey(a) === formKey(b);
}

/** Negative where `a` is the earlier version; `undefined` where their forms have no common order. */
export function compareVersions(a: VersionText, b: VersionText): number | undefined {
  if (!isSameForm(a, b) || !(a.form === 'number' || a.form === 'dotted' || a.form === 'date')) return undefined;
  const [left, right] = a.form === 'date' ? [[digitsOf(a.text)], [digitsOf(b.text)]] : [numbersOf(a.text), numbersOf(b.text)];
  for (const [index, number] of left.entries()) {
    const other = right[index] ?? number;
    if (number !== other) return number < other ? -1 : 1;
  }
  return suffixOf(a.text) === suffixOf(b.text) ? 0 : undefined;
}

/** Whether two texts name one version: a leading `v` does not count, `1.10` is not `1.1`. */
export function isSameVersion(a: VersionText, b: VersionText): boolean {
  return versionKey(a) === versionKey(b);
}

/** Equal for texts that name one version. */
export function versionKey(version: VersionText): string {
  return version.form === 'date' ? `date ${digitsOf(version.text)}` : withoutV(version);
}

export type VersionText = Pick<UriVersion, 'text' | 'form'>;

function isDate(text: string): boolean {
  if (DATE.test(text) || MONTH.test(text)) return true;
  const day = TIMESTAMP.exec(text)?.[1];
  return day !== undefined && DATE.test(day);
}

function isDotted(text: string): boolean {
  const match = DOTTED.exec(text);
  if (!match) return false;
  const [, numbers = '', suffix = ''] = match;
  if (MOVING_SUFFIX.test(suffix)) return false;
  return suffix === '' || PRE_RELEASE.test(suffix) || (numbers.split('.').length === 3 && SEMVER_SUFFIX.test(suffix));
}

/** Dotted numbers with equally many parts are of one form, dates with equally many digits, identifiers of one length. */
function formKey({ text, form }: VersionText): string {
  if (form === 'number') return form;
  if (form === 'dotted') return `${form} ${numbersOf(text).length}`;
  if (form === 'date') return `${form} ${String(digitsOf(text)).length} ${/[+-][0-9]{2}:?[0-9]{2}$/.test(text.slice(10))}`;
  if (form === 'identifier') return `${form} ${text.length}`;
  return `${form} ${text.replaceAll(/[0-9]+/g, '0')}`;
}

function numbersOf(text: string): bigint[] {
  const numbers = /^v?([0-9.]*[0-9])/i.exec(text)?.[1] ?? '';
  return numbers.split('.').map((part) => BigInt(part === '' ? 0 : part));
}

function digitsOf(text: string): bigint {
  return BigInt(`0${text.replaceAll(/[^0-9]/g, '')}`);
}

/** What follows the numbers of a dotted version, build metadata aside. */
function suffixOf(text: string): string {
  return (DOTTED.exec(text)?.[2] ?? '').replace(/[+_].*$/, '');
}

function withoutV({ text, form }: VersionText): string {
  if (form === 'custom' || form === 'revision') return text;
  return form === 'number' || form === 'dotted' ? text.replace(/^v/i, '') : text.toLowerCase();
}
