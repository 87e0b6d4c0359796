/** Whether promotions are frozen at a time, and until when. */
import type { Freeze, Frozen } from '../model.ts';

/** So many windows that follow each other without a break are looked at, and so far ahead. */
const MAX_WINDOWS = 500;
const MAX_AHEAD = 366 * 86_400_000;

/** The window that a time lies in; of several the one that ends last. A window starts with its first moment and is over with its last. */
export function frozenAt(windows: readonly Freeze[], time: number): Frozen | undefined {
  const open = windows.flatMap((window): Frozen[] => {
    const opening = openingOf(window, time);
    return opening && opening.to > time ? [{ ...opening, window }] : [];
  });
  const [first, ...others] = open;
  if (!first) return undefined;
  const last = others.reduce((best, one) => (one.to > best.to ? one : best), first);
  const until = endOf(windows, last.to);
  return { ...last, ...(until === undefined ? {} : { until }) };
}

/** Windows that overlap or adjoin are one; `undefined` where nobody can say when they end. */
function endOf(windows: readonly Freeze[], from: number): number | undefined {
  let end = from;
  for (let round = 0; round < MAX_WINDOWS && end <= from + MAX_AHEAD; round += 1) {
    const next = Math.max(...windows.map((window) => openingOf(window, end)?.to ?? 0));
    if (next <= end) return end;
    end = next;
  }
  return undefined;
}

/** The last window up to a time: all are equally long, so that no earlier one can end after it. */
function openingOf(window: Freeze, time: number): { readonly from: number; readonly to: number } | undefined {
  const from = window.lastStart(time);
  return from === undefined ? undefined : { from, to: from + window.duration.milliseconds };
}
