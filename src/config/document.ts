/** A file of the policy as one document of one shape: the configuration, the exceptions, the baseline. */
import type { SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { quoted } from './plain-value.ts';
import type { Reading } from './reading.ts';
import type { Shape } from './shape.ts';

/** What the file says; nothing where it says nothing. What is wrong is reported. */
export function readDocument<T>(file: SourceFile, shape: Shape<T>, { reading, what }: { reading: Reading; what: string }): T | undefined {
  const documents = parseYaml(file).documents.filter(({ root, problems }) => root || problems.length > 0);
  for (const document of documents) {
    for (const { message, range } of document.problems) reading.report({ file, range }, message);
    for (const { key, later } of document.duplicateKeys) reading.report({ file, range: later }, `the key ${quoted(key)} stands here twice`);
  }
  const second = documents[1];
  if (second) reading.report({ file, range: { start: second.range.start, end: second.range.start } }, `${what} is one document`);
  const root = documents[0]?.root;
  return root && shape.read(Node.root(root), reading);
}
