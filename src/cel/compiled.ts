/** Rules of carried schemas that were compiled to JavaScript when mllint was built: most values satisfy them, and need no evaluator. */
import { validatorData } from '../kubernetes/schema/plain-data.ts';
import { ruleRuntime, watchingDoubts } from '../kubernetes/schema/rule-runtime.ts';
import { compiledRules } from '../kubernetes/schema/schema-files.ts';
import type { Node } from '../yaml/node.ts';
import { isWhollyKnown } from '../yaml/pieces.ts';

/** A value as compiled rules look at it; nothing where a template leaves a part of it open. */
export function knownData({ tree }: Node): unknown {
  return tree && isWhollyKnown(tree) ? validatorData(tree) : undefined;
}

/** Where what was compiled is unsure, the evaluator decides. */
export function surelyHolds(rule: string, data: () => unknown): boolean {
  const compiled = compiledRules().get(rule);
  if (!compiled || data() === undefined) return false;
  const { fits, isInDoubt } = watchingDoubts(() => ruleRuntime.holds(compiled, data()));
  return fits && !isInDoubt;
}
