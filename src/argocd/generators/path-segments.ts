/** Patterns that are matched segment by segment, in which `**` stands for any number of folders. */
import type { TextMatches } from '../../globs/machine.ts';
import { wildcardsOrNothing, type WildcardStyle } from '../../globs/wildcards.ts';

type Segment = 'any number' | TextMatches;

export interface SegmentOptions {
  /** Git: `a/**` is what lies below `a`; doublestar: `a` as well. */
  readonly lastNeedsOne?: boolean;
  /** How a segment is read. */
  readonly style: WildcardStyle;
}

export function segmentPattern(pattern: string, { lastNeedsOne, style }: SegmentOptions): TextMatches {
  const parts = pattern.split('/');
  const segments = parts.map((part): Segment => (part === '**' ? 'any number' : wildcardsOrNothing(part, style)));
  const all = lastNeedsOne === true && parts.at(-1) === '**' ? [...segments.slice(0, -1), (() => true), 'any number' as const] : segments;
  return (path) => matches(all, path.split('/'));
}

/** Which segments of the path each part of the pattern may have reached; at most pattern × path steps. */
function matches(segments: readonly Segment[], path: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const segment of segments) {
    const next = new Set<number>();
    if (segment === 'any number') {
      const first = Math.min(...reached);
      for (let at = first; at <= path.length; at += 1) next.add(at);
    } else {
      for (const at of reached) {
        const name = path[at];
        if (name !== undefined && segment(name)) next.add(at + 1);
      }
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(path.length);
}
