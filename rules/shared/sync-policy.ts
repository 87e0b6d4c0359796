/** What `spec.syncPolicy` of an Application says. */
import { textList, type Application, type Node } from '#rule';

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
