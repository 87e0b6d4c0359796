/** Generators that ask somebody whom mllint never asks. */
import type { Node } from '../../yaml/node.ts';
import { NOTHING, type Expansion, type Missing } from './generator.ts';

export function expandScmProvider(block: Node): Expansion {
  return asking(block, { missing: 'forge', why: 'the scmProvider generator asks a forge for its repositories', needs: 'the API of the forge' });
}

export function expandPullRequest(block: Node): Expansion {
  return asking(block, { missing: 'forge', why: 'the pullRequest generator asks a forge for its pull requests', needs: 'the API of the forge' });
}

export function expandPlugin(block: Node): Expansion {
  return asking(block, { missing: 'plugin', why: 'the plugin generator asks a plugin', needs: 'the answer of the plugin' });
}

export function expandClusterDecisionResource(block: Node): Expansion {
  return asking(block, { missing: 'decision resource', why: 'the clusterDecisionResource generator reads the status of a resource', needs: 'the status of the decision resource' });
}

function asking(at: Node, { missing, why, needs }: { missing: Missing; why: string; needs: string }): Expansion {
  return { ...NOTHING, unexpandable: [{ at, missing, why, needs }] };
}
