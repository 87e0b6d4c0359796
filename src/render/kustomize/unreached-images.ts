/** Images in fields in which kustomize does not look for any, such as `spec.predictor.model.image` of an InferenceService. */
import type { SelectedImage } from '../../model.ts';
import { Node } from '../../yaml/node.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import { gvkOf, type Resource } from './resource.ts';

export interface ImageSearch {
  /** Whether a text is the image that is looked for, with or without tag and digest. */
  readonly isImage: (text: string) => boolean;
  readonly spend: (steps: number) => void;
}

/** Nobody reads more. */
const MOST = 20;

/** The values that are such an image: those with a tag or a digest, and those under a key that speaks of an image. */
export function imagesElsewhere(resources: readonly Resource[], { isImage, spend }: ImageSearch): SelectedImage['unreached'] {
  const found: { readonly at: Node; readonly kind: string }[] = [];
  for (const { tree } of resources) {
    const { kind } = gvkOf(tree);
    if (kind === 'CustomResourceDefinition') continue;
    const visit = (value: Tree, path: readonly (string | number)[]): void => {
      spend(1);
      const resolved = resolveAlias(value);
      if (resolved.kind === 'mapping') for (const entry of resolved.entries) visit(entry.value, [...path, entry.key.text]);
      else if (resolved.kind === 'sequence') for (const [index, item] of resolved.items.entries()) visit(item, [...path, index]);
      else if (found.length < MOST && isTagged(resolved.text, path) && isImage(resolved.text)) found.push({ at: Node.root(tree).get(...path), kind });
    };
    visit(tree, []);
  }
  return found;
}

function isTagged(text: string, path: readonly (string | number)[]): boolean {
  const last = text.slice(text.lastIndexOf('/') + 1);
  return text.length < 1000 && (last.includes(':') || last.includes('@') || path.some((step) => typeof step === 'string' && /image/i.test(step)));
}
