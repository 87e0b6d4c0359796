/** Reads many manifests on several threads. Imported lazily: few repositories are that large. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { unchecked } from '../unchecked.ts';
import type { FileDocument, Judge, KindsRead } from './documents.ts';
import { unpackFiles } from './packed-documents.ts';
import { FILES_AT_ONCE, readerOf, takeFiles, type ParsedFiles, type ParseTask } from './parse-task.ts';

const MAX_THREADS = 4;

interface Together {
  readonly paths: readonly string[];
  readonly kinds: KindsRead;
  /** The bundled `parse-worker.ts`. */
  readonly parseWorker: URL;
  /** How many threads the files are worth. */
  readonly threads: number;
  /** What else is found while the tree of a document is at hand; the worker does the same. */
  readonly judge?: Judge | undefined;
}

/** This thread takes files like the others; what another one took and did not deliver is missing from the result. */
export async function readTogether(snapshot: Snapshot, { paths, kinds, parseWorker, threads, judge }: Together): Promise<Map<SourceFile, readonly FileDocument[]>> {
  const helpers = Math.min(MAX_THREADS, availableParallelism(), threads) - 1;
  const read = new Map<SourceFile, readonly FileDocument[]>();
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const task: ParseTask = { paths, places: paths.map((path) => snapshot.shared?.locate(path)), kinds, judges: judge !== undefined, taken };
  const documentsOf = readerOf(task, judge);
  const receive = ({ first, files }: ParsedFiles): void => {
    for (const { file, documents } of unpackFiles(files, paths.slice(first, first + FILES_AT_ONCE))) {
      if (snapshot.shared?.adopt(file) === true) read.set(file, documents);
    }
  };
  const others = startHelpers(task, { parseWorker, helpers, receive });
  let own = 0;
  for (let first = takeFiles(task); first < paths.length; first = takeFiles(task)) {
    own += 1;
    for (const path of paths.slice(first, first + FILES_AT_ONCE)) {
      const file = snapshot.file(path);
      if (file && !isUnreadable(file)) read.set(file, documentsOf(file));
    }
  }
  await others(Math.ceil(paths.length / FILES_AT_ONCE) - own);
  return read;
}

interface Helpers {
  readonly parseWorker: URL;
  readonly helpers: number;
  readonly receive: (files: ParsedFiles) => void;
}

/** Starts threads; the function returned waits until they have delivered so many times, or have all ended. */
function startHelpers(task: ParseTask, { parseWorker, helpers, receive }: Helpers): (deliveries: number) => Promise<void> {
  let delivered = 0;
  let running = 0;
  let check = (): void => undefined;
  const end = (): void => {
    running -= 1;
    check();
  };
  const workers = Array.from({ length: helpers }, () => startWorker(parseWorker, task)).filter((worker) => worker !== undefined);
  for (const worker of workers) {
    running += 1;
    worker.on('message', (message: unknown) => {
      receive(unchecked<ParsedFiles>(message));
      delivered += 1;
      check();
    });
    worker.on('error', () => undefined); // it also exits, and this thread does the rest
    worker.on('exit', end);
  }
  return async (deliveries) => {
    await new Promise<void>((resolve) => {
      check = () => {
        if (delivered >= deliveries || running === 0) resolve();
      };
      check();
    });
    for (const worker of workers) void worker.terminate();
  };
}

/** A machine may have no thread left. */
function startWorker(script: URL, task: ParseTask): Worker | undefined {
  try {
    return new Worker(script, { workerData: task });
  } catch {
    return undefined;
  }
}
