/** Version constraints as github.com/Masterminds/semver v3.4.0 (constraints.go) reads and checks them. */
import type { RE2JS } from 're2js';
import { compileRe2 } from '../../../re2.ts';
import { compareVersions, comparePrereleases, parseVersion, VersionError, type Version } from './version.ts';

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** Some part is a wildcard or missing; which decides how far a range reaches. */
  readonly isDirty: boolean;
  readonly isMinorDirty: boolean;
  readonly isPatchDirty: boolean;
}

/** Alternatives (`||`) of constraints that must all hold. */
export interface Constraints {
  readonly alternatives: readonly (readonly Constraint[])[];
}

const OPERATOR = String.raw`=||!=|>|<|>=|=>|<=|=<|~|~>|\^`;
const VERSION =
  String.raw`v?([0-9|x|X|\*]+)(\.[0-9|x|X|\*]+)?(\.[0-9|x|X|\*]+)?` +
  String.raw`(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?` +
  String.raw`(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?`;

/** The package's own expressions, by RE2 as there: linear in the constraint's length. */
const ONE = onFirstUse(String.raw`^\s*(${OPERATOR})\s*(${VERSION})\s*$`);
const FIND = onFirstUse(String.raw`(${OPERATOR})\s*(${VERSION})`);
const RANGE = onFirstUse(String.raw`\s*(${VERSION})\s+-\s+(${VERSION})\s*`);
const VALID = onFirstUse(String.raw`^(\s*(${OPERATOR})\s*(${VERSION})\s*)((?:\s+|,\s*)(${OPERATOR})\s*(${VERSION})\s*)*$`);

function onFirstUse(expression: string): () => RE2JS {
  let compiled: RE2JS | undefined;
  return () => (compiled ??= compileRe2(expression));
}

const parsed = new Map<string, Constraints>();
const MAX_PARSED = 200;

/** `semver.NewConstraint`. */
export function parseConstraints(text: string): Constraints {
  const known = parsed.get(text);
  if (known) return known;
  const constraints = { alternatives: rewriteRanges(text).split('||').map(parseAlternative) };
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, constraints);
  return constraints;
}

/** `1.2 - 1.4.5` means `>= 1.2, <= 1.4.5`. */
function rewriteRanges(text: string): string {
  if (!text.includes(' -')) return text;
  const parts: string[] = [];
  const matcher = RANGE().matcher(text);
  let at = 0;
  while (matcher.find()) {
    parts.push(text.slice(at, matcher.start()), `>= ${matcher.group(1) ?? ''}, <= ${matcher.group(11) ?? ''} `);
    at = matcher.end();
  }
  return parts.join('') + text.slice(at);
}

function parseAlternative(text: string): Constraint[] {
  if (!VALID().matcher(text).find()) throw new VersionError(`improper constraint: ${text}`);
  const found: Constraint[] = [];
  const matcher = FIND().matcher(text);
  while (matcher.find()) found.push(parseOne(matcher.group() ?? ''));
  return found;
}

function parseOne(text: string): Constraint {
  const match = ONE().matcher(text);
  if (!match.find()) throw new VersionError(`improper constraint: ${text}`);
  const [operator = '', version = '', major = '', minor = '', patch = '', prerelease = ''] = [1, 2, 3, 4, 5, 6].map((group) => match.group(group) ?? '');
  const flags = { isDirty: true, isMinorDirty: false, isPatchDirty: false };
  const read = (spelt: string): Version => ({ ...orFail(spelt), original: version });
  if (isWildcard(major)) return { operator, version: read(`0.0.0${prerelease}`), ...flags };
  if (isWildcard(minor)) return { operator, version: read(`${major}.0.0${prerelease}`), ...flags, isMinorDirty: true };
  if (isWildcard(patch)) return { operator, version: read(`${major}${minor}.0${prerelease}`), ...flags, isPatchDirty: true };
  return { operator, version: read(version), ...flags, isDirty: false };
}

function orFail(spelt: string): Version {
  try {
    return parseVersion(spelt);
  } catch {
    throw new VersionError('constraint parser error');
  }
}

function isWildcard(part: string): boolean {
  return ['', 'x', 'X', '*'].includes(part.replace(/^\./, ''));
}

/** `Constraints.Check`: a prerelease only satisfies alternatives that name one. */
export function satisfies(version: Version, constraints: Constraints): boolean {
  return constraints.alternatives.some((all) => {
    const allowsPrerelease = all.some((constraint) => constraint.version.prerelease !== '');
    if (version.prerelease !== '' && !allowsPrerelease) return false;
    return all.every((constraint) => holds(version, constraint));
  });
}

/** `chartutil.IsCompatibleRange` of helm/helm: what cannot be read is not compatible. */
export function isCompatibleRange(constraint: string, version: string): boolean {
  try {
    return satisfies(parseVersion(version), parseConstraints(constraint));
  } catch (error) {
    if (error instanceof VersionError) return false;
    throw error;
  }
}

function holds(version: Version, constraint: Constraint): boolean {
  switch (constraint.operator) {
    case '':
    case '=':
      return constraint.isDirty ? holdsTilde(version, constraint) : compareVersions(version, constraint.version) === 0;
    case '!=':
      return holdsNotEqual(version, constraint);
    case '>':
      return holdsGreater(version, constraint);
    case '<':
      return compareVersions(version, constraint.version) < 0;
    case '>=':
    case '=>':
      return compareVersions(version, constraint.version) >= 0;
    case '<=':
    case '=<':
      return holdsLessOrEqual(version, constraint);
    case '^':
      return holdsCaret(version, constraint);
    default:
      return holdsTilde(version, constraint);
  }
}

function holdsNotEqual(version: Version, { version: wanted, isDirty, isMinorDirty, isPatchDirty }: Constraint): boolean {
  if (isDirty) {
    if (wanted.major !== version.major) return true;
    if (wanted.minor !== version.minor && !isMinorDirty) return true;
    if (isMinorDirty) return false;
    if (wanted.patch !== version.patch && !isPatchDirty) return true;
    if (isPatchDirty) {
      return (version.prerelease !== '' || wanted.prerelease !== '') && comparePrereleases(version.prerelease, wanted.prerelease) !== 0;
    }
  }
  return compareVersions(version, wanted) !== 0;
}

function holdsGreater(version: Version, { version: wanted, isDirty, isMinorDirty, isPatchDirty }: Constraint): boolean {
  if (isDirty) {
    if (version.major !== wanted.major) return version.major > wanted.major;
    if (isMinorDirty) return false;
    if (isPatchDirty) return version.minor > wanted.minor;
  }
  return compareVersions(version, wanted) > 0;
}

function holdsLessOrEqual(version: Version, { version: wanted, isDirty, isMinorDirty }: Constraint): boolean {
  if (!isDirty) return compareVersions(version, wanted) <= 0;
  if (version.major > wanted.major) return false;
  return !(version.major === wanted.major && version.minor > wanted.minor && !isMinorDirty);
}

function holdsTilde(version: Version, { version: wanted, isMinorDirty, isPatchDirty }: Constraint): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && !isMinorDirty && !isPatchDirty) return true;
  return version.major === wanted.major && (version.minor === wanted.minor || isMinorDirty);
}

function holdsCaret(version: Version, { version: wanted, isMinorDirty, isPatchDirty }: Constraint): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  if (wanted.major > 0n || isMinorDirty) return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || isPatchDirty) return version.minor === wanted.minor;
  return version.minor === 0n && version.patch === wanted.patch;
}
