import { defineRule, type EmptySource } from '#rule';
import { placeholdersIn } from '../shared/placeholders.ts';

export default defineRule({
  id: 'argocd/source-not-empty',
  on: 'application',
  title: 'A source renders something',
  why: 'Argo CD shows an empty Application as Synced and Healthy: it looks deployed, and nothing is.',
  severity: 'warning',

  *check(application) {
    for (const empty of application.emptySources) {
      const path = empty.source.node.get('path');
      if (placeholdersIn(empty.source.path ?? '', application).length === 0) yield { at: path, message: messageOf(empty) };
    }
  },
});

function messageOf({ source, type, unread }: EmptySource): string {
  const path = `"${source.path ?? ''}"`;
  if (type === 'chart') return `the chart ${path} renders nothing with these values`;
  if (unread === undefined) return `the folder ${path} holds no manifest`;
  return `the folder ${path} holds no manifest itself; those in ${unread} are only read with \`directory.recurse: true\``;
}
