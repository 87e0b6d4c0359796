/** Which versions an environment serves of a model, and where a person would change them. */
import { grouped, onceFor, type ModelSource, type Node, type Repository, type ServedModel, type UriVersion, type Values } from '#rule';
import { isExampleText } from './unfilled.ts';

export interface ServedVersion {
  readonly version: UriVersion;
  /** The `version` beside the URI, else the version in the URI. */
  readonly at: Node;
}

/** The version of the model and that of its canary; what transformers and explainers load is no version of the model. */
export function servedVersions(model: ServedModel, repository: Repository): readonly ServedVersion[] {
  return versionsIn(repository)(model);
}

const versionsIn = onceFor((repository: Repository) => onceFor((model: ServedModel): readonly ServedVersion[] => {
  const { promoted } = model;
  if (promoted) return promoted.version ? [{ version: promoted.version, at: promoted.at }] : [];
  return namedSources(model).flatMap((source) => {
    const version = source.uri.isKnown ? source.parsed.version : undefined;
    if (!version || isExampleText(source.uri.text ?? '')) return [];
    return { version, at: versionBeside(source, repository) ?? source.uri.part(version.start, version.end) };
  });
}));

/** What a model is loaded from. A custom server may name its model in a variable; several variables do not say which of them it serves. */
export function namedSources({ sources }: ServedModel): readonly ModelSource[] {
  const named = sources.filter(({ role }) => role === 'predictor' || role === 'canary' || role === 'values');
  if (named.length > 0) return named;
  const variables = sources.filter(({ role }) => role === 'environment variable');
  return variables.length === 1 ? variables : [];
}

/** The label in the contract file that the URI was rendered from. */
function versionBeside({ uri, version }: ModelSource, repository: Repository): Node | undefined {
  if (version?.kind === 'scalar') return version;
  const { file, range } = uri.at;
  const isAuthor = (node: Node): boolean => node.kind === 'scalar' && node.at.file.path === file.path && node.at.range.start === range.start;
  for (const block of valuesByPath(repository).get(file.path) ?? []) {
    const canary = block.root.get('model', 'canary');
    const label = isAuthor(block.uri) ? block.version : isAuthor(canary.get('storageUri')) ? canary.get('version') : undefined;
    if (label?.kind === 'scalar') return label;
  }
  return undefined;
}

const valuesByPath = onceFor((repository: Repository): ReadonlyMap<string, readonly Values[]> => grouped(repository.values, ({ file }) => file.path));
