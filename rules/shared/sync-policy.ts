/** What `spec.syncPolicy` of an Application says. */
import { suggest, textList, type Application, type Node } from '#rule';

/** For the rules about automatic syncing. */
export const manualSyncOption = textList([], 'Environments in which a person starts every sync: `automated` may be missing there.');

/** `syncPolicy.automated`, where it is more than a key. */
export function automatedOf({ root }: Application): Node | undefined {
  const automated = root.get('spec', 'syncPolicy', 'automated');
  return automated.kind === 'mapping' ? automated : undefined;
}

/** Whether an option stands in `syncOptions`, exactly as Argo CD looks for it. */
export function hasSyncOption({ root }: Application, option: string): boolean {
  return root.get('spec', 'syncPolicy', 'syncOptions').items().some((item) => item.isKnown && item.text === option);
}

/** Fields of `automated` that are no slip for another one. */
const OF_AUTOMATED: ReadonlySet<string> = new Set(['prune', 'selfHeal', 'allowEmpty', 'enabled']);

/** Whether a field is missing because its key is misspelt, which kubernetes/schema says: that finding's fix brings it back. */
export function isMisspeltIn(automated: Node, field: string): boolean {
  return !automated.has(field) && automated.keys().some(({ text = '' }) => !OF_AUTOMATED.has(text) && suggest(text, OF_AUTOMATED) === field);
}
