/** Value files found as Argo CD finds them: relative to the chart, from the root, or in another source. */
import type { Here } from '../argocd/this-repository.ts';
import type { ApplicationSource, SourceReference } from '../model.ts';
import { isUnreadable, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { ValueSource } from './helm/helm.ts';
import { NOTHING_RENDERED, unverifiedSource, type Rendered } from './rendered.ts';
import { nearPaths, type Destined } from './source.ts';

/** Where value files are looked for. */
export interface ValueFileContext {
  readonly snapshot: Snapshot;
  readonly here: Here;
}

export interface ValueFiles {
  readonly sources: readonly ValueSource[];
  readonly reads: readonly string[];
  readonly references: readonly SourceReference[];
  /** Why the source cannot be rendered: a file is missing, or cannot be had. */
  readonly problem?: Rendered;
}

/** The value files of a source, in the order in which they are applied. */
export function valueFiles(application: Destined, folder: string, context: ValueFileContext): ValueFiles {
  const { source, name } = application;
  const sources: ValueSource[] = [];
  const reads: string[] = [];
  const references: SourceReference[] = [];
  const ignoresMissing = source.node.get('helm', 'ignoreMissingValueFiles').value === true;
  let problem: Rendered | undefined;
  for (const at of source.node.get('helm', 'valueFiles').items()) {
    const located = locate(at, application, folder, context);
    if ('why' in located) {
      problem ??= unverifiedSource(at.at, `Application ${name}`, located.why, located.needs);
      continue;
    }
    const file = located.path === undefined ? undefined : textFile(context.snapshot, located.path);
    if (file && located.path !== undefined) {
      sources.push({ kind: 'file', file });
      reads.push(located.path);
    } else if (!ignoresMissing || located.path === undefined) {
      problem ??= { ...NOTHING_RENDERED, isComplete: false };
    }
    const isOptional = ignoresMissing && located.path !== undefined;
    references.push({ ...fileReference(at, located.path, file, context.snapshot), ...(isOptional ? { isOptional } : {}) });
  }
  return { sources, reads, references, ...(problem ? { problem } : {}) };
}

function fileReference(at: Node, path: string | undefined, file: SourceFile | undefined, snapshot: Snapshot): SourceReference {
  const isOutside = path === undefined;
  // A file that is there but is no text is reported where it stands.
  const found = file !== undefined || (path !== undefined && snapshot.kind(path) === 'file');
  return {
    at, what: 'value file', path: path ?? at.text ?? '', found, isOutside,
    near: found || path === undefined ? [] : nearPaths(path, snapshot),
  };
}

type Located = { readonly path: string | undefined } | { readonly why: string; readonly needs: string };

/** Relative to the chart, from the root with a leading `/`, or in the source that `$ref` names. Follows argo-cd, util/io/path/resolved.go. */
function locate(at: Node, { source, sources }: Destined, folder: string, { here }: ValueFileContext): Located {
  const text = at.text ?? '';
  const reference = /^\$([A-Za-z0-9_-]+)\/(.*)$/.exec(text);
  if (reference) {
    const target = sources.find(({ ref }) => ref === reference[1]);
    if (!target) return { why: `the value file ${text} names no \`ref\` of its sources`, needs: 'a source with that `ref`' };
    return inSource(target, reference[2] ?? '', here);
  }
  if (/[$*?[]|:\/\//.test(text)) return { why: `the value file ${text} is a pattern, a variable or a URL`, needs: 'a later version of mllint' };
  const path = text.startsWith('/') ? here.locate(source, text) : joinPath(folder, text);
  return path === undefined && here.isInGit(source, text, folder) ? outsideOfRoot(text) : { path };
}

function outsideOfRoot(text: string): Located {
  return { why: `the value file ${text} lies outside of the root`, needs: 'a root that holds it (--root)' };
}

function inSource(source: ApplicationSource, path: string, here: Here): Located {
  if (!here.includes(source)) return { why: `a value file lies in ${source.repoURL ?? 'no repository'}`, needs: '`repositories.map` for that URL' };
  const revision = here.otherRevision(source);
  if (revision !== undefined) return { why: `a value file lies in revision ${revision}`, needs: 'that revision, which is not read yet' };
  const located = here.locate(source, path);
  return located === undefined && here.isInGit(source, path) ? outsideOfRoot(path) : { path: located };
}

/** A file as text; nothing for folders, absent files and what is no text. */
export function textFile(snapshot: Snapshot, path: string): SourceFile | undefined {
  const file = snapshot.kind(path) === 'file' ? snapshot.file(path) : undefined;
  return file === undefined || isUnreadable(file) ? undefined : file;
}
