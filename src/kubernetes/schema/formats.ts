/**
 * The formats of texts that the API server holds custom resources against; every other name is ignored.
 * Follows k8s.io/apiextensions-apiserver, pkg/apiserver/validation/formats.go, and k8s.io/kube-openapi, pkg/validation/strfmt (0.36).
 */

import { GO_DURATION } from '../go-duration.ts';
import { isIpv4, isIpv6 } from './addresses.ts';
import { isDomain, OBJECT_FORMATS, type Format } from './object-formats.ts';

const BY_NAME: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['datetime', { wants: 'a time such as 2026-01-31T12:00:00Z', fits: isDateTime }],
  ['date', { wants: 'a date such as 2026-01-31', fits: isDate }],
  ['duration', { wants: 'a duration such as 30s', fits: isDuration }],
  ['byte', { wants: 'base64', fits: isBase64 }],
  ['ipv4', { wants: 'an IPv4 address', fits: isIpv4 }],
  ['ipv6', { wants: 'an IPv6 address', fits: isIpv6 }],
  ['cidr', { wants: 'a network such as 10.0.0.0/8', fits: isCidr }],
  ['uri', { wants: 'a URI', fits: isRequestUri }],
  ['hostname', { wants: 'a host name', fits: isHostname }],
  ['email', { wants: 'an e-mail address', fits: (text) => /^(?:[^<>]*<[^@<>\s]+@[^@<>\s]+>|[^@<>\s]+@[^@<>\s]+)$/.test(text) }],
  ['mac', { wants: 'a MAC address', fits: (text) => /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:(?:\1[0-9a-f]{2}){2})?)$/i.test(text) }],
  ['uuid', { wants: 'a UUID', fits: (text) => UUID.test(text) }],
  ['uuid3', { wants: 'a UUID of version 3', fits: (text) => UUID.test(text) && digitsOf(text)[12] === '3' }],
  ['uuid4', { wants: 'a UUID of version 4', fits: (text) => UUID.test(text) && digitsOf(text)[12] === '4' && /[89ab]/i.test(digitsOf(text)[16] ?? '') }],
  ['uuid5', { wants: 'a UUID of version 5', fits: (text) => UUID.test(text) && digitsOf(text)[12] === '5' && /[89ab]/i.test(digitsOf(text)[16] ?? '') }],
  ['hexcolor', { wants: 'a colour such as #ff8800', fits: (text) => /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) }],
  ['k8sshortname', { wants: 'a name of at most 63 lower-case letters, digits and dashes', fits: (text) => text.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text) }],
  ['k8slongname', { wants: 'a name of lower-case letters, digits, dashes and dots', fits: isDomain }],
  ...OBJECT_FORMATS,
]);

/** Of the names of objects, wherever their kind does not say another one. */
export const NAME_FORMAT = 'k8s-long-name';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

function digitsOf(text: string): string {
  return text.replaceAll('-', '');
}

const asWritten = new Map<string, Format>();
/** Definitions of a repository may name any. */
const MAX_NAMES = 1000;

/** By a name as schemas write it. */
function formatOf(name: string): Format | undefined {
  const known = asWritten.get(name);
  if (known) return known;
  const format = BY_NAME.get(name.replaceAll('-', ''));
  if (format && asWritten.size < MAX_NAMES) asWritten.set(name, format);
  return format;
}

/** The formats that are checked, as schemas write them. */
export function isCheckedFormat(name: string): boolean {
  return formatOf(name) !== undefined;
}

/** What a format wants of a text that does not fit; nothing where it fits, or nobody checks the format. */
export function misfit(name: string, text: string): string | undefined {
  const format = formatOf(name);
  return format && !format.fits(text) ? format.wants : undefined;
}

export function fitsFormat(name: string, text: string): boolean {
  return formatOf(name)?.fits(text) !== false;
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t', 2);
  const [, hour = '', minute = '', second = ''] = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})$/.exec(time) ?? [];
  return hour !== '' && isDate(date) && hour <= '23' && minute <= '59' && second <= '59';
}

/** Go's durations, and numbers with the units of Scala anywhere in the text. */
function isDuration(text: string): boolean {
  return GO_DURATION.test(text) || /[0-9]\s*(?:ns|us|µs|ms|[smhdw]|nano|micro|milli|sec|min|hr|hour|day|wk|week)/i.test(text);
}

function isBase64(text: string): boolean {
  const bare = text.replaceAll(/[\r\n]/g, ''); // Go's decoder passes over line ends
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}

function isCidr(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  if (length === undefined || rest.length > 0 || !/^[0-9]{1,3}$/.test(length)) return false;
  return (isIpv4(address) && Number(length) <= 32) || (isIpv6(address) && Number(length) <= 128);
}

/** As it may stand in a request: a path, or a whole URL. */
function isRequestUri(text: string): boolean {
  return (text.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(text)) && !/[\u0000-\u0020\u007f]/.test(text) && !/%(?![0-9a-f]{2})/i.test(text);
}

function isHostname(text: string): boolean {
  if (text.length === 0 || text.length > 255) return false;
  return text.split('.').every((label) => label.length > 0 && label.length <= 63 && /^[a-z0-9\p{S}\p{L}](?:[a-z0-9\p{S}\p{L}-]*[a-z0-9\p{S}\p{L}])?$/iu.test(label));
}
