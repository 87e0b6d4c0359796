/** What differs between two states of a repository, environment by environment. */
import { addTo, grouped } from '../groups.ts';
import { groupOf, isManifest } from '../kubernetes/identity.ts';
import type { Environment, Repository } from '../model.ts';
import type { Difference, Document, DocumentDifference, EnvironmentDifference } from '../model/difference.ts';
import { once } from '../once.ts';
import { compareText } from '../source.ts';
import { differenceOf } from './difference.ts';
import { valuesOf } from './values.ts';

/** Environments in the order of their stages, what belongs to none last; those in which nothing differs are left out unless more may differ there. */
export function differencesBetween(base: Repository, head: Repository): EnvironmentDifference[] {
  const [before, after] = [documentsByEnvironment(base), documentsByEnvironment(head)];
  const names = [...new Set([...head.environments, ...base.environments].map(({ name }) => name)), ''];
  return names.flatMap((name): EnvironmentDifference[] => {
    const documents = documentDifferences(before.get(name) ?? [], after.get(name) ?? []);
    const isPartial = name === '' ? base.isPartial || head.isPartial : isPartialIn(base.environments, name) || isPartialIn(head.environments, name);
    return documents.length > 0 || (isPartial && name !== '') ? [{ name, isPartial, documents }] : [];
  });
}

function isPartialIn(environments: readonly Environment[], name: string): boolean {
  return environments.some((environment) => environment.name === name && environment.isPartial);
}

/** Manifests, and value files of models that nothing renders. */
function documentsByEnvironment({ manifests, values }: Repository): Map<string, Document[]> {
  return grouped([...manifests, ...values.filter(({ isRendered }) => !isRendered)], ({ environment }) => environment?.name ?? '');
}

function documentDifferences(before: readonly Document[], after: readonly Document[]): DocumentDifference[] {
  const [old, now] = [grouped(before, keyOf), grouped(after, keyOf)];
  return [...new Set([...old.keys(), ...now.keys()])].sort(compareText).flatMap((key) => {
    return pairs(old.get(key) ?? [], now.get(key) ?? []).flatMap(([was, is]) => documentDifference(was, is) ?? []);
  });
}

/** An object is the same one in another version of its API. What has no name of its own is told by the one it is to be made from. */
function keyOf(document: Document): string {
  if (!isManifest(document)) return `values\0${document.file.path}`;
  const { apiVersion, kind, namespace = '', name } = document;
  const generated = document.root.get('metadata', 'generateName');
  return [kind, groupOf(apiVersion), namespace, name ?? `${generated.isKnown ? (generated.text ?? '') : ''}*`].join('\0');
}

/** Several Applications may deploy one object, to several clusters: those of one name first, then one after the other. */
function pairs(before: readonly Document[], after: readonly Document[]): (readonly [Document | undefined, Document | undefined])[] {
  const waiting = new Map<string, Document[]>();
  for (const document of before) addTo(waiting, ownerOf(document), document);
  const paired = after.map((document) => [waiting.get(ownerOf(document))?.shift(), document] as const);
  const left = [...waiting.values()].flat();
  return [...paired.map(([was, is]) => [was ?? left.shift(), is] as const), ...left.map((document) => [document, undefined] as const)];
}

function ownerOf(document: Document): string {
  if (!isManifest(document)) return '';
  const { application, kustomization, file } = document;
  return application ? `application ${application.name}` : kustomization === undefined ? `file ${file.path}` : `kustomization ${kustomization}`;
}

function documentDifference(before: Document | undefined, after: Document | undefined): DocumentDifference | undefined {
  if (before && after) {
    const difference = differenceOf(before.root, after.root);
    return difference && { kind: 'changed', before, after, ...withValues(difference) };
  }
  if (after) return { kind: 'added', after, ...withValues({ kind: 'replaced', after: after.root }) };
  return before && { kind: 'removed', before, ...withValues({ kind: 'replaced', before: before.root }) };
}

function withValues(difference: Difference): Pick<DocumentDifference, 'difference' | 'values'> {
  return { difference, values: once(() => [...valuesOf(difference)]) };
}
