/** What is said of a mistake beyond the schema: values of Secrets stay untold, and what KServe's webhook puts right before the schema is looked at is no error. */
import type { Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import type { Tree } from '../../yaml/tree.ts';
import { kindKey } from '../identity.ts';
import type { Mistake } from './mistake.ts';
import { described } from './words.ts';

export function adapted(mistake: Mistake, manifest: Manifest): Mistake {
  if (kindKey(manifest) === 'Secret' && isSecret(mistake)) return withoutValue(mistake, manifest.root);
  if (REWRITTEN.has(kindKey(manifest)) && isFraction(mistake, manifest.root)) {
    return { ...mistake, severity: 'info', message: `${mistake.message}; only KServe's webhook makes a text of it` };
  }
  return mistake;
}

function isSecret({ about, path: [field] }: Mistake): boolean {
  return about === 'value' && (field === 'data' || field === 'stringData');
}

function withoutValue({ path, message, ...rest }: Mistake, root: Node): Mistake {
  const { tree } = root.get(...path);
  return { ...rest, path, message: tree ? message.replace(described(tree), () => sortOf(tree)) : message };
}

function sortOf(tree: Tree): string {
  if (tree.kind !== 'scalar') return described(tree);
  return typeof tree.value === 'string' ? 'a text' : typeof tree.value === 'boolean' ? 'true or false' : tree.value === null ? 'empty' : 'a number';
}

/** Whose defaulting webhook reads quantities with Go and writes them back as texts; kserve, pkg/apis/serving (v0.20.0). */
const REWRITTEN: ReadonlySet<string> = new Set(['InferenceService.serving.kserve.io', 'LLMInferenceService.serving.kserve.io']);

function isFraction({ about, path }: Mistake, root: Node): boolean {
  const amounts = path.at(-2);
  const { number } = root.get(...path);
  return about === 'value' && (amounts === 'requests' || amounts === 'limits') && number !== undefined && !Number.isInteger(number);
}
