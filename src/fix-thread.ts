/** The entry point of the thread that works for the interface of `mllint --fix`; built beside main.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveFixes, type FixThreadData } from './commands/fix-thread.ts';
import { unchecked } from './unchecked.ts';

if (!parentPort) throw new Error('fix-thread.js is a thread of mllint --fix, and no program');
serveFixes(unchecked<FixThreadData>(workerData), parentPort); // commands/fix-interface.ts starts it, and nothing else does
