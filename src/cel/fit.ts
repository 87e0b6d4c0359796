/** The short yes to a document, wherever it was just read: on each of several threads, and of most documents nobody needs more. */
import { identityOf, kindKey, type Identity } from '../kubernetes/identity.ts';
import { definition, isRuled, schemaOf, validatorOf } from '../kubernetes/schema/catalog.ts';
import { isPart } from '../kubernetes/schema/check.ts';
import { DEFINITION_KIND } from '../kubernetes/schema/custom-definitions.ts';
import { validatorData } from '../kubernetes/schema/plain-data.ts';
import type { SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import type { Tree } from '../yaml/tree.ts';
import { satisfiesRules } from './validations.ts';

/**
 * What a document is, if it fits the schema carried for its kind and what rules in CEL say beside it. Nothing where something may be wrong, where it
 * costs more to tell than one object adds to what its kind may cost, or where nobody but the whole repository can tell.
 */
export function fittingIdentity(tree: Tree, file: SourceFile): Identity | undefined {
  const root = Node.root(tree);
  const identity = identityOf(root);
  if (!identity || kindKey(identity) === DEFINITION_KIND) return undefined;
  const verdict = validatorOf(identity.apiVersion, identity.kind)?.(validatorData(tree));
  if (verdict !== 'unsure') return verdict === 'fits' ? identity : undefined;
  const kind = isRuled(identity.apiVersion, identity.kind) && !isPart({ ...identity, root, file }) ? schemaOf(identity.apiVersion, identity.kind) : undefined;
  return kind === undefined || satisfiesRules(root, kind, definition) ? identity : undefined;
}
