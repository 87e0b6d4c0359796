/** `ip` and `cidr` (k8s.io/apiserver, pkg/cel/library/ip.go and cidr.go, 0.36): no zones, no IPv4 in IPv6, no leading zeros. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Comparable } from '../equality.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered, type RegisteredType } from './registered.ts';

export class Ip implements Comparable {
  /** Four or sixteen. */
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }

  equals(other: unknown): boolean {
    return other instanceof Ip && other.toString() === this.toString();
  }

  toString(): string {
    return this.bytes.length === 4 ? this.bytes.join('.') : ipv6Text(this.bytes);
  }
}

export class Cidr implements Comparable {
  readonly ip: Ip;
  readonly length: number;

  constructor(ip: Ip, length: number) {
    this.ip = ip;
    this.length = length;
  }

  equals(other: unknown): boolean {
    return other instanceof Cidr && other.toString() === this.toString();
  }

  toString(): string {
    return `${this.ip.toString()}/${this.length}`;
  }
}

/** RFC 5952: the longest run of two or more zeros is left out, the first of equals. */
function ipv6Text(bytes: readonly number[]): string {
  const words = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start += 1) {
    let length = 0;
    while (words[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const text = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  return best.length < 2 ? text(words) : `${text(words.slice(0, best.start))}::${text(words.slice(best.start + best.length))}`;
}

function ipOf(text: string): Ip | undefined {
  if (isIPv4(text)) return new Ip(text.split('.').map(Number));
  if (!isIPv6(text) || text.includes('%') || text.includes('.')) return undefined;
  const [head = '', tail] = text.split('::');
  const words = (part: string): number[] => (part === '' ? [] : part.split(':').map((word) => parseInt(word, 16)));
  const [before, after] = [words(head), words(tail ?? '')];
  const all = tail === undefined ? before : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  const isMapped = all.slice(0, 5).every((word) => word === 0) && all[5] === 0xffff;
  return isMapped ? undefined : new Ip(all.flatMap((word) => [word >> 8, word & 0xff]));
}

const PREFIX = /^(.+)\/(0|[1-9][0-9]{0,2})$/;

function cidrOf(text: string): Cidr | undefined {
  const [, address = '', length = ''] = PREFIX.exec(text) ?? [];
  const ip = ipOf(address);
  return ip && Number(length) <= ip.bytes.length * 8 ? new Cidr(ip, Number(length)) : undefined;
}

function needIp(text: string): Ip {
  const ip = ipOf(text);
  if (!ip) throw new CelFailure(`IP address ${JSON.stringify(text)} cannot be parsed`);
  return ip;
}

function needCidr(text: string): Cidr {
  const cidr = cidrOf(text);
  if (!cidr) throw new CelFailure(`network address ${JSON.stringify(text)} cannot be parsed`);
  return cidr;
}

function masked({ ip, length }: Cidr): Ip {
  return new Ip(ip.bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff));
}

function holds(cidr: Cidr, ip: Ip): boolean {
  return cidr.ip.bytes.length === ip.bytes.length && masked(new Cidr(ip, cidr.length)).equals(masked(cidr));
}

function holdsCidr(cidr: Cidr, other: Cidr): boolean {
  return other.length >= cidr.length && holds(cidr, other.ip);
}

const isAllZero = ({ bytes }: Ip): boolean => bytes.every((byte) => byte === 0);
const isLoopback = ({ bytes }: Ip): boolean => (bytes.length === 4 ? bytes[0] === 127 : bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1);
const isLinkLocal = ({ bytes }: Ip): boolean => (bytes.length === 4 ? bytes[0] === 169 && bytes[1] === 254 : bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80);
const isLinkLocalMulticast = ({ bytes }: Ip): boolean =>
  bytes.length === 4 ? bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0 : bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 2;
const isMulticast = ({ bytes }: Ip): boolean => (bytes.length === 4 ? ((bytes[0] ?? 0) & 0xf0) === 0xe0 : bytes[0] === 0xff);
const isGlobal = (ip: Ip): boolean =>
  !(ip.bytes.length === 4 && ip.bytes.every((byte) => byte === 255)) && !isAllZero(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip);

export const addressTypes: readonly RegisteredType[] = [{ name: 'net.IP', constructor: Ip }, { name: 'net.CIDR', constructor: Cidr }];

export const addressFunctions: readonly Registered[] = [
  define('ip(string): net.IP', needIp),
  define('isIP(string): bool', (text: string) => ipOf(text) !== undefined),
  define('IpNamespace.isCanonical(string): bool', (_: unknown, text: string) => needIp(text).toString() === text),
  define('string(net.IP): string', (ip: Ip) => ip.toString()),
  define('net.IP.family(): int', ({ bytes }: Ip) => (bytes.length === 4 ? 4n : 6n)),
  define('net.IP.isUnspecified(): bool', isAllZero),
  define('net.IP.isLoopback(): bool', isLoopback),
  define('net.IP.isLinkLocalMulticast(): bool', isLinkLocalMulticast),
  define('net.IP.isLinkLocalUnicast(): bool', isLinkLocal),
  define('net.IP.isGlobalUnicast(): bool', isGlobal),
  define('cidr(string): net.CIDR', needCidr),
  define('isCIDR(string): bool', (text: string) => cidrOf(text) !== undefined),
  define('string(net.CIDR): string', (cidr: Cidr) => cidr.toString()),
  define('net.CIDR.containsIP(string): bool', (cidr: Cidr, text: string) => holds(cidr, needIp(text))),
  define('net.CIDR.containsIP(net.IP): bool', holds),
  define('net.CIDR.containsCIDR(string): bool', (cidr: Cidr, text: string) => holdsCidr(cidr, needCidr(text))),
  define('net.CIDR.containsCIDR(net.CIDR): bool', holdsCidr),
  define('net.CIDR.ip(): net.IP', ({ ip }: Cidr) => ip),
  define('net.CIDR.prefixLength(): int', ({ length }: Cidr) => BigInt(length)),
  define('net.CIDR.masked(): net.CIDR', (cidr: Cidr) => new Cidr(masked(cidr), cidr.length)),
];
