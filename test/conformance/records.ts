/** What the API server said, written down: a manifest by its place, an edit of ours, the verdict. No manifest of others is kept. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Verdict } from './cluster.ts';
import { corpusText } from './corpus-documents.ts';
import { edited, type Edit } from './edits.ts';

const FOLDER = resolve('test/conformance');
const MAX_MESSAGE = 160;

/**
 * `documents`: our own manifests with `probes.ts`; `corpus`: those of the corpora, as they are and with a mistake each; `fresh`: the same of another
 * seed, which nothing in mllint was mended for.
 */
export const COLLECTIONS = ['documents', 'corpus', 'fresh'] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface Entry {
  /** `argocd/argo-cd/x.yaml#0`, or the name of a file of `documents/`. */
  readonly at: string;
  readonly mistake?: string;
  readonly edit?: Edit;
}

export interface Recorded extends Entry {
  /** Why server-side apply refuses it; nothing where it does not. */
  readonly apply?: string;
  /** The same of a creation, only where the two differ. */
  readonly create?: string;
}

export function recordFile(collection: Collection): string {
  return join(FOLDER, 'recorded', `${collection}.jsonl`);
}

export function readRecords(collection: Collection): Recorded[] {
  const path = recordFile(collection);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line !== '').map((line): Recorded => JSON.parse(line)) : [];
}

export function writeRecords(collection: Collection, records: readonly Recorded[]): void {
  writeFileSync(recordFile(collection), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** The manifest as it was sent; undefined where the corpora are not at hand or have changed. */
export function textOfEntry(collection: Collection, { at, edit }: Entry): string | undefined {
  const text = collection === 'documents' ? documentText(at) : corpusText(at);
  return text === undefined || edit === undefined ? text : edited(text, edit);
}

function documentText(name: string): string {
  return readFileSync(join(FOLDER, 'documents', `${name}.yaml`), 'utf8');
}

export function recorded(entry: Entry, apply: Verdict, create: Verdict): Recorded {
  return {
    ...entry,
    ...(apply.isAccepted ? {} : { apply: shortened(apply.message) }),
    ...(apply.isAccepted === create.isAccepted ? {} : { create: create.isAccepted ? 'accepted' : shortened(create.message) }),
  };
}

/** On one line; paths of this machine and times do not occur in messages of validation. */
function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE)}…` : line;
}
