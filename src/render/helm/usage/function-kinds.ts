/** What functions do with values that are handed to them. */

/** They only look: nothing below the value is taken, and a value that is missing does no harm. */
export const TESTS: ReadonlySet<string> = new Set([
  'not', 'empty', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'kindIs', 'kindOf', 'typeIs', 'typeIsLike', 'typeOf', 'deepEqual', 'any', 'all', 'hasKey', 'len', 'has',
]);

/** They take everything and print something sensible for what is missing. */
export const TOLERANT: ReadonlySet<string> = new Set([
  'toYaml', 'toYamlPretty', 'toJson', 'toPrettyJson', 'toRawJson', 'toToml', 'mustToYaml', 'mustToJson', 'mustToToml', 'mustToPrettyJson', 'mustToRawJson',
  'compact', 'join', 'keys', 'hasPrefix', 'hasSuffix', 'contains', 'regexMatch', 'semverCompare', 'fail', 'lookup', 'sha256sum', 'fromYaml', 'fromJson', 'call',
]);

/** One of their arguments comes out, and each falls back to another. */
export const CHOICES: ReadonlySet<string> = new Set(['default', 'coalesce', 'and', 'or', 'ternary', 'required']);

/** A part of the list or mapping comes out, of the same shape. */
export const KEEPING: ReadonlySet<string> = new Set([
  'concat', 'rest', 'mustRest', 'initial', 'mustInitial', 'uniq', 'mustUniq', 'reverse', 'mustReverse', 'compact', 'mustCompact', 'deepCopy', 'mustDeepCopy',
  'without', 'mustWithout', 'slice', 'mustSlice', 'pick', 'omit', 'merge', 'mergeOverwrite', 'mustMerge', 'mustMergeOverwrite',
]);

/** They change their first argument. */
export const MERGING: ReadonlySet<string> = new Set(['merge', 'mergeOverwrite', 'mustMerge', 'mustMergeOverwrite']);

/** One element comes out. */
export const ELEMENT: ReadonlySet<string> = new Set(['first', 'mustFirst', 'last', 'mustLast']);

/** They give another result at every render. */
export const UNSTABLE: ReadonlySet<string> = new Set([
  'randAlphaNum', 'randAlpha', 'randNumeric', 'randAscii', 'randBytes', 'randInt', 'uuidv4', 'shuffle', 'now', 'ago', 'bcrypt', 'htpasswd', 'encryptAES',
  'genCA', 'genCAWithKey', 'genPrivateKey', 'genSelfSignedCert', 'genSelfSignedCertWithKey', 'genSignedCert', 'genSignedCertWithKey',
]);
