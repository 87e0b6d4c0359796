/** Applications that were found and not rendered yet, and how many of them are looked at. */
import { sourcesOf } from '../argocd/application.ts';
import type { GeneratedApplication } from '../argocd/expand.ts';
import type { Unverified } from '../finding.ts';
import { knownText } from '../kubernetes/identity.ts';
import type { Node } from '../yaml/node.ts';
import type { DeployedSet } from './loop.ts';

/** A parent may be rendered by its own chart once, not for ever. */
const MAX_RETURNS = 2;

export interface Pending extends GeneratedApplication {
  readonly set?: DeployedSet;
  readonly isSupposed?: boolean;
  /** The source paths of the Applications that it came out of. */
  readonly lineage: readonly string[];
}

/** Leaves out what would never end, or is more than can be looked at; each is said once. */
export function withinLimits(found: readonly Pending[], { room, most }: { readonly room: number; readonly most: number }): { deployable: readonly Pending[]; left: readonly Unverified[] } {
  const returning = new Map<string, Pending>();
  const ending: Pending[] = [];
  for (const pending of found) {
    const path = pending.lineage.length < MAX_RETURNS ? undefined : returningPath(pending);
    if (path === undefined) ending.push(pending);
    else if (!returning.has(path)) returning.set(path, pending);
  }
  const left = [...returning].map(([path, one]) => notDeployed(one, `${path} renders an Application of ${path}, which renders another, and so on`, 'parents that end'));
  const over = ending[room];
  if (over) left.push(notDeployed(over, `more than ${most} Applications are not looked at`, 'fewer Applications below one root'));
  return { deployable: ending.slice(0, room), left };
}

function returningPath({ root, lineage }: Pending): string | undefined {
  return pathsOf(root).find((path) => lineage.filter((known) => known === path).length >= MAX_RETURNS);
}

export function pathsOf(root: Node): string[] {
  return sourcesOf(root).flatMap(({ path }) => path ?? []);
}

/** What is left out, and what would be needed. */
export function notDeployed({ root }: Pending, why: string, needs: string): Unverified {
  return { at: root.at, what: `Application ${knownText(root.get('metadata', 'name')) ?? ''}`, why, needs };
}
