/** Which values differ only because a version moved. */
import { isManifest, type Document, type Move, type MovedVersion, type ValueDifference } from '#rule';

/** Stands for a moved version in texts that are compared. */
const MOVED = '\u0000';
const VERSION_KEYS = /(?:version|revision|tag|release|model|commit|digest)["\]]*$/i;
/** Made from what else is rendered. */
const DERIVED = /(?:^|[./["])checksum\//;

/** One side of the moves of an environment. */
type Side = 'from' | 'to';

/** A text in which the versions that moved are marked: equal before and after where nothing else differs. */
export function withoutVersions(text: string, moves: readonly Move[], side: Side, path: string): string {
  const versions = moves.flatMap((move) => move[side] ?? []);
  const uris = versions.flatMap(({ uri }) => uri?.split(' + ') ?? []).sort((a, b) => b.length - a.length);
  const marked = uris.reduce((rest, uri) => rest.replaceAll(uri, MOVED), text);
  return versions.flatMap(wordsOf).reduce((rest, word) => withoutWord(rest, word, path), marked);
}

function wordsOf({ text, uri }: MovedVersion): string[] {
  return text === uri ? [] : text.split(' + ');
}

/** `47` in `fraud-detector/v47` and `scorer:47`, but not in `replicas: 47`, which may be any number. */
function withoutWord(text: string, word: string, path: string): string {
  if (text === word || text === `v${word}`) return text !== word || VERSION_KEYS.test(path) ? MOVED : text;
  let result = '';
  let from = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const start = text[at - 1] === 'v' ? at - 1 : at;
    const [before, after] = [text[start - 1] ?? '/', text[at + word.length] ?? '/'];
    if (/[\p{L}\p{N}]/u.test(after) || !isVersionPlace(text.slice(Math.max(0, start - MAX_LEAD), start), before)) continue;
    if ((before === '.' && /\d/.test(text[start - 2] ?? '')) || (after === '.' && /\d/.test(text[at + word.length + 1] ?? ''))) continue;
    result += `${text.slice(from, start)}${MOVED}`;
    from = at + word.length;
  }
  return result + text.slice(from);
}

/** How much of a text is looked at for the key that names what follows. */
const MAX_LEAD = 100;

/** After a separator of a path, or as the value of a key for versions in a file that is itself a value: `version: "47"`, `VERSION=47`. */
function isVersionPlace(lead: string, before: string): boolean {
  if ('/:@_-?&#.'.includes(before)) return true;
  const key = /([\w.-]+)["']? ?[:=] ?["']?$/.exec(lead)?.[1];
  return key !== undefined && VERSION_KEYS.test(key);
}

/** Whether a value goes with any move of a version: a share of the canary, or a sum over other values. */
export function goesAlong({ path }: Pick<ValueDifference, 'path'>, document: Document, moves: readonly Move[]): boolean {
  if (DERIVED.test(path)) return true;
  const isShift = moves.some(({ kind, percent }) => kind === 'canary-start' || kind === 'cut-over' || percent !== undefined);
  if (/\.weight$/.test(path)) return isShift;
  return /(?:^|[.[])canary/i.test(path) && (!isManifest(document) || document.kind === 'InferenceService');
}

/** `InferenceService fraud-detector`, `environments/prod/values.yaml` */
export function documentName(document: Document): string {
  return isManifest(document) ? `${document.kind} ${document.name ?? 'without a name'}` : document.file.path;
}
