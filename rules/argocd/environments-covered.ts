import { defineRule } from '#rule';
import { listed } from '../shared/staged-models.ts';

export default defineRule({
  id: 'argocd/environments-covered',
  on: 'repository',
  title: 'Every environment folder is deployed by some Application',
  why: 'Changes to the folder are reviewed and merged, and never reach a cluster.',
  severity: 'warning',

  *check({ uncoveredFolders }) {
    for (const { folder, at, deployed } of uncoveredFolders) {
      yield { at, message: `no Application deploys ${folder}, only ${listed(deployed)} beside it` };
    }
  },
});
