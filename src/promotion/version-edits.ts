/** Edits that put another version where the author of a model wrote one. */
import type { ModelSource, ServedModel } from '../model.ts';
import type { Location, Piece } from '../source.ts';
import { mainSources } from '../serving/model-state.ts';
import { setValue, type Edits } from '../yaml/edit.ts';
import type { Node } from '../yaml/node.ts';
import type { TextEdit } from '../yaml/text-edit.ts';
import { styledVersion, wantedUri, type Place, type WantedVersion } from './wanted.ts';

/** Text that says the same in every kind of file. */
const HARMLESS = /^[A-Za-z0-9_./:@+=~-]*$/;

/** All sources of a model, the canary of `spec.canary[]` left alone; `undefined` where one of them is not written in one place. */
export function versionEdits({ promoted, sources }: ServedModel, wanted: WantedVersion, place: Place): Edits {
  if (promoted) {
    const version = wanted.versions.join(' + ');
    return promoted.version && version !== '' ? replaced(promoted.at, styledVersion(version, promoted.version.text)) : undefined;
  }
  const main = mainSources(sources);
  const edits: TextEdit[] = [];
  for (const [index, source] of main.entries()) {
    const uri = wantedUri(source, index, wanted, place);
    const own = uri === undefined ? undefined : uriEdits(source, uri);
    if (!own) return undefined;
    edits.push(...own);
  }
  return main.length > 0 && main.length === Math.max(wanted.uris.length, wanted.versions.length) ? edits : undefined;
}

/** The whole URI, else, where it is put together, the version in it. */
export function uriEdits({ uri, parsed }: Pick<ModelSource, 'uri' | 'parsed'>, wanted: string): Edits {
  const own = uri.isKnown ? uri.text : undefined;
  if (own === undefined) return undefined;
  if (own.trim() === wanted) return [];
  const at = parsed.version;
  const version = at && versionIn(wanted, own, at);
  if (at && version !== undefined && version.isAll) return partEdits(uri, at, version.text);
  return replaced(uri, wanted) ?? (at && version ? partEdits(uri, at, version.text) : undefined);
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What stands in a wanted URI where the other has its version, and whether nothing else differs. */
function versionIn(wanted: string, own: string, { start, end }: Stretch): { readonly text: string; readonly isAll: boolean } | undefined {
  const [head, tail] = [own.slice(0, start), own.slice(end).trimEnd()];
  if (wanted.startsWith(head) && wanted.endsWith(tail) && wanted.length > head.length + tail.length) return { text: wanted.slice(head.length, wanted.length - tail.length), isAll: true };
  const segments = own.slice(0, start).split('/').length;
  const text = wanted.split('/')[segments - 1];
  return text === undefined || text === '' ? undefined : { text, isAll: false };
}

/** A template may write the `v`, and the values only what follows. */
function partEdits(uri: Node, { start, end }: Stretch, version: string): Edits {
  const old = uri.part(start, end);
  const whole = replaced(old, version);
  if (whole) return whole;
  const text = old.written ?? '';
  const shared = /^v(?=\d)/i.exec(text)?.[0] ?? '';
  return shared !== '' && version.startsWith(shared) ? replaced(uri.part(start + shared.length, end), version.slice(shared.length)) : undefined;
}

/** Another text for a value; in files that are not YAML the exact stretch. */
export function replaced(node: Node, text: string): Edits {
  return setValue(node, text) ?? replacedStretch(node, text);
}

function replacedStretch(node: Node, text: string): Edits {
  const piece = onlyAuthor(node);
  if (!piece || !HARMLESS.test(text) || piece.at.file.shownAt) return undefined;
  const { file, range } = piece.at;
  if (/\.(?:ya?ml|json|tpl)$/i.test(file.path) || file.text.slice(range.start, range.end) !== node.written) return undefined;
  return [{ file, range, text }];
}

function onlyAuthor(node: Node): Piece | undefined {
  const [piece, ...others] = node.isKnown ? node.pieces : [];
  return piece?.verbatim === true && others.length === 0 ? piece : undefined;
}

/** Where a value that cannot be edited was put together, for a message. */
export function authorsOf(node: Node): readonly Location[] {
  return node.isKnown ? node.pieces.map(({ at }) => at) : [node.at];
}
