/** Edits of what renders an InferenceService: its URI, and the canary in the form that the manifest has. */
import type { Manifest, ModelSource, ServedModel } from '../model.ts';
import { deploymentMode } from '../serving/traffic/deployment-mode.ts';
import { addItem, removeKey, setValue, type Edits, type PlainData } from '../yaml/edit.ts';
import type { Node } from '../yaml/node.ts';
import { endWays, shareWays } from './percent-edits.ts';
import { uriEdits, versionEdits } from './version-edits.ts';
import { wantedUri, type Place, type Wanted } from './wanted.ts';

/** Each way to write what is wanted, the likeliest first. */
export function manifestWays(model: ServedModel, wanted: Wanted, place: Place): Edits[] {
  const { from } = model;
  if (model.promoted) return wanted.canary ? [] : [wanted.stable ? versionEdits(model, wanted.stable, place) : []];
  if ('isRendered' in from) return [];
  if (isListed(model, from)) return [listEdits(model, from, wanted, place)];
  const { stable, canary } = wanted;
  const version = canary?.version ?? stable;
  const own = version ? versionEdits(model, version, place) : [];
  return (canary ? shareWays(model, from, canary.percent) : endWays(model)).map((share) => joined(own, share));
}

function joined(...parts: readonly Edits[]): Edits {
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Whether canaries stand in `spec.canary[]`: there is one, or the mode knows no other form. */
function isListed({ canary }: ServedModel, manifest: Manifest): boolean {
  if (canary) return canary.source !== undefined;
  return manifest.kind === 'InferenceService' && deploymentMode(manifest) === 'Standard';
}

function listEdits(model: ServedModel, manifest: Manifest, { stable, canary }: Wanted, place: Place): Edits {
  const list = manifest.root.get('spec', 'canary');
  const own = stable ? versionEdits(model, stable, place) : [];
  if (!canary) return joined(own, list.items().length === 0 ? [] : list.items().length === 1 ? removeKey(list) : undefined);
  if (model.canary?.source) return joined(own, entryEdits(model.canary.source, canary, place), shareEdits(model.canary.percent, canary.percent));
  const entry = newEntry(model, canary, place);
  return entry === undefined ? undefined : joined(own, addItem(list, entry));
}

function entryEdits(source: ModelSource, { version }: NonNullable<Wanted['canary']>, place: Place): Edits {
  const uri = wantedUri(source, 0, version, place);
  return uri === undefined ? undefined : uriEdits(source, uri);
}

function shareEdits(node: Node, percent: number): Edits {
  return node.isKnown && node.number === percent ? [] : setValue(node, percent);
}

/** KServe merges a canary over the stable predictor; its model has to name a format all the same. */
function newEntry({ sources, from }: ServedModel, { version, percent }: NonNullable<Wanted['canary']>, place: Place): PlainData | undefined {
  const [source, ...others] = sources.filter(({ role }) => role === 'predictor');
  const model = from.root.get('spec', 'predictor', 'model');
  const format = model.get('modelFormat', 'name');
  const uri = source && wantedUri(source, 0, version, place);
  if (uri === undefined || others.length > 0 || !format.isKnown || format.text === undefined) return undefined;
  return { predictor: { name: 'canary', model: { modelFormat: { name: format.text }, storageUri: uri } }, trafficPercent: percent };
}
