/** Versions that stand in a file that `models.<name>.versions: <file>#<path>` names; `{env}` in either stands for the environment. */
import type { Config, DeclaredModel } from '../config/config.ts';
import type { Unverified } from '../finding.ts';
import { documentsOf } from '../render/documents.ts';
import { environmentFinder } from '../serving/environment.ts';
import { isUnreadable, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';

export interface NamedVersion {
  readonly model: DeclaredModel;
  readonly environment: string;
  readonly file: SourceFile;
  readonly root: Node;
  readonly at: Node;
}

export interface NamedVersions {
  readonly found: readonly NamedVersion[];
  /** Files and paths where nothing stands. */
  readonly unverified: readonly Unverified[];
}

const PLACEHOLDER = '{env}';

export function namedVersions(snapshot: Snapshot, config: Config): NamedVersions {
  const { find } = environmentFinder(config);
  const found: NamedVersion[] = [];
  const unverified: Unverified[] = [];
  for (const model of config.models) {
    const [written = '', path = ''] = model.versions.split('#', 2);
    if (path === '') continue;
    const file = joinPath('', written) ?? '';
    const versions = filesOf(file, snapshot).flatMap(({ path: at, name }) => inFile(at, { snapshot, steps: path.split('.'), name: name ?? find({ valueFiles: [at] }) }));
    const known = versions.flatMap(({ name, ...rest }) => {
      const environment = find({ contract: name });
      return environment === undefined ? [] : [{ ...rest, model, environment }];
    });
    found.push(...known);
    if (known.length === 0) {
      unverified.push({ at: model.at, what: `the version of ${model.name}`, why: `nothing stands at ${path} in ${written} for any environment`, needs: 'a file and a path that are there' });
    }
  }
  return { found, unverified };
}

/** The files that the path means, with what stands in the place of `{env}`. */
function filesOf(path: string, snapshot: Snapshot): { readonly path: string; readonly name?: string }[] {
  const at = path.indexOf(PLACEHOLDER);
  if (at < 0) return [{ path }];
  const [prefix, suffix] = [path.slice(0, at), path.slice(at + PLACEHOLDER.length)];
  return snapshot.files.flatMap((file) => {
    if (file.length < prefix.length + suffix.length || !file.startsWith(prefix)) return [];
    const rest = file.slice(prefix.length);
    // Where it stands twice, both mean the same environment.
    const name = rest.slice(0, suffix.includes(PLACEHOLDER) ? rest.indexOf('/') : rest.length - suffix.length);
    return name !== '' && !name.includes('/') && rest.slice(name.length) === suffix.replaceAll(PLACEHOLDER, name) ? [{ path: file, name }] : [];
  });
}

interface Reading {
  readonly snapshot: Snapshot;
  readonly steps: readonly string[];
  readonly name: string | undefined;
}

function inFile(path: string, { snapshot, steps, name }: Reading): { readonly name: string | undefined; readonly file: SourceFile; readonly root: Node; readonly at: Node }[] {
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) return [];
  return documentsOf(file).flatMap(({ parsed }) => {
    if (!parsed?.root || parsed.problems.length > 0) return [];
    const root = Node.root(parsed.root);
    return valuesAt(root, steps, name).filter(({ at }) => at.kind === 'scalar' && !at.isNull).map((value) => ({ ...value, file, root }));
  });
}

/** A step `{env}` goes into every key; without one the file says which environment is meant. */
function valuesAt(root: Node, steps: readonly string[], name: string | undefined): { readonly name: string | undefined; readonly at: Node }[] {
  const index = name === undefined ? steps.indexOf(PLACEHOLDER) : -1;
  if (index < 0) return [{ name, at: root.get(...steps.map((step) => stepOf(step === PLACEHOLDER ? (name ?? step) : step))) }];
  return root.get(...steps.slice(0, index).map(stepOf)).entries().map(([key, value]) => ({ name: key, at: value.get(...steps.slice(index + 1).map(stepOf)) }));
}

/** `images.0.newTag` goes into a list. */
function stepOf(step: string): string | number {
  return /^[0-9]{1,6}$/.test(step) ? Number(step) : step;
}
