/** A kustomization and what was noted of it while it was built. */
import type { ReplacedList, SelectedImage, SelectedTarget } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import type { NoteTaker } from './build-context.ts';
import type { Kustomization } from './kustomization.ts';

/** A patch for everything may replace a list in every object: one of them says all. */
const MOST_LISTS = 1000;

export class NotedKustomization implements NoteTaker {
  readonly folder: string;
  readonly root: Node;
  readonly targets: SelectedTarget[] = [];
  readonly images: SelectedImage[] = [];
  readonly replacedLists: ReplacedList[] = [];

  constructor({ folder, root }: Kustomization) {
    this.folder = folder;
    this.root = root;
  }

  target(selected: SelectedTarget): void {
    this.targets.push(selected);
  }

  image(selected: SelectedImage): void {
    this.images.push(selected);
  }

  replacedList(list: ReplacedList): void {
    if (this.replacedLists.length < MOST_LISTS) this.replacedLists.push(list);
  }
}
