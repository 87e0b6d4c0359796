/** One process of first-validation.ts: five manifests of five kinds, each validated for the first time. Prints what it took. */
import { celProblems } from '../../src/cel/manifest.ts';
import { schemaMistakes } from '../../src/kubernetes/schema/check.ts';
import type { Manifest } from '../../src/model.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { FIVE_KINDS } from './five-kinds.ts';

/** Milliseconds. */
export interface Taken {
  readonly wall: number;
  readonly cpu: number;
  /** The rules in CEL after that, which are part of a validation where everything else fits. */
  readonly cel: number;
}

function manifestOf(text: string): Manifest {
  const file = new SourceFile('manifest.yaml', text);
  const tree = parseYaml(file).documents[0]?.root;
  if (!tree) throw new Error('no document');
  const root = Node.root(tree);
  return { apiVersion: root.get('apiVersion').text ?? '', kind: root.get('kind').text ?? '', name: root.get('metadata', 'name').text ?? '', root, cluster: {}, file };
}

const manifests = FIVE_KINDS.map(manifestOf);
const before = process.cpuUsage();
const start = performance.now();
const mistakes = manifests.map((manifest) => schemaMistakes(manifest));
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(before);
const problems = manifests.flatMap((manifest) => [...celProblems(manifest)]);
const cel = performance.now() - start - wall;
if (mistakes.some((found) => found?.length !== 0) || problems.length > 0) throw new Error(`the manifests are not valid: ${JSON.stringify(mistakes)}`);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000, cel } satisfies Taken));
