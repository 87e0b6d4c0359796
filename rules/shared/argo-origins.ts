/** Where Applications and ApplicationSets come from: what is applied together, and what is perhaps only an alternative. */
import { folderOf, joinPath, type Application, type Manifest, type Node, type Repository } from '#rule';

/** What brings an Application about: the Application that renders it or its set, else the kustomization that picks its file, or the folder. */
export interface ArgoOrigin {
  /** The set's document, or the Application's own. */
  readonly document: Node;
  /** Written as an Application, not generated. */
  readonly isPlain: boolean;
  readonly parent?: Application;
  /** Equal for what is applied together. */
  readonly folder: string;
}

/** The kustomization that picks a file, by the path of the file. */
function pickedFiles({ kustomizations }: Repository): Map<string, string> {
  const picked = new Map<string, string>();
  for (const { folder, root } of kustomizations) {
    for (const item of root.get('resources').items()) {
      const path = item.isKnown ? joinPath(folder, item.text ?? '') : undefined;
      if (path !== undefined) picked.set(path, folder);
    }
  }
  return picked;
}

/** Answers for every Application of a repository. */
export function argoOrigins(repository: Repository): (application: Application) => ArgoOrigin {
  const parents = new Map<Node | string, Application>();
  for (const application of repository.applications) {
    for (const { root } of application.manifests.filter(isArgoDeclaration)) parents.set(keyOf(root), application).set(root, application);
  }
  const picked = pickedFiles(repository);
  const pickedFrom = new Set([...picked.keys()].map(folderOf));
  // A folder of which a kustomization picks some files is not applied as a whole: the others are alternatives.
  const togetherWith = (path: string): string => (pickedFrom.has(folderOf(path)) ? `${picked.get(path) ?? path}/kustomization` : folderOf(path));
  return ({ root, applicationSet }) => {
    const document = applicationSet?.root ?? root;
    const parent = parents.get(document) ?? parents.get(keyOf(document));
    return { document, isPlain: applicationSet === undefined, folder: togetherWith(document.at.file.path), ...(parent ? { parent } : {}) };
  };
}

/** Out of one set, out of one parent, or out of files beside each other, which are applied together. */
export function areAppliedTogether(a: ArgoOrigin, b: ArgoOrigin): boolean {
  if (a.parent || b.parent) return a.parent === b.parent;
  return a.document === b.document || a.folder === b.folder;
}

/** Applications and ApplicationSets, which argocd/applications-unique looks after. */
export function isArgoDeclaration({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith('argoproj.io/') && (kind === 'Application' || kind === 'ApplicationSet');
}

/** Equal for one declaration that is found loose and rendered by its parent. */
function keyOf(document: Node): string {
  const { file, range } = document.at;
  const name = document.get('metadata', 'name');
  return [file.path, range.start, name.isKnown ? (name.text ?? '') : ''].join('\0');
}
