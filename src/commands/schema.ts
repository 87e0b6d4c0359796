/** `mllint schema <kind>`: the fields of a kind as a tree, or as a JSON Schema for editors. */
import { editorPartSchema, editorSchema } from '../kubernetes/schema/editor-schema.ts';
import { fieldText, fieldTree } from '../kubernetes/schema/field-tree.ts';
import { namedPart, type NamedPart } from '../kubernetes/schema/named-part.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { oneOutput } from './one-output.ts';
import { table } from './table.ts';

/** Enough to see what a kind is about. */
const DEPTH = 3;

export function schema(args: Arguments, io: Io): number {
  const { format, write } = oneOutput(args, io, ['pretty', 'json']);
  const [name] = args.positionals;
  if (name === undefined) throw new UsageError('mllint schema takes a kind, such as InferenceService, Gateway.networking.istio.io or apps/v1/Deployment');
  const part = namedPart(name);
  if ('problem' in part) throw new UsageError(part.problem);
  if (format === 'json') {
    if (args.depth !== undefined) throw new UsageError('--depth goes with the tree only; a JSON Schema is whole');
    write(`${JSON.stringify(part.path.length === 0 ? editorSchema(part.kind) : editorPartSchema(part.schema, titleOf(part)), null, 2)}\n`);
    return EXIT.ok;
  }
  write(`${headOf(part)}\n`);
  const lines = fieldTree(part.schema, { depth: args.depth ?? DEPTH, isObject: part.path.length === 0 });
  if (lines.length > 0) write(table(lines));
  return EXIT.ok;
}

function titleOf({ kind, path }: NamedPart): string {
  return `${[kind.kind, ...path].join('.')} in ${kind.apiVersion}`;
}

function headOf(part: NamedPart): string {
  const { kind, otherVersions, path, schema: own } = part;
  const others = otherVersions.length > 0 ? `; also in ${otherVersions.join(', ')}` : '';
  return `${titleOf(part)}${path.length > 0 ? `: ${fieldText(own, false)}` : ''} (from ${kind.source}${others})`;
}
