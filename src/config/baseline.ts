/** `mllint-baseline.yaml`: the findings that were there when it was written, by fingerprint. */
import type { SourceFile } from '../source.ts';
import type { BaselineEntry } from './config.ts';
import { readDocument } from './document.ts';
import type { Reading } from './reading.ts';
import { text, wholeNumber } from './scalars.ts';
import { key, list, mapping, required } from './shape.ts';

/** At the root. */
export const BASELINE_FILE = 'mllint-baseline.yaml';

const entry = mapping({
  rule: required(text, 'The rule that found it.'),
  file: key(text, 'Where, for readers.'),
  message: key(text, 'What, for readers.'),
  fingerprint: required(text, 'What makes it the same finding in another run.'),
});

const baseline = mapping({
  version: required(wholeNumber(1, 1), 'The form of the file.'),
  findings: required(list(entry), 'The findings that do not count.'),
});

export function readBaseline(file: SourceFile, reading: Reading): BaselineEntry[] {
  const read = readDocument(file, baseline, { reading, what: 'a baseline' });
  return [...(read?.findings ?? [])];
}
