/** URLs of repositories as AppProjects compare them: the scheme counts, the case and `.git` at the end do not. */

/**
 * Follows argo-cd, util/git/git.go `NormalizeGitURL`, and what Go's net/url does with what it is given: a path with a character
 * that belongs in no URL is escaped as a whole, stars and braces included. Empty for what Go refuses.
 */
export function comparableGitUrl(url: string): string {
  const lower = url.trim().toLowerCase();
  const isSsh = /^(?:ssh:\/\/)?[^/:@]*@[^@]+$/.test(lower);
  const withScheme = isSsh && !lower.startsWith('ssh://') ? `ssh://${lower.replace(':', '/')}` : lower;
  const normal = parsed(withScheme.endsWith('.git') ? withScheme.slice(0, -4) : withScheme);
  return normal.startsWith('ssh://') ? normal.slice('ssh://'.length) : normal;
}

function parsed(url: string): string {
  const start = url.indexOf('://');
  const pathStart = start < 0 ? 0 : indexOr(url.indexOf('/', start + 3), url.length);
  const host = url.slice(0, pathStart);
  const end = url.slice(pathStart).search(/[?#]/);
  const pathEnd = end < 0 ? url.length : pathStart + end;
  const path = url.slice(pathStart, pathEnd);
  if (/[{}|\\^`\s]/.test(host) || /%(?![0-9a-f]{2})/.test(path) || (start < 0 && /^[^a-z/][^/]*:/.test(path))) return '';
  return host + escaped(path) + url.slice(pathEnd);
}

function indexOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}

/** Bytes that need no escape stay; one that does makes Go write the whole path anew. */
function escaped(path: string): string {
  if (/^[\w\-.~!$&'()*+,;=:@/[\]%]*$/.test(path)) return path;
  return Array.from(path, (character) => (/[\w\-.~$&+,/:;=@]/.test(character) ? character : escapedCharacter(character))).join('');
}

function escapedCharacter(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
