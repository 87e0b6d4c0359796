/** Names that stay while what they name changes: registry stages, aliases, runs, branches, moving tags. */
import type { ModelUri, MutableReference, UriSegment } from '../model.ts';
import { isHub, isImage, isRegistry, type UriParts } from './model-uri-segments.ts';

const STAGES: ReadonlySet<string> = new Set(['production', 'staging', 'archived', 'none']);
const ALIASES: ReadonlySet<string> = new Set(['champion', 'challenger', 'latest', 'stable', 'current', 'main', 'master', 'head']);

/** The mutable reference that a URI holds, where no version that was recognised in it silences the word. */
export function mutableReference(text: string, parts: UriParts, versions: ModelUri['versions']): MutableReference | undefined {
  const { scheme, segments } = parts;
  if (/^runs$/i.test(scheme)) return { ...stretch(text, 0, segments[0]?.end ?? text.length), kind: 'run' };
  if (isRegistry(scheme)) return registryReference(text, segments, versions);
  if (isImage(scheme) && !segments.some(({ role }) => role !== 'path')) return untagged(segments);
  if (versions.length > 0) return undefined;
  const words = segments.flatMap((segment) => moving(segment, scheme) ?? []);
  return words.at(-1);
}

/** `models:/name/7` and `models:/m-<id>` are the only forms that stay what they are. */
function registryReference(text: string, segments: readonly UriSegment[], versions: ModelUri['versions']): MutableReference | undefined {
  const last = segments.at(-1);
  const aliasAt = last?.text.lastIndexOf('@') ?? -1;
  if (last && aliasAt >= 0) return { ...stretch(text, last.start + aliasAt + 1, last.end), kind: 'alias' };
  if (versions.length > 0) return undefined;
  const stage = segments[1];
  if (!stage) return untagged(segments);
  return { ...stretch(text, stage.start, stage.end), kind: ALIASES.has(stage.text.toLowerCase()) ? 'alias' : 'stage' };
}

function untagged(segments: readonly UriSegment[]): MutableReference | undefined {
  const name = segments.at(-1);
  return name && { text: name.text, start: name.start, end: name.end, kind: 'untagged' };
}

/** Whether a word as a whole is a stage or an alias. */
export function isMovingName(text: string): boolean {
  const word = text.toLowerCase();
  return STAGES.has(word) || ALIASES.has(word);
}

function moving({ text, start, end, role }: UriSegment, scheme: string): MutableReference | undefined {
  const word = text.toLowerCase();
  const isStage = STAGES.has(word);
  if (role === 'digest' || role === 'query' || !isMovingName(word)) return undefined;
  if (role === 'tag') return { text, start, end, kind: 'tag' };
  if (role === 'revision' || isHub(scheme)) return { text, start, end, kind: 'revision' };
  return { text, start, end, kind: isStage ? 'stage' : 'alias' };
}

function stretch(text: string, start: number, end: number): { text: string; start: number; end: number } {
  return { text: text.slice(start, end), start, end };
}
