/**
 * Files that a source names: beside it, from the top of its repository with a leading `/`, or in the source that `$ref` names.
 * Follows argo-cd, util/io/path/resolved.go and reposerver/repository/repository.go `resolveReferencedSources`.
 */
import type { Elsewhere, Here, Place } from '../argocd/this-repository.ts';
import type { ApplicationSource, SourceReference } from '../model.ts';
import { joinPath } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';
import { substituted, tracedText, unknownIn } from './application-variables.ts';
import type { Destined } from './source.ts';
import type { TracedText } from './traced-text.ts';

/** Where a file would be; without a path it leaves the repository. */
export interface LocatedPath {
  readonly path: string | undefined;
  readonly place: Place;
}

/** What Argo CD says where it does not even look for a file. */
export interface PathError {
  readonly message: string;
}

export interface FileLocator {
  /** Where a file that a source names is; nothing where its `ref` is unknown, which argocd/source-exists says. */
  locate(at: Node, what: SourceReference['what']): LocatedPath | Elsewhere | PathError | undefined;
}

export interface SourceFolder {
  readonly here: Here;
  readonly place: Place;
  /** The folder of the source in its place. */
  readonly folder: string;
}

export function fileLocator(application: Destined, where: SourceFolder): FileLocator {
  return { locate: (at, what) => locate(at, what, application, where) };
}

function locate(at: Node, what: SourceReference['what'], application: Destined, where: SourceFolder): ReturnType<FileLocator['locate']> {
  const text = tracedText(at);
  if (!text) return { message: `a ${what} has no path` };
  const unknown = unknownIn(text);
  if (unknown !== undefined) return { why: `the path of a ${what} cannot be known: ${unknown}`, needs: 'a path that can' };
  return application.hasSeveralSources && text.text.startsWith('$')
    ? inReferenced(text, what, application, where)
    : besides(substituted(text, application), what, where);
}

function besides(path: TracedText, what: SourceReference['what'], { place, folder }: SourceFolder): LocatedPath | Elsewhere | PathError {
  const unknown = unknownIn(path);
  if (unknown !== undefined) return { why: `the path of a ${what} cannot be known: ${unknown}`, needs: 'a path without it' };
  const { text } = path;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return { why: `the ${what} ${text} is fetched from the network`, needs: 'a copy of it in the repository' };
  if (scheme !== undefined) return { message: `error resolving helm value files: error resolving value file path: the URL scheme '${scheme}' is not allowed` };
  const isFromTop = text.startsWith('/');
  const found = isFromTop ? place.locate(text) : joinPath(folder, text);
  if (found === undefined && place.isInGit(text, isFromTop ? undefined : folder)) return outsideOfRoot(what, text);
  return { path: found, place };
}

function outsideOfRoot(what: string, text: string): Elsewhere {
  return { why: `the ${what} ${text} lies outside of the root`, needs: 'a root that holds it (--root)' };
}

function inReferenced(text: TracedText, what: SourceReference['what'], application: Destined, { here }: SourceFolder): ReturnType<FileLocator['locate']> {
  const end = text.text.indexOf('/');
  const name = end < 0 ? text.text : text.text.slice(0, end);
  const target = application.sources.find(({ ref }) => ref !== undefined && `$${ref}` === name);
  if (!target) return undefined;
  const message = refProblem(target, application, here);
  if (message) return message;
  const place = here.place(target);
  if ('why' in place) return { ...place, why: place.why.replace(/^its source/, `the source of the ${what} ${text.text}`) };
  const rest = substituted(end < 0 ? text.slice(text.length) : text.slice(end), application);
  const unknown = unknownIn(rest);
  if (unknown !== undefined) return { why: `the path of a ${what} cannot be known: ${unknown}`, needs: 'a path without it' };
  const path = place.locate(rest.text);
  return path === undefined && place.isInGit(rest.text) ? outsideOfRoot(what, rest.text) : { path, place };
}

/** What Argo CD refuses of sources that are referred to. */
function refProblem(target: ApplicationSource, { source, sources }: Destined, here: Here): PathError | Elsewhere | undefined {
  if (target.chart !== undefined) return { message: "source has a 'chart' field defined, but Helm charts are not yet not supported for 'ref' sources" };
  const earlier = refsNamedBy(source.node).filter((_, index, all) => index < all.indexOf(target.ref ?? ''));
  const other = sources.find((one) => earlier.includes(one.ref ?? '') && here.isSameRepository(one, target) && one.targetRevision !== target.targetRevision);
  if (other) {
    const shown = (one: ApplicationSource): string => `$${one.ref ?? ''} references ${JSON.stringify(one.targetRevision ?? '')}`;
    return { message: `cannot reference multiple revisions for the same repository (${shown(target)} while ${shown(other)})` };
  }
  if (!here.isSameRepository(source, target) || here.otherRevision(source) === here.otherRevision(target)) return undefined;
  const revisions = `${JSON.stringify(target.targetRevision ?? '')} and ${JSON.stringify(source.targetRevision ?? '')}`;
  return { why: `Argo CD reads two revisions of one repository only where they are one commit: ${revisions}`, needs: 'one revision for both sources' };
}

/** The sources that a source's files lie in, by their `ref`, in the order in which Argo CD looks at them. */
function refsNamedBy(source: Node): string[] {
  const files = [...source.get('helm', 'valueFiles').items(), ...source.get('helm', 'fileParameters').items().map((parameter) => parameter.get('path'))];
  return files.flatMap((file) => /^\$([^/]*)/.exec((file.isKnown ? file.text : undefined) ?? '')?.[1] ?? []);
}
