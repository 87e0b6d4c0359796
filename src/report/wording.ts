/** What a report says of one thing, in one harmless line; the same words in every format. */
import type { Crash, Finding, Suppressed, Unverified } from '../finding.ts';
import { lineOf, visible } from './escape.ts';
import { innerPlaceOf, pointerTo, type Place } from './place.ts';

/** The message, the place inside of an archive, and where it applies. */
export function messageLine({ rule, message, at, environments }: Finding): string {
  const inner = innerPlaceOf(at);
  return [
    lineOf(message).trim() || lineOf(rule).trim() || 'no message',
    ...(inner ? [` (inside of ${lineOf(pointerTo(inner))})`] : []),
    ...(environments.length > 0 ? [` (in ${lineOf(environments.join(', '), 300)})`] : []),
  ].join('');
}

export function unverifiedLine({ what, why, needs }: Unverified): string {
  return `${lineOf(what)}: ${lineOf(why)}; needs ${lineOf(needs)}`;
}

/** `comment: the reason (until 2027-01-31)` */
export function suppressionLine({ by, reason, until }: Suppressed): string {
  return `${by}: ${lineOf(reason)}${until === undefined ? '' : ` (until ${lineOf(until, 100)})`}`;
}

export function crashLine({ rule, subject }: Crash): string {
  return `${lineOf(rule)} crashed on ${lineOf(subject)}`;
}

/** `path:line:column` for a terminal or a log. A line of a log that starts with `::` is a command on GitHub, so no path may start one. */
export function pointerLine(place: Place): string {
  const text = visible(pointerTo(place));
  return /^\s*::/.test(text) ? `./${text}` : text;
}

/** Where formats that know only places show what concerns the run as a whole: here a rule that fails is switched off. */
export const RUN_FILE = 'mllint.yaml';
