/** The traffic plans of an environment as rows of a table. */
import { trafficPlans, type TrafficShare } from '../mllint.ts';
import type { Environment } from '../model.ts';

/** Model, version, share, entry with condition, and what splits. */
export function trafficRows(environment: Environment): string[][] {
  const rows = trafficPlans(environment).flatMap(({ model, shares }) => shares.map((share) => [
    model.name, share.version ?? share.uri ?? 'in the history', shareText(share), entryText(share), share.by.join(', '),
  ]));
  return [...new Map(rows.map((row) => [row.join('\0'), row])).values()];
}

function shareText({ percent, isCopy }: TrafficShare): string {
  const share = percent === undefined ? 'unknown' : `${Math.round(percent * 100) / 100} %`;
  return isCopy ? `${share}, copies` : share;
}

function entryText({ entry, condition }: TrafficShare): string {
  return condition === '' ? entry : `${entry}, ${condition}`;
}
