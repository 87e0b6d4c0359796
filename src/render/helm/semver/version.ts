/** Semantic versions as github.com/Masterminds/semver v3.4.0 (version.go) reads them: a leading `v` and missing parts are fine. */
import { compareText } from '../../../source.ts';

export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

/** Thrown with the package's message: `invalid semantic version`. */
export class VersionError extends Error {}

const LOOSE = /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX_UINT64 = (1n << 64n) - 1n;

/** `semver.NewVersion`. */
export function parseVersion(text: string): Version {
  const match = text.includes('\n') ? null : LOOSE.exec(text);
  if (!match) throw new VersionError('invalid semantic version');
  const [, major = '', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  for (const part of prerelease.split('.')) {
    if (part.length > 1 && part.startsWith('0') && /^[0-9]+$/.test(part)) throw new VersionError('version segment starts with 0');
  }
  return { major: segment(major), minor: segment(minor), patch: segment(patch), prerelease, metadata, original: text };
}

function segment(digits: string): bigint {
  const value = digits.length > 30 ? MAX_UINT64 + 1n : BigInt(digits);
  if (value > MAX_UINT64) throw new VersionError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
  return value;
}

/** `Version.String`. */
export function printVersion(version: Version): string {
  const { major, minor, patch, prerelease, metadata } = version;
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** `Version.Compare`; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  const order = compareNumbers(a.major, b.major) || compareNumbers(a.minor, b.minor) || compareNumbers(a.patch, b.patch);
  if (order !== 0 || a.prerelease === b.prerelease) return order;
  if (a.prerelease === '') return 1;
  if (b.prerelease === '') return -1;
  return comparePrereleases(a.prerelease, b.prerelease);
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePrereleases(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePart(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return -1;
  if (b === '') return 1;
  const isNumberA = /^[0-9]+$/.test(a);
  const isNumberB = /^[0-9]+$/.test(b);
  if (!isNumberA && !isNumberB) return compareText(a, b);
  if (!isNumberB) return -1;
  if (!isNumberA) return 1;
  return BigInt(a) > BigInt(b) ? 1 : -1;
}

/** `IncMajor`, `IncMinor` and `IncPatch`. */
export function incrementVersion(version: Version, part: 'major' | 'minor' | 'patch'): Version {
  const { major, minor, patch, prerelease } = version;
  const parts =
    part === 'major' ? { major: major + 1n, minor: 0n, patch: 0n }
    : part === 'minor' ? { major, minor: minor + 1n, patch: 0n }
    : { major, minor, patch: prerelease === '' ? patch + 1n : patch };
  const next = { ...parts, prerelease: '', metadata: '', original: '' };
  return { ...next, original: `${version.original.startsWith('v') ? 'v' : ''}${printVersion(next)}` };
}
