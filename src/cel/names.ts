/** Names of fields in expressions (k8s.io/apiserver, pkg/cel/escaping.go, 0.36): what is no word of CEL, or a word that CEL keeps for itself, is escaped. */

const ESCAPED: ReadonlyMap<string, string> = new Map([['underscores', '__'], ['dot', '.'], ['dash', '-'], ['slash', '/']]);
const RESERVED: ReadonlySet<string> = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace',
  'return', 'var', 'void', 'while',
]);

/** `__namespace__` is `namespace`, `a__dash__b` is `a-b`. */
export function unescapedName(name: string): string {
  if (!name.includes('__')) return name;
  const word = /^__([a-z]+)__$/.exec(name)?.[1];
  if (word !== undefined && RESERVED.has(word)) return word;
  return name.replace(/__(underscores|dot|dash|slash)__/g, (_, what: string) => ESCAPED.get(what) ?? '');
}
