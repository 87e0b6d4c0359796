/** Which value files claim the values contract, and where name, version and URI stand in them. See product.md, "The values contract". */
import type { ContractSettings } from '../config/config.ts';
import { knownText } from '../kubernetes/identity.ts';
import type { SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import type { Node } from '../yaml/node.ts';

/** One block that claims the contract: a whole file, or the mapping of one environment in it. */
export interface Claim {
  readonly file: SourceFile;
  readonly root: Node;
  /** The key under `environments`, or the value of `environment`. */
  readonly environmentName?: string;
  readonly name: Node;
  readonly version: Node;
  readonly uri: Node;
}

/** The blocks of a document that claim the contract. */
export function claimsOf(root: Node, file: SourceFile, settings: ContractSettings): Claim[] {
  const isDeclared = settings.files.matches(file.path);
  const blocks = root.get('environments').entries().filter(([, block]) => block.kind === 'mapping');
  const claims = blocks.map(([name, block]) => claim(block, file, settings, name));
  const claiming = (one: Claim): boolean => isDeclared || hasUri(one) || misspellsUri(one);
  if (claims.some(claiming)) return claims.filter(claiming);
  const whole = claim(root, file, settings, knownText(root.get('environment')));
  return root.kind === 'mapping' && claiming(whole) ? [whole] : [];
}

/** Whether a document may hold a claim, by a look at its text. */
export function mayClaim(file: SourceFile, settings: ContractSettings): boolean {
  const { uri, version } = settings.paths;
  const keys = [uri.at(-1), version.at(-1)];
  return settings.files.matches(file.path) || keys.some((key) => key !== undefined && file.text.includes(key));
}

function claim(root: Node, file: SourceFile, { paths }: ContractSettings, environmentName: string | undefined): Claim {
  return {
    file,
    root,
    ...(environmentName === undefined ? {} : { environmentName }),
    name: root.get(...paths.name),
    version: root.get(...paths.version),
    uri: root.get(...paths.uri),
  };
}

function hasUri({ uri }: Claim): boolean {
  return uri.kind === 'scalar' && !uri.isNull && (!uri.isKnown || uri.written !== '');
}

/** Name and version are there, and a URI under a key that is nearly the contract's. */
function misspellsUri({ name, version, uri }: Claim): boolean {
  if (uri.exists || name.kind !== 'scalar' || version.kind !== 'scalar') return false;
  const wanted = String(uri.path.at(-1));
  return uri.parent?.entries().some(([key, value]) => value.kind === 'scalar' && knownText(value)?.includes('://') === true && suggest(key, [wanted]) !== undefined) === true;
}
