/** Edits of a file that claims the values contract: name, version and URI, and the canary beside them. */
import type { ModelSource, Repository, ServedModel, Values } from '../model.ts';
import { removeKey, setKey, setValue, type Edits, type PlainData } from '../yaml/edit.ts';
import type { Node } from '../yaml/node.ts';
import type { TextEdit } from '../yaml/text-edit.ts';
import { uriEdits } from './version-edits.ts';
import { styledVersion, wantedUri, type Place, type Wanted, type WantedVersion } from './wanted.ts';

export interface ContractPlace extends Place {
  parse(uri: string): ModelSource['parsed'];
}

/** The block of the contract that says which version a model has. */
export function contractOf({ from, sources, environment, promoted }: ServedModel, repository: Repository): Values | undefined {
  if (promoted) return undefined;
  if ('isRendered' in from) return from;
  const authors = sources.flatMap(({ uri }) => (uri.isKnown ? uri.pieces.map(({ at }) => at) : []));
  const isOwn = (node: Node): boolean => node.kind === 'scalar' && authors.some(({ file, range }) => file === node.at.file && range.start >= node.at.range.start && range.end <= node.at.range.end);
  return repository.values.find((block) => block.environment?.name === environment?.name && (isOwn(block.uri) || isOwn(canaryOf(block).get('storageUri'))));
}

function canaryOf({ root }: Values): Node {
  return root.get('model', 'canary');
}

export function contractEdits(block: Values, { stable, canary }: Wanted, place: ContractPlace): Edits {
  const parts = [
    stable ? labelled({ uri: block.uri, label: block.version }, stable, place) : [],
    canary ? canaryEdits(block, canary, place) : withoutCanary(canaryOf(block)),
  ];
  const edits: TextEdit[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    edits.push(...part);
  }
  return edits;
}

interface Labelled {
  readonly uri: Node;
  readonly label: Node;
}

function labelled({ uri, label }: Labelled, wanted: WantedVersion, place: ContractPlace): Edits {
  if (!uri.isKnown || uri.text === undefined) return undefined;
  const parsed = place.parse(uri.text.trimEnd());
  const next = wantedUri({ uri, parsed }, 0, wanted, place);
  const own = next === undefined || wanted.uris.length > 1 ? undefined : uriEdits({ uri, parsed }, next);
  const beside = labelEdits(label, wanted);
  return own && beside && [...own, ...beside];
}

function labelEdits(label: Node, wanted: WantedVersion): Edits {
  if (label.kind !== 'scalar' || !label.isKnown || label.isNull) return [];
  const text = labelText(label, wanted);
  return text === undefined || text === label.written ? [] : setValue(label, text);
}

/** In the form of the label that is there; what stood beside the URI before the version in the URI. */
function labelText(label: Node, { label: given, versions }: WantedVersion): string | undefined {
  const version = given ?? versions[0];
  return version === undefined ? undefined : styledVersion(version, label.written ?? '');
}

function canaryEdits(block: Values, { version, percent }: NonNullable<Wanted['canary']>, place: ContractPlace): Edits {
  const canary = canaryOf(block);
  const uri = canary.get('storageUri');
  if (uri.kind === 'scalar' && !uri.isNull) {
    const own = labelled({ uri, label: canary.get('version') }, version, place);
    const share = canary.get('percent').written === String(percent) ? [] : setKey(canary, 'percent', percent);
    return own && share && [...own, ...share];
  }
  if (!block.uri.isKnown || block.uri.text === undefined) return undefined;
  const next = wantedUri({ uri: block.uri, parsed: place.parse(block.uri.text.trimEnd()) }, 0, version, place);
  const label = block.version.kind === 'scalar' && block.version.isKnown ? labelText(block.version, version) : undefined;
  if (next === undefined) return undefined;
  const data: PlainData = { ...(label === undefined ? {} : { version: label }), storageUri: next, percent };
  return setKey(block.root.get('model'), 'canary', data);
}

function withoutCanary(canary: Node): Edits {
  return canary.kind === 'mapping' && canary.keys().length > 0 ? removeKey(canary) : [];
}
