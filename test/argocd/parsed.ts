/** YAML of a test as nodes. */
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** The first document of a text. */
export function parsed(text: string, path = 'applicationset.yaml'): Node {
  const tree = parseYaml(new SourceFile(path, text)).documents[0]?.root;
  if (!tree) throw new Error(`no document in ${text}`);
  return Node.root(tree);
}
