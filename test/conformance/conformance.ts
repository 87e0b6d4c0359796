/**
 * `npm run conformance`: mllint beside a real API server. Sends the recorded manifests again and fails where an answer has changed or mllint differs too often;
 * `-- --record` chooses them and writes the answers anew; `-- --seeds=1,2` asks for what other seeds choose of the corpora, and writes nothing down.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missingTools, startApiServer } from './api-server.ts';
import { apiServerVersion, buildApiServer } from './build-api-server.ts';
import { Cluster, type Addressed } from './cluster.ts';
import { agreement, compare, differenceTable } from './comparison.ts';
import { addressOf, corpusDocuments, hasCorpus, parseText, type CorpusDocument } from './corpus-documents.ts';
import { createNamespaces, installCrds } from './installed.ts';
import { schemaFiles } from './json-schemas.ts';
import { REACHED } from './known-differences.ts';
import { probes } from './probes.ts';
import { PublishedSchemas } from './published-schemas.ts';
import { COLLECTIONS, readRecords, recorded, textOfEntry, writeRecords, type Collection, type Entry, type Recorded } from './records.ts';
import { schemaFolder } from './schema-folder.ts';
import { chosenDocuments, chosenMistakes } from './selection.ts';

const UNEDITED = 150;
const MISTAKEN = 350;
const SEEDS = { corpus: 20_261_127, fresh: 4_711 } as const;

/** Everything there is to ask, of one server. */
class Examination {
  readonly #cluster: Cluster;
  readonly #schemas: PublishedSchemas;

  constructor(cluster: Cluster, schemas: PublishedSchemas) {
    this.#cluster = cluster;
    this.#schemas = schemas;
  }

  async examined(collection: Collection, entries: readonly Entry[]): Promise<Recorded[]> {
    const answers: Recorded[] = [];
    const sent = entries.map((entry) => sentFor(collection, entry));
    await createNamespaces(this.#cluster, sent.map(({ addressed }) => addressed.namespace));
    for (const { entry, text, addressed } of sent) {
      answers.push(recorded(entry, await this.#cluster.apply(text, addressed), await this.#cluster.create(text, addressed)));
    }
    return answers;
  }

  /** Of the corpora, for each seed: some as they are, some of the valid ones with a mistake. */
  async chosen(seeds: Readonly<Record<string, number>>): Promise<Map<string, Entry[]>> {
    const documents = await this.#served(corpusDocuments());
    await createNamespaces(this.#cluster, documents.map(({ addressed }) => addressed.namespace));
    const valid: CorpusDocument[] = [];
    for (const document of documents) if ((await this.#cluster.apply(document.text, document.addressed)).isAccepted) valid.push(document);
    const chosen = new Map<string, Entry[]>();
    for (const [name, seed] of Object.entries(seeds)) {
      const unedited = chosenDocuments(documents, { count: UNEDITED, seed }).map(({ id }): Entry => ({ at: id }));
      chosen.set(name, [...unedited, ...(await chosenMistakes(valid, this.#schemas, { count: MISTAKEN, seed }))]);
    }
    return chosen;
  }

  async #served(documents: readonly CorpusDocument[]): Promise<CorpusDocument[]> {
    const served: CorpusDocument[] = [];
    for (const document of documents) if (await this.#schemas.schemaOf(document.addressed.apiVersion, document.addressed.kind)) served.push(document);
    return served;
  }
}

interface Sent {
  readonly entry: Entry;
  readonly text: string;
  readonly addressed: Addressed;
}

/** A manifest goes where it says; one that no longer says so, where the one that it was made of goes. */
function sentFor(collection: Collection, entry: Entry): Sent {
  const text = textOfEntry(collection, entry);
  const original = addressOfText(textOfEntry(collection, { at: entry.at }));
  if (text === undefined || !original) throw new Error(`${collection}: ${JSON.stringify(entry)} leads nowhere`);
  return { entry, text, addressed: { ...original, ...addressOfText(text) } };
}

function addressOfText(text: string | undefined): Addressed | undefined {
  const [document] = text === undefined ? [] : parseText(text);
  return document && addressOf(document);
}

function ownEntries(): Entry[] {
  const all = probes().map(({ document, edit }): Entry => ({ at: document, edit }));
  return [...new Set(all.map(({ at }) => at))].flatMap((at): Entry[] => [{ at }, ...all.filter((entry) => entry.at === at)]);
}

/** For kubeconform, which is measured and asked beside. */
async function writeSchemas(schemas: PublishedSchemas, apiVersions: Iterable<string>): Promise<void> {
  rmSync(schemaFolder(), { recursive: true, force: true });
  for (const apiVersion of new Set(apiVersions)) {
    for (const { path, schema } of schemaFiles(await schemas.components(apiVersion))) {
      mkdirSync(dirname(join(schemaFolder(), path)), { recursive: true });
      writeFileSync(join(schemaFolder(), path), JSON.stringify(schema));
    }
  }
}

/** Verdicts that are no longer the ones that are written down. Of several mistakes the server names any one first, so that messages may differ. */
function changed(before: readonly Recorded[], now: readonly Recorded[]): string[] {
  return now.flatMap((record, index) => (verdictOf(record) === verdictOf(before[index]) ? [] : [`recorded ${JSON.stringify(before[index])}\n   now  ${JSON.stringify(record)}`]));
}

/** Whether a namespace is there already depends on what else was asked before. */
function verdictOf(record: Recorded | undefined): string {
  return `${record?.apply === undefined ? 'accepted' : 'refused'} ${record?.create === undefined || record.create.endsWith(' already exists') ? 'the same' : record.create === 'accepted' ? 'accepted' : 'refused'}`;
}

/** What a server with the CRDs says, for as long as somebody asks. */
async function asked<T>(ask: (examination: Examination) => Promise<T>): Promise<T> {
  const server = await startApiServer(buildApiServer());
  try {
    const cluster = new Cluster(server.config);
    const schemas = new PublishedSchemas(server.config);
    await installCrds(cluster);
    await writeSchemas(schemas, await cluster.apiVersions());
    return await ask(new Examination(cluster, schemas));
  } finally {
    await server.stop();
  }
}

function examine({ isRecording }: { readonly isRecording: boolean }): Promise<boolean> {
  return asked(async (examination) => {
    const chosen: ReadonlyMap<string, readonly Entry[]> = isRecording ? new Map([...(await examination.chosen(SEEDS)), ['documents', ownEntries()]]) : new Map();
    const differing: string[] = [];
    for (const collection of COLLECTIONS) {
      const answers = await examination.examined(collection, chosen.get(collection) ?? readRecords(collection).map(entryOf));
      if (isRecording) writeRecords(collection, answers);
      differing.push(...changed(readRecords(collection), answers));
    }
    for (const line of differing) process.stdout.write(`${line}\n`);
    return differing.length === 0;
  });
}

/** Manifests that nothing was mended for. */
async function examineSeeds(seeds: readonly number[]): Promise<boolean> {
  const records = await asked(async (examination) => {
    const chosen = await examination.chosen(Object.fromEntries(seeds.map((seed) => [`seed ${seed}`, seed])));
    const all: [string, Recorded[]][] = [];
    for (const [name, entries] of chosen) all.push([name, await examination.examined('fresh', entries)]);
    return all;
  });
  let isGood = true;
  for (const [name, answers] of records) isGood = (await compared(name, 'fresh', answers)) && isGood;
  return isGood;
}

function entryOf({ at, mistake, edit }: Recorded): Entry {
  return { at, ...(mistake === undefined ? {} : { mistake }), ...(edit ? { edit } : {}) };
}

async function compareAll(): Promise<boolean> {
  let isGood = true;
  for (const collection of COLLECTIONS) isGood = (await compared(collection, collection, readRecords(collection))) && isGood;
  return isGood;
}

async function compared(name: string, collection: Collection, records: readonly Recorded[]): Promise<boolean> {
  const comparison = await compare(collection, records);
  const share = agreement(comparison);
  process.stdout.write(`${differenceTable(comparison)}\n${name}: ${comparison.compared} manifests, ${(share * 100).toFixed(2)} % judged like Kubernetes ${apiServerVersion()} does; ${comparison.undecided} that it applies but does not create, or creates but does not apply\n`);
  return share >= REACHED[collection] && comparison.missing.length === 0;
}

async function main(args: readonly string[]): Promise<void> {
  const missing = missingTools();
  if (missing.length > 0 || !hasCorpus) {
    process.stdout.write(`skipped: ${[...missing.map((tool) => `${tool} is not installed`), ...(hasCorpus ? [] : ['the corpora are not at hand'])].join(', ')}\n`);
    return;
  }
  const seeds = args.find((arg) => arg.startsWith('--seeds='))?.slice('--seeds='.length).split(',').map(Number);
  if (seeds) {
    process.exitCode = (await examineSeeds(seeds)) ? 0 : 1;
    return;
  }
  const isSame = await examine({ isRecording: args.includes('--record') });
  const isGood = await compareAll();
  process.exitCode = isSame && isGood ? 0 : 1;
}

await main(process.argv.slice(2));
