/** The file with exceptions: what the owners of the policy let pass, where, why and until when. */
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Exception } from './config.ts';
import { readDocument } from './document.ts';
import type { Compilation } from './matcher.ts';
import { quoted } from './plain-value.ts';
import type { Placed, Reading } from './reading.ts';
import { day, globs, placedText, text } from './scalars.ts';
import { key, list, mapping, required, withNode, type Shape, type ValueOf } from './shape.ts';

const entry = withNode(mapping({
  rule: required(placedText, 'The rule, by its id.'),
  path: key(globs, 'The files and folders it counts for.'),
  resource: key(globs, 'The objects it counts for: Kind/name or Kind/namespace/name.'),
  model: key(globs, 'The models it counts for, by the names under which they are served or that the configuration gives them.'),
  environment: key(placedText, 'The environment it counts for.'),
  reason: required(text, 'Why.'),
  owner: key(text, 'Who answers for it.'),
  until: key(day, 'The last day on which it counts.'),
}));

const ENTRY_KEYS = ['rule', 'path', 'resource', 'model', 'environment', 'reason', 'owner', 'until'];

/** A list, as JSON schema and to be read. */
export const exceptionsShape: Shape<readonly ValueOf<typeof entry>[]> = list(entry);

type Entry = ValueOf<typeof entry>;

/** Read before globs can be compiled: which compilers are needed is known only then. */
export function readExceptions(file: SourceFile, reading: Reading): readonly Entry[] {
  return readDocument(file, exceptionsShape, { reading, what: 'a list of exceptions' }) ?? [];
}

export interface Known {
  readonly rules: ReadonlySet<string>;
  /** Absent where environments are found rather than declared. */
  readonly environments?: readonly string[];
}

export function compileExceptions(entries: readonly Entry[], known: Known, { compilation, reading }: { compilation: Compilation; reading: Reading }): Exception[] {
  return entries.map(({ value, node }): Exception => {
    const { rule, path, resource, model, environment, ...rest } = value;
    reportUnknown(rule, environment, known, reading);
    reportBoundless(value, node, reading);
    return {
      ...rest,
      rule: rule.value,
      ...(path ? { path: compilation.matcher(path, 'below') } : {}),
      ...(resource ? { resource: compilation.matcher(resource, 'exact') } : {}),
      ...(model ? { model: compilation.matcher(model, 'exact') } : {}),
      ...(environment ? { environment: environment.value } : {}),
      node,
    };
  });
}

function reportUnknown(rule: Placed<string>, environment: Placed<string> | undefined, { rules, environments }: Known, reading: Reading): void {
  if (!rules.has(rule.value)) reading.unknown(rule.at, rule.value, { what: 'a rule', known: [...rules] });
  if (environment && environments?.includes(environment.value) === false) {
    reading.unknown(environment.at, environment.value, { what: 'a declared environment', known: environments });
  }
}

/** Without a place it would be a setting. */
function reportBoundless({ path, resource, model, environment, rule }: Entry['value'], node: Node, reading: Reading): void {
  const isMisspelt = node.keys().some(({ written = '' }) => !ENTRY_KEYS.includes(written)); // that was reported
  if (path || resource || model || environment || isMisspelt) return;
  reading.report(node.at, `the exception says nowhere for what it counts: path, resource, model or environment; \`rules: { ${quoted(rule.value).slice(1, -1)}: off }\` counts everywhere`);
}
