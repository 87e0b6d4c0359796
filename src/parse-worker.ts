/** The entry point of a thread that reads and parses files beside the first one; built as a bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { fittingIdentity } from './cel/fit.ts';
import { packFiles } from './render/packed-documents.ts';
import { FILES_AT_ONCE, readerOf, takeFiles, type ParsedFiles, type ParseTask } from './render/parse-task.ts';
import { readTextFile } from './snapshot/disk-bytes.ts';
import { unchecked } from './unchecked.ts';

const task = unchecked<ParseTask>(workerData);
const documentsOf = readerOf(task, fittingIdentity);

for (let first = takeFiles(task); first < task.paths.length; first = takeFiles(task)) {
  const files = task.paths.slice(first, first + FILES_AT_ONCE).map((path, index) => readTextFile(path, task.places[first + index]));
  const message: ParsedFiles = { first, files: packFiles(files, documentsOf) };
  parentPort?.postMessage(message, [message.files.numbers.buffer]);
}
