/** Kustomizations as sources, and those that no Application deploys: built in process, their errors as findings. */
import type { Raised } from '../finding.ts';
import type { StaleReference } from '../model.ts';
import { joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import { SourceFile, startOf, type Location } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { applicationChange } from './kustomize-options.ts';
import { buildKustomization, type Built, type Refused } from './kustomize/build.ts';
import type { BuildError } from './kustomize/build-error.ts';
import type { NotedKustomization } from './kustomize/noted-kustomization.ts';
import { RenderMemo } from './render-memo.ts';
import { failed, NOTHING_RENDERED, type Rendered, type RenderedKustomization } from './rendered.ts';
import type { RenderKustomizeSource } from './source.ts';

/** How `kustomize build` is called, as far as the repository says. */
export interface KustomizeFacts {
  /** The text of `kustomize.buildOptions`; absent where the repository does not hold the settings of Argo CD. */
  readonly buildOptions?: string;
}

export interface KustomizeRenderer {
  readonly source: RenderKustomizeSource;
  /** A folder that no Application deploys. */
  readonly standalone: (folder: string) => Rendered;
}

export function kustomizeRenderer(snapshot: Snapshot, facts: KustomizeFacts): KustomizeRenderer {
  const memo = new RenderMemo();
  const options = optionsOf(facts);
  return {
    source: (application, { place, folder }) => {
      const change = applicationChange(application, (path) => isFolder(joinPath(folder, path), place.snapshot));
      const build = (): Rendered => renderedOr(
        buildKustomization(folder, { snapshot: place.snapshot, at: application.source.node.get('path').at, ...options, ...(change ? { change } : {}) }),
        (error) => failed(application, error),
      );
      const rendered = change || !place.isLinted || place.snapshot !== snapshot ? build() : memo.once(`source ${folder}`, build);
      return place.isLinted ? rendered : { ...rendered, reads: new Set(), kustomizations: [] };
    },
    standalone: (folder) => memo.once(`standalone ${folder}`, () => renderedOr(
      buildKustomization(folder, { snapshot, at: placeOf(folder, snapshot), restriction: options.restriction, before: 'make' }),
      ({ at, message }) => ({ ...NOTHING_RENDERED, raised: [doesNotBuild(at, message)], isComplete: false }),
    )),
  };
}

function optionsOf({ buildOptions }: KustomizeFacts): { readonly restriction: 'root' | 'none'; readonly refusesHelm: boolean } {
  const given = buildOptions ?? '';
  const isUnrestricted = /--load[-_]restrictor[ =]LoadRestrictionsNone/.test(given);
  return { restriction: isUnrestricted ? 'none' : 'root', refusesHelm: buildOptions !== undefined && !given.includes('--enable-helm') };
}

function isFolder(path: string | undefined, snapshot: Snapshot): boolean {
  return path !== undefined && snapshot.kind(path) === 'folder';
}

function doesNotBuild(at: Location, message: string): Raised {
  return { rule: 'kustomize/builds', at, message };
}

function renderedOr(result: Built | Refused, refused: (error: BuildError) => Rendered): Rendered {
  if (!('refused' in result)) return renderedFrom(result);
  return { ...refused(result.refused), reads: result.reads, kustomizations: result.kustomizations.map((kustomization) => noted(kustomization, { isComplete: false })) };
}

function renderedFrom({ resources, kustomizations, staleReferences, reads, unverified }: Built): Rendered {
  const objects = resources.map(({ tree, file, prefixes, suffixes }) => ({
    root: Node.root(tree), file, ...(prefixes.length + suffixes.length > 0 ? { affixes: { prefixes, suffixes } } : {}),
  }));
  const isComplete = unverified.length === 0;
  const stale = staleReferences.flatMap(({ referrer, path, kind, name, generated: { generator } }): StaleReference[] => {
    const at = objects[referrer]?.root.get(...path);
    return at && generator ? [{ at, kind, name, generator }] : [];
  });
  return {
    ...NOTHING_RENDERED, objects, reads, unverified, isComplete,
    kustomizations: kustomizations.map((kustomization, index) => noted(kustomization, { isComplete, stale: index === 0 ? stale : [] })),
  };
}

interface Noted {
  readonly isComplete: boolean;
  /** The references that the outermost kustomization leaves stale. */
  readonly stale?: readonly StaleReference[];
}

function noted({ folder, root, targets, images, replacedLists }: NotedKustomization, { isComplete, stale = [] }: Noted): RenderedKustomization {
  return { folder, notes: { root, targets, images, replacedLists, staleReferences: stale }, isComplete };
}

function placeOf(folder: string, snapshot: Snapshot): Location {
  const path = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map((name) => joinPath(folder, name) ?? name).find((name) => snapshot.kind(name) === 'file');
  const file = path === undefined ? undefined : snapshot.file(path);
  return startOf(file instanceof SourceFile ? file : new SourceFile(folder, ''));
}
