/** Records what the real helm makes of `--set`: `node scripts/run.js test/helm/set-record.ts <path to helm>`. Look at the difference before you commit it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { casesFile, helmAnswer, readSetCases } from './set-cases.ts';

const helm = process.argv[2] ?? 'helm';
const cases = readSetCases(readFileSync(casesFile, 'utf8')).map((one) => ({ ...one, ...helmAnswer(helm, one) }));
writeFileSync(casesFile, `[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
