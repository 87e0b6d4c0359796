/**
 * What a kustomization names beyond the files of its repository.
 * Follows kustomize 5.7, api/internal/git/repospec.go and api/internal/loader/loader.go.
 */
import type { Location } from '../../source.ts';

/** Something that a build needs and nobody has here: it goes on without it, and says so. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly why: string;
  readonly needs: string;
  readonly at: Location;

  constructor({ why, needs, at }: { readonly why: string; readonly needs: string; readonly at: Location }) {
    super(why);
    this.why = why;
    this.needs = needs;
    this.at = at;
  }
}

const FILE_SCHEMES = /^(?:http|https):\/\//i;
const GIT_SCHEMES = /^(?:ssh|https?|file):\/\//i;

/** An address that is downloaded as a file. */
export function isRemoteFile(path: string): boolean {
  return FILE_SCHEMES.test(path);
}

/** An address whose repository is cloned; everything else is a path. */
export function isRemoteFolder(path: string): boolean {
  const [address = ''] = path.replace(/^git::/i, '').split('?');
  const scheme = GIT_SCHEMES.exec(address)?.[0] ?? '';
  const afterScheme = address.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(afterScheme)?.[0] ?? '';
  const rest = afterScheme.slice(user.length);
  const isGitHub = /^github\.com[/:]/i.test(rest);
  if (scheme === '' && user === '' && !isGitHub) return false;
  if (scheme.toLowerCase() === 'file://') return true;
  const separator = scheme === '' ? rest.search(/[/:]/) : rest.indexOf('/');
  if (separator < 0) return false;
  const inside = rest.slice(separator + 1);
  return /_git\/|\/\/|\.git/.test(inside) || inside.split('/').length >= 2;
}

export function unavailableRemote(path: string, at: Location): Unavailable {
  return new Unavailable({ why: `${path} is remote`, needs: 'a copy of it in the repository', at });
}
