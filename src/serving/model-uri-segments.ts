/** The parts of a model URI and where they stand: each store has its own place for a tag, a digest or a revision. */
import type { ModelUri, UriSegment } from '../model.ts';

export type UriParts = Pick<ModelUri, 'scheme' | 'authority' | 'segments'>;

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):(\/\/?)/;
/** Query parameters and fragments that name one version of an object: S3 and Azure, Azure snapshots, Google Cloud Storage. */
const VERSION_PARAMETER = /^(versionid|snapshot|generation)=(.+)$/i;

/** Images: the tag or digest says which one, the names before it say nothing. */
export function isImage(scheme: string): boolean {
  return /^(?:oci(?:\+[a-z]+)?|docker)$/i.test(scheme);
}

/** Repositories of models with revisions. */
export function isHub(scheme: string): boolean {
  return /^(?:hf|huggingface|modelscope)$/i.test(scheme);
}

/** `models:/name/7`, the registry of MLflow. */
export function isRegistry(scheme: string): boolean {
  return /^models$/i.test(scheme);
}

/** Splits a URI, or a path without scheme. */
export function splitUri(text: string): UriParts {
  const match = SCHEME.exec(text);
  const scheme = match?.[1] ?? '';
  const start = match?.[0].length ?? 0;
  if (isImage(scheme)) return { scheme, ...imageParts(text, start) };
  if (isHub(scheme)) return { scheme, ...hubParts(text, start) };
  const pathEnd = firstOf(text, ['?', '#'], start, text.length);
  const { authority, pathStart } = match?.[2] === '//' ? authorityOf(text, start, pathEnd) : { authority: '', pathStart: start };
  return { scheme, authority, segments: [...pathSegments(text, pathStart, pathEnd), ...querySegments(text, pathEnd)] };
}

type Rest = Omit<UriParts, 'scheme'>;

/** `registry/owner/name:tag@digest`; the colon of a port is not that of a tag. */
function imageParts(text: string, start: number): Rest {
  const digestAt = firstOf(text, ['@'], start, text.length);
  const lastName = Math.max(start, text.lastIndexOf('/', digestAt - 1) + 1);
  const tagAt = firstOf(text, [':'], lastName, digestAt);
  const hasAuthority = lastName > start;
  const { authority, pathStart } = hasAuthority ? authorityOf(text, start, tagAt) : { authority: '', pathStart: start };
  const segments = pathSegments(text, pathStart, tagAt);
  if (tagAt + 1 < digestAt) segments.push(segment(text, tagAt + 1, digestAt, 'tag'));
  if (digestAt + 1 < text.length) segments.push(segment(text, digestAt + 1, text.length, 'digest'));
  return { authority, segments };
}

/** `owner/name:revision`, for other readers `owner/name@revision/path`. */
function hubParts(text: string, start: number): Rest {
  const revisionAt = firstOf(text, [':', '@'], start, text.length);
  const revisionEnd = firstOf(text, ['/'], revisionAt, text.length);
  const hasAuthority = text.slice(start, revisionAt).includes('/');
  const { authority, pathStart } = hasAuthority ? authorityOf(text, start, revisionAt) : { authority: '', pathStart: start };
  const segments = pathSegments(text, pathStart, revisionAt);
  if (revisionAt + 1 < revisionEnd) segments.push(segment(text, revisionAt + 1, revisionEnd, 'revision'));
  return { authority, segments: [...segments, ...pathSegments(text, revisionEnd, text.length)] };
}

function authorityOf(text: string, start: number, end: number): { authority: string; pathStart: number } {
  const pathStart = firstOf(text, ['/'], start, end);
  return { authority: text.slice(start, pathStart), pathStart };
}

function pathSegments(text: string, start: number, end: number): UriSegment[] {
  const segments: UriSegment[] = [];
  for (let from = start; from < end; ) {
    const to = firstOf(text, ['/'], from, end);
    if (to > from) segments.push(segment(text, from, to, 'path'));
    from = to + 1;
  }
  return segments;
}

function querySegments(text: string, start: number): UriSegment[] {
  const segments: UriSegment[] = [];
  for (let from = start + 1; from < text.length; ) {
    const to = firstOf(text, ['&', '#'], from, text.length);
    const value = VERSION_PARAMETER.exec(text.slice(from, to))?.[2];
    const isGeneration = text[from - 1] === '#' && /^[0-9]+$/.test(text.slice(from, to));
    if (value !== undefined && value !== 'null') segments.push(segment(text, to - value.length, to, 'query'));
    else if (isGeneration) segments.push(segment(text, from, to, 'query'));
    from = to + 1;
  }
  return segments;
}

function segment(text: string, start: number, end: number, role: UriSegment['role']): UriSegment {
  return { text: text.slice(start, end), start, end, role };
}

/** Where the first of the characters stands in `[from, end)`, or `end`. */
function firstOf(text: string, characters: readonly string[], from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (characters.includes(text.charAt(at))) return at;
  }
  return end;
}
