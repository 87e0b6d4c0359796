/** Edits of the share of a canary, `canaryTrafficPercent`, where its author wrote it or would write it. */
import type { Manifest, ServedModel } from '../model.ts';
import { Nearness, type Piece, type SourceFile } from '../source.ts';
import { authoredMappings, removeKey, setKey, setValue, type Edits } from '../yaml/edit.ts';
import { insertKey } from '../yaml/edit-insert.ts';
import { scalarAt } from '../yaml/edit-place.ts';
import { removeEntry } from '../yaml/edit-remove.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';

const FIELD = 'canaryTrafficPercent';
/** A template is not looked at further than this before the field: what turns it on stands close above it. */
const MAX_LINES_ABOVE = 5;

/** Each way to give the canary a share, the likeliest first; the next one counts where a tree does not become what is wanted. */
export function shareWays({ canary }: Pick<ServedModel, 'canary'>, manifest: Manifest, percent: number): Edits[] {
  const node = canary?.percent;
  if (node?.exists === true) return [node.number === percent ? [] : setValue(node, percent)];
  const mappings = authoredMappings(manifest.root.get('spec', 'predictor'));
  return [...mappings.map(({ place }) => insertKey(place, FIELD, percent)), ...valueWays(manifest, percent)];
}

/** Each way to end the canary: without its share everything goes to what stands there. */
export function endWays({ canary }: Pick<ServedModel, 'canary'>): Edits[] {
  const node = canary?.percent;
  if (node?.exists !== true || (node.isKnown && (node.number ?? 0) >= 100)) return [[]];
  return [removeKey(node), removeValue(node), setValue(node, 100)];
}

/** Takes the value out of the file that a template puts it from. */
function removeValue(node: Node): Edits {
  const piece = onlyPiece(node);
  if (!piece || piece.at.file.shownAt || piece.nearness === Nearness.template) return undefined;
  const place = scalarAt(piece.at.file, piece.at.range);
  const step = place?.above.at(-1);
  return place && step && 'entry' in step ? removeEntry({ ...place, tree: step.container, above: place.above.slice(0, -1), entry: step.entry }) : undefined;
}

function onlyPiece(node: Node): Piece | undefined {
  const [piece, ...others] = node.isKnown ? node.pieces : [];
  return piece?.verbatim === true && others.length === 0 ? piece : undefined;
}

/** Where a chart renders the manifest: the values that its template reads beside the field, in the file that holds the version. */
function valueWays(manifest: Manifest, percent: number): Edits[] {
  const file = nearestValues(manifest);
  if (!file) return [];
  const [document] = parseYaml(file).documents;
  if (!document?.root || document.problems.length > 0) return [];
  const root = Node.root(document.root);
  return valuesBeside(manifest.file).flatMap((path) => {
    const key = path.at(-1);
    return key === undefined ? [] : [setKey(root.get(...path.slice(0, -1)), key, percent)];
  });
}

/** The file with values that is nearest to the environment, among those that the predictor is made of. */
function nearestValues(manifest: Manifest): SourceFile | undefined {
  const uris = [['model', 'storageUri'], ['model', 'storage', 'path']].map((path) => manifest.root.get('spec', 'predictor', ...path));
  const pieces = uris.flatMap((node) => (node.kind === 'scalar' && node.isKnown ? node.pieces : []));
  const own = pieces.filter(({ nearness, at }) => nearness >= Nearness.valueFile && nearness < Nearness.inline && !at.file.shownAt);
  return own.reduce<Piece | undefined>((best, one) => (best && best.nearness >= one.nearness ? best : one), undefined)?.at.file;
}

/** The paths below `.Values` that a template reads on the line of the field and directly above it, the nearest first. */
function valuesBeside({ text }: SourceFile): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(`${FIELD}:`));
  if (at < 0) return [];
  const near = lines.slice(Math.max(0, at - MAX_LINES_ABOVE), at + 1).reverse();
  const paths = near.flatMap((line) => Array.from(line.matchAll(/\.Values((?:\.[A-Za-z_]\w*)+)/g), ([, path = '']) => path.slice(1)));
  return [...new Set(paths)].map((path) => path.split('.'));
}
