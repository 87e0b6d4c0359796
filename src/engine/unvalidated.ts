/** What was not held against a schema because nobody has one: said once, so that silence about it is no approval. */
import type { RuleSettings } from '../config/rule-settings.ts';
import { kindKey } from '../kubernetes/identity.ts';
import { hasSchema } from '../kubernetes/schema/check.ts';
import type { Manifest, Repository } from '../model.ts';
import { compareText } from '../source.ts';

/** More kinds are counted only. */
const MAX_NAMED = 3;

/** A line for the reader; none where everything has a schema. */
export function unvalidated({ manifests, scanned }: Repository, settings: RuleSettings): string[] {
  if (!settings.runs('kubernetes/schema')) return [];
  const counts = new Map<string, number>();
  const known = new Map<string, boolean>();
  for (const manifest of [...manifests, ...scanned.headers()]) {
    const key = `${manifest.apiVersion} ${manifest.kind}`;
    const has = known.get(key) ?? (isServed(manifest) ? hasSchema(manifest) : true);
    known.set(key, has);
    if (!has) counts.set(kindKey(manifest), (counts.get(kindKey(manifest)) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const kinds = [...counts.keys()].sort(compareText);
  const named = kinds.slice(0, MAX_NAMED);
  const more = kinds.length - named.length;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [`no schema of ${named.join(', ')}${more > 0 ? ` and ${more} more kind${more === 1 ? '' : 's'}` : ''} is at hand: ${total === 1 ? 'one manifest is' : `${total} manifests are`} not validated (\`schemas:\` in mllint.yaml names folders of schemas)`];
}

/** Kustomize's own files look like manifests, and no server has ever seen one. */
function isServed({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
  return !apiVersion.startsWith('kustomize.config.k8s.io/') && !kind.endsWith('List');
}
