import { addTo, defineRule, type ReplacedList } from '#rule';
import { lostItems } from '../shared/lost-items.ts';
import { placeKey } from '../shared/place-key.ts';

export default defineRule({
  id: 'kustomize/list-replaced',
  on: 'kustomization',
  title: 'A patch of a custom resource loses no items of a list',
  why: 'Of custom resources Kustomize knows no key that tells the items of a list apart: a strategic merge patch of one route, one rule or one container takes the place of all of them.',
  severity: 'warning',

  *check({ parts }) {
    const byPlace = new Map<string, LosingList[]>();
    for (const list of parts.flatMap((part) => part.replacedLists)) {
      const lost = lostItems(list.base, list.patch);
      if (lost !== undefined) addTo(byPlace, placeKey(list.patch), { list, lost });
    }
    for (const group of byPlace.values()) {
      const message = messageOf(group);
      for (const { list } of group) yield { at: list.patch, message, related: [{ at: list.base, message: 'the list that is replaced' }] };
    }
  },
});

interface LosingList {
  readonly list: ReplacedList;
  readonly lost: string;
}

/** One patch is one mistake, however many objects it has a list of. */
function messageOf([first, ...others]: readonly LosingList[]): string {
  if (!first) return '';
  const { list: { kind, name, patch }, lost } = first;
  const more = new Set(others.map(({ list }) => list.name).filter((other) => other !== name)).size;
  const whose = `${kind} ${name}${more === 0 ? '' : ` and ${more} more`}`;
  return `replaces all of ${patch.path.join('.')} of ${whose}, because Kustomize merges no lists of ${kind}, and loses ${lost}; a JSON patch changes one item`;
}
