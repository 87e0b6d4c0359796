/**
 * What a part of a strategic merge patch says about itself (`$patch`).
 * Follows kustomize 5.7, kyaml/yaml/merge2/smpdirective.go: only `$patch` is known; `$retainKeys`, `$setElementOrder/…` and
 * `$deleteFromPrimitiveList/…` of kubectl are keys like others and stay in what is built.
 */
import { BuildError } from './build-error.ts';
import { locationOf } from './compose-tree.ts';
import { entryNamed, isEmptyMapping, textOf, treeOf, type Draft, type MappingDraft, type SequenceDraft } from './draft.ts';

export type Directive = 'merge' | 'replace' | 'delete';

const KEY = '$patch';

/**
 * Takes the directive out of the patch.
 * @throws BuildError where there is no such directive, or a scalar stands where a mapping or list is
 */
export function takeDirective(patch: Draft | undefined): Directive {
  if (patch === undefined) return 'merge';
  if (patch.kind === 'scalar') {
    throw new BuildError(`no implemented strategic merge patch strategy for '${tagOf(patch.scalar.value)}' ('${patch.scalar.text}')`, locationOf(patch.tree));
  }
  return patch.kind === 'mapping' ? ofMapping(patch) : ofSequence(patch);
}

function tagOf(value: unknown): string {
  return value === null ? '!!null' : typeof value === 'string' ? '!!str' : typeof value === 'boolean' ? '!!bool' : Number.isInteger(value) || typeof value === 'bigint' ? '!!int' : '!!float';
}

function ofMapping(patch: MappingDraft): Directive {
  const found = entryNamed(patch, KEY);
  if (!found) return 'merge';
  const directive = known(found.value);
  patch.entries = patch.entries.filter((entry) => entry !== found);
  return directive;
}

/** `- $patch: replace` speaks for the list that it stands in; beside other keys it speaks for its item. */
function ofSequence(patch: SequenceDraft): Directive {
  const item = patch.items.find((candidate) => entryNamed(candidate, KEY) !== undefined);
  const said = item && entryNamed(item, KEY)?.value;
  if (item?.kind !== 'mapping' || item.entries.length > 1 || !said) return 'merge';
  const directive = known(said);
  patch.items = patch.items.filter((candidate) => candidate.kind !== 'mapping' ? !isEmptyMapping(candidate) : candidate.entries.length > 0 && textOf(entryNamed(candidate, KEY)?.value) !== directive);
  return directive;
}

function known(value: Draft): Directive {
  const text = textOf(value);
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw new BuildError(`unknown patch strategy '${text}'`, locationOf(treeOf(value)));
}
