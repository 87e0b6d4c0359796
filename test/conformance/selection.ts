/** Which manifests and mistakes are sent: the same ones in every run, spread over kinds and sorts of mistakes. */
import { randomNumbers } from '../bench/manifests.ts';
import { parseText, type CorpusDocument } from './corpus-documents.ts';
import type { Edit } from './edits.ts';
import { MISTAKES } from './mistakes.ts';
import { placesOf, type Place } from './places.ts';
import type { PublishedSchemas } from './published-schemas.ts';
import type { Entry } from './records.ts';

/** Sorts of mistakes start at families far from each other. */
const STRIDE = 7;

export interface Choice {
  readonly count: number;
  readonly seed: number;
}

/** At most `count`, of every kind in turn, in an order that has nothing to do with names. */
export function chosenDocuments(documents: readonly CorpusDocument[], { count, seed }: Choice): CorpusDocument[] {
  const random = randomNumbers(seed);
  return inTurn([...byFamily(documents).values()].map((list) => shuffled(list, random)), count);
}

/** One mistake in each, of every sort and every family of kinds in turn. */
export async function chosenMistakes(documents: readonly CorpusDocument[], schemas: PublishedSchemas, { count, seed }: Choice): Promise<Entry[]> {
  const random = randomNumbers(seed + 1);
  const families = new Map<string, readonly Known[]>();
  for (const [family, list] of byFamily(documents)) families.set(family, await known(list, schemas));
  const sorts = [...MISTAKES].map(([mistake, editsAt]) => [...families.values()].map((list) => new Draws(mistake, editsAt, shuffled(list, random), random)));
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (let round = 0; entries.length < count && round < count; round += 1) {
    for (const [index, draws] of sorts.entries()) {
      const entry = entries.length < count ? firstOf(draws, round + index * STRIDE, seen) : undefined;
      if (entry) entries.push(entry);
    }
  }
  return entries;
}

/** From the family whose turn it is, or from the next one that allows for the mistake. */
function firstOf(draws: readonly Draws[], turn: number, seen: Set<string>): Entry | undefined {
  for (let step = 0; step < draws.length; step += 1) {
    const entry = draws[(turn + step) % draws.length]?.next(seen);
    if (entry) return entry;
  }
  return undefined;
}

interface Known {
  readonly document: CorpusDocument;
  readonly places: readonly Place[];
}

async function known(documents: readonly CorpusDocument[], schemas: PublishedSchemas): Promise<Known[]> {
  const list: Known[] = [];
  for (const document of documents) {
    const schema = await schemas.schemaOf(document.addressed.apiVersion, document.addressed.kind);
    const [parsed] = parseText(document.text);
    if (schema && parsed) list.push({ document, places: placesOf(parsed, schema, (part) => schemas.resolve(part)) });
  }
  return list;
}

/** Mistakes of one sort in the documents of one family, each document once before any is taken again. */
class Draws {
  #index = 0;
  readonly #mistake: string;
  readonly #editsAt: (place: Place) => readonly Edit[];
  readonly #documents: readonly Known[];
  readonly #random: () => number;

  constructor(mistake: string, editsAt: (place: Place) => readonly Edit[], documents: readonly Known[], random: () => number) {
    this.#mistake = mistake;
    this.#editsAt = editsAt;
    this.#documents = documents;
    this.#random = random;
  }

  next(seen: Set<string>): Entry | undefined {
    for (let tries = 0; tries < this.#documents.length; tries += 1) {
      const { document, places } = this.#documents[this.#index++ % this.#documents.length] ?? { places: [] };
      const edits = places.filter(({ path }) => path[0] !== 'status').flatMap((place) => this.#editsAt(place));
      const edit = edits[Math.floor(this.#random() * edits.length)];
      const entry = document && edit && { at: document.id, mistake: this.#mistake, edit };
      const text = JSON.stringify(entry);
      if (entry && !seen.has(text)) {
        seen.add(text);
        return entry;
      }
    }
    return undefined;
  }
}

/** Kubernetes' own kinds by kind, so that the many are not drowned by Services. */
function byFamily(documents: readonly CorpusDocument[]): Map<string, CorpusDocument[]> {
  const families = new Map<string, CorpusDocument[]>();
  for (const document of documents) {
    const family = `${document.addressed.apiVersion.split('/')[0] ?? ''} ${document.addressed.kind}`;
    families.set(family, [...(families.get(family) ?? []), document]);
  }
  return new Map([...families].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inTurn<T>(lists: readonly (readonly T[])[], count: number): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat().slice(0, count);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list.map((item) => ({ item, rank: random() })).sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
