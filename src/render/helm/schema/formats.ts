/** Formats of strings, as far as Helm's validator asserts them (format.go of github.com/santhosh-tekuri/jsonschema v6). */
import { isIP } from 'node:net';
import { compileRe2 } from '../../../re2.ts';

type Check = (text: string) => boolean;

const HOST_LABEL = /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

export const formats: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['ipv4', (text) => isIP(text) === 4],
  ['ipv6', (text) => isIP(text) === 6 && !text.includes('%')],
  ['hostname', isHostname],
  ['email', isEmail],
  ['date', isDate],
  ['time', isTime],
  ['date-time', (text) => text[10]?.toLowerCase() === 't' && isDate(text.slice(0, 10)) && isTime(text.slice(11))],
  ['uri', (text) => /^[A-Za-z][-+.A-Za-z0-9]*:[^\s<>"{}|\\^`]*$/.test(text)],
  ['iri', (text) => /^[A-Za-z][-+.A-Za-z0-9]*:[^\s<>"{}|\\^`]*$/.test(text)],
  ['uri-reference', (text) => /^[^\s<>"{}|\\^`]*$/.test(text)],
  ['iri-reference', (text) => /^[^\s<>"{}|\\^`]*$/.test(text)],
  ['uuid', (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)],
  ['json-pointer', (text) => /^(?:\/(?:[^~]|~[01])*)?$/.test(text)],
  ['relative-json-pointer', (text) => /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~]|~[01])*)?)$/.test(text)],
  ['duration', (text) => /^P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?)$/.test(text)],
  ['regex', isExpression],
]);

/** Known to the validator and not to us: what has them is not wholly checked. */
export const unknownFormats: ReadonlySet<string> = new Set(['period', 'uri-template', 'semver']);

function isHostname(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return name.length > 0 && name.length <= 253 && name.split('.').every((label) => HOST_LABEL.test(label));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (text.length > 254 || at <= 0 || local.length > 64) return false;
  if (domain.startsWith('[') && domain.endsWith(']')) return isIP(domain.slice(1, -1).replace(/^IPv6:/, '')) !== 0;
  return isHostname(domain) && /^[^\s@.](?:[^\s@]*[^\s@.])?$/.test(local) && !local.includes('..');
}

function isDate(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
}

function isTime(text: string): boolean {
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:z|[-+]([0-9]{2}):([0-9]{2}))$/i.exec(text);
  if (!match) return false;
  const [hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}

function isExpression(text: string): boolean {
  try {
    compileRe2(text);
    return true;
  } catch {
    return false;
  }
}
