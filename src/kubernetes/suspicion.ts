/**
 * A document of a kind that no rule reads is not parsed, unless a line of it is anything but plain block YAML,
 * a key may stand twice, or a registry reference stands in it. The scan errs in one direction only: it asks for a parse too often.
 */

/** Indentation, dashes, then `key:`, `key: value` or a value, then perhaps a comment; values are plain words or closed quotes. */
const LINE =
  /^( *)((?:- +)*)(?:([\w./~-][^\s:#'"{}[\]]*):(?: +(?:[\w./~-](?:[^\n'"{}[\]|>&*!`\t:#]|:(?=\S)|(?<=\S)#)*|"[^"\\\n]*"|'[^'\n]*'))?|[\w./~-](?:[^\n'"{}[\]|>&*!`\t:#]|:(?=\S)|(?<=\S)#)*|"[^"\\\n]*"|'[^'\n]*') *(?: #.*)?\r?$/;
const REGISTRY_REFERENCE = /(?:models|runs):\//;

/** As keys they make Kubernetes refuse the document. */
const NULLS: ReadonlySet<string> = new Set(['null', 'Null', 'NULL', '~']);

/** Whether the text of a document should be parsed in full although no rule reads its kind. */
export function isSuspicious(text: string): boolean {
  if (namesRegistry(text)) return true;
  const open: { indent: number; keys: Set<string> }[] = [];
  for (const line of text.split('\n')) {
    if (isIgnorable(line)) continue;
    const match = LINE.exec(line);
    if (!match || NULLS.has(match[3] ?? '') || repeatsKey(open, match)) return true;
  }
  return false;
}

/** Such a reference is read in a document of any kind. */
export function namesRegistry(text: string): boolean {
  return REGISTRY_REFERENCE.test(text);
}

/** Follows the indentation of block mappings. */
function repeatsKey(open: { indent: number; keys: Set<string> }[], match: RegExpExecArray): boolean {
  const [, spaces = '', dashes = '', key] = match;
  const indent = spaces.length + dashes.length;
  const limit = dashes === '' ? indent : spaces.length;
  while (open.length > 0 && (open.at(-1)?.indent ?? 0) > limit) open.pop();
  if (key === undefined) return false;
  if (dashes !== '' && open.at(-1)?.indent === indent) open.pop();
  const mapping = open.at(-1)?.indent === indent ? open.at(-1) : undefined;
  if (mapping?.keys.has(key)) return true;
  if (mapping) mapping.keys.add(key);
  else open.push({ indent, keys: new Set([key]) });
  return false;
}

function isIgnorable(line: string): boolean {
  const trimmed = line.trimStart();
  return trimmed === '' || trimmed === '\r' || trimmed.startsWith('#') || line.startsWith('---');
}
