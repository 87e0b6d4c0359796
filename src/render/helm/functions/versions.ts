/** `semver` and `semverCompare`. Follow semver.go of Masterminds/sprig. */
import { FunctionError } from '../../go-template/functions.ts';
import { Bool, GoObject, Num, type Callable, type Value } from '../../go-template/value.ts';
import { plain, type TracedText } from '../../traced-text.ts';
import { parseConstraints, satisfies } from '../semver/constraint.ts';
import { compareVersions, incrementVersion, parseVersion, printVersion, VersionError, type Version } from '../semver/version.ts';
import { computedBool, computedNumber, computedText, fixed, textAt, type FunctionTable } from './arguments.ts';

function parsing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof VersionError) throw new FunctionError(error.message);
    throw error;
  }
}

const versions = new WeakMap<GoObject, Version>();

/** A `*semver.Version` with its methods. */
function versionObject(version: Version, source: TracedText): GoObject {
  const constant = (make: () => Value): Callable => () => make();
  const text = (value: string): Callable => constant(() => computedText(value, source));
  const object = new GoObject('*semver.Version', {
    methods: [
      ['Major', constant(() => computedNumber('int64', version.major, source))],
      ['Minor', constant(() => computedNumber('int64', version.minor, source))],
      ['Patch', constant(() => computedNumber('int64', version.patch, source))],
      ['Prerelease', text(version.prerelease)],
      ['Metadata', text(version.metadata)],
      ['Original', text(version.original)],
      ['String', text(printVersion(version))],
      ['IncMajor', constant(() => versionObject(incrementVersion(version, 'major'), source))],
      ['IncMinor', constant(() => versionObject(incrementVersion(version, 'minor'), source))],
      ['IncPatch', constant(() => versionObject(incrementVersion(version, 'patch'), source))],
      ['Compare', (args) => new Num('int', compareTo(version, args[0]))],
      ['Equal', (args) => new Bool(compareTo(version, args[0]) === 0)],
      ['GreaterThan', (args) => new Bool(compareTo(version, args[0]) > 0)],
      ['LessThan', (args) => new Bool(compareTo(version, args[0]) < 0)],
    ],
    print: () => (printVersion(version) === source.text ? source : computedText(printVersion(version), source)),
  });
  versions.set(object, version);
  return object;
}

function compareTo(version: Version, other: Value | undefined): number {
  const known = other instanceof GoObject ? versions.get(other) : undefined;
  if (!known) throw new FunctionError('wrong type for value; expected *semver.Version');
  return compareVersions(version, known);
}

export const versionFunctions: FunctionTable = [
  ['semver', fixed(['string'], (args) => versionObject(parsing(() => parseVersion(textAt(args, 0).text)), textAt(args, 0)))],
  ['semverCompare', fixed(['string', 'string'], (args) => {
    const constraints = parsing(() => parseConstraints(textAt(args, 0).text));
    const version = parsing(() => parseVersion(textAt(args, 1).text));
    return computedBool(satisfies(version, constraints), plain(''), textAt(args, 1));
  })],
];
