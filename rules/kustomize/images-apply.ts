import { defineRule, fixOf, setValue, suggest, type Node, type Problem, type SelectedImage } from '#rule';
import { nameHint } from '../shared/name-hint.ts';
import { placeKey } from '../shared/place-key.ts';

export default defineRule({
  id: 'kustomize/images-apply',
  on: 'kustomization',
  title: 'An entry of images changes an image',
  why: 'Where no container has an image of the name, Kustomize goes on in silence: the tag in the entry is not the one that runs, whoever bumps it.',
  severity: 'warning',
  fixable: true,

  *check({ parts, isPartial }) {
    if (isPartial) return; // what is missing is said itself, and may be just what is selected
    const images = parts.flatMap((part) => part.images);
    const applied = new Set(images.filter(({ count }) => count > 0).map(({ image }) => placeKey(nameOf(image))));
    for (const one of images) if (!applied.has(placeKey(nameOf(one.image)))) yield problemOf(one);
  },
});

function nameOf(image: Node): Node {
  return image.get('name');
}

function problemOf({ image, known, unreached }: SelectedImage): Problem {
  const name = nameOf(image);
  const text = name.text ?? '';
  const change = `so that ${changeOf(image)} changes nothing`;
  const [elsewhere] = unreached;
  if (elsewhere) {
    return {
      at: name,
      message: `no container that is built here has the image ${text}, ${change}; of ${elsewhere.at.path.join('.')} of ${elsewhere.kind} Kustomize knows only by \`configurations\` that it holds one`,
      related: unreached.map(({ at }) => ({ at, message: 'holds the image' })),
    };
  }
  const meant = known.find((other) => baseOf(other) === baseOf(text)) ?? suggest(text, known);
  return {
    at: name,
    message: `no container that is built here has the image ${text}, ${change}${nameHint(meant, known)}`,
    fix: meant === undefined ? undefined : fixOf(`change ${meant}`, 'review', setValue(name, meant)),
  };
}

function changeOf(image: Node): string {
  const said = ['newTag', 'newName', 'digest', 'tagSuffix'].flatMap((field) => (image.get(field).written === undefined ? [] : [`${field} ${image.get(field).written ?? ''}`]));
  return said.length === 0 ? 'the entry' : said.join(' with ');
}

function baseOf(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}
