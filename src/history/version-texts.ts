/** Where the versions of a model are written, and which commits change nothing but these. */
import type { Repository, ServedModel } from '../model.ts';
import type { Artifact } from '../serving/model-state.ts';
import { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { scalarAt, scalarPath } from '../yaml/scalar-path.ts';
import type { ScalarTree } from '../yaml/tree.ts';
import type { Cell } from './cells.ts';

/** What has to stand in a text that names the version, in small letters; nothing where that cannot be said. */
export function needleOf({ key }: Artifact): string | undefined {
  const [, body = ''] = /^(?:version|uri) (.+)$/s.exec(key.toLowerCase()) ?? [];
  // Of dates only the digits count, and of several sources nobody knows which is written where.
  return body === '' || body.includes(' ') ? undefined : body;
}

/** Whether a text holds the needle; a number is no part of a longer one. */
export function holds(text: string, needle: string): boolean {
  const lowered = text.toLowerCase();
  for (let at = lowered.indexOf(needle); at >= 0; at = lowered.indexOf(needle, at + 1)) {
    const isLonger = (isDigit(needle[0]) && isDigit(lowered[at - 1])) || (isDigit(needle.at(-1)) && isDigit(lowered[at + needle.length]));
    if (!isLonger) return true;
  }
  return false;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** The scalars that a cell's versions and URIs are written in: file by file, the places in them. */
export type VersionPlaces = ReadonlyMap<string, ReadonlySet<string>>;

/** Nothing where the version is put together, computed or not known: its text need not stand anywhere. */
export function versionPlaces(cell: Cell, { values }: Repository): VersionPlaces | undefined {
  const { stables, canaries, isUnknown, models } = cell;
  const artifacts = [...stables, ...canaries.map(({ artifact }) => artifact)];
  if (isUnknown || artifacts.length === 0 || !artifacts.every(isWritten)) return undefined;
  const files = new Map<string, Set<string>>();
  const needles = artifacts.flatMap((artifact) => needleOf(artifact) ?? []);
  const stated = values.filter(({ environment }) => environment?.name === cell.environment.name).flatMap(({ version, uri }) => [version, uri]);
  for (const { at } of [...models.flatMap(nodesOf), ...stated].filter(({ isKnown, exists }) => isKnown && exists).flatMap(({ pieces }) => pieces)) {
    const text = at.file.text.slice(at.range.start, at.range.end);
    if (!needles.some((needle) => holds(text, needle))) continue;
    const place = scalarPath(parseYaml(at.file), at.range.start);
    if (place !== undefined) files.set(at.file.path, (files.get(at.file.path) ?? new Set()).add(place));
  }
  return files;
}

function nodesOf({ sources, promoted }: ServedModel): Node[] {
  return [...sources.flatMap(({ uri, version }) => [uri, ...(version ? [version] : [])]), ...(promoted ? [promoted.at] : [])];
}

/** Whether one author wrote the whole version, whoever put something before or after it. */
function isWritten(artifact: Artifact): boolean {
  const { at } = artifact;
  const needle = needleOf(artifact);
  const start = needle !== undefined && at.isKnown ? (at.text ?? '').toLowerCase().indexOf(needle) : -1;
  if (needle === undefined || start < 0) return false;
  const { pieces } = at.part(start, start + needle.length);
  return pieces.length === 1 && pieces[0]?.verbatim === true;
}

/** The scalars of the older state that differ, where nothing else does: all of the file around the places is the same, character for character. */
export function changedVersions(before: SourceFile, after: SourceFile, places: ReadonlySet<string>): ReadonlyMap<string, string> | undefined {
  const [older, newer] = [scalarsAt(before, places), scalarsAt(after, places)];
  if (!older || !newer || around(before, older) !== around(after, newer)) return undefined;
  const changed = [...older].filter(([place, { text }]) => newer.get(place)?.text !== text);
  const isPlain = changed.every(([place, one]) => isVersionText(one) && isVersionText(newer.get(place)));
  return isPlain ? new Map(changed.map(([place, { text }]) => [place, text])) : undefined;
}

function scalarsAt(file: SourceFile, places: ReadonlySet<string>): Map<string, ScalarTree> | undefined {
  const parsed = parseYaml(file);
  if (parsed.documents.some(({ problems }) => problems.length > 0)) return undefined;
  const found = new Map<string, ScalarTree>();
  for (const place of places) {
    const scalar = scalarAt(parsed, place);
    if (!scalar) return undefined;
    found.set(place, scalar);
  }
  return found;
}

/** The text without the scalars; where each was and how it is quoted stays. */
function around({ text }: SourceFile, scalars: ReadonlyMap<string, ScalarTree>): string {
  let rest = '';
  let end = 0;
  for (const [place, scalar] of [...scalars].sort(([, a], [, b]) => a.start - b.start)) {
    rest += `${text.slice(end, scalar.start)}\0${place} ${scalar.style} ${typeof scalar.value}\0`;
    end = scalar.end;
  }
  return rest + text.slice(end);
}

/** A text that is passed on as it stands: no template, nothing that counts as empty, no number that is printed in another way. */
function isVersionText(scalar: ScalarTree | undefined): boolean {
  if (!scalar || scalar.text.trim() === '' || scalar.text.includes('{{')) return false;
  const { value, text } = scalar;
  if (typeof value === 'string') return true;
  return (typeof value === 'number' || typeof value === 'bigint') && text !== '0' && String(value) === text;
}
