import { defineRule, textList, type Manifest, type Node, type Problem } from '#rule';
import { isExample, isUndeployedChart } from '../shared/example-folders.ts';
import { containersOf, podKinds, podsOf } from '../shared/pods.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

export default defineRule({
  id: 'kubernetes/image-pinned',
  on: 'manifest',
  kinds: podKinds,
  title: 'An image is named by a version or a digest',
  why: 'What a moving tag names changes outside Git: two pods of one deployment run different code, and git revert does not bring the old one back.',
  severity: 'warning',
  options: { moving: textList(['latest', 'stable', 'main', 'master', 'head', 'current', 'nightly', 'edge'], 'Tags that are pushed again and again.') },

  *check(manifest, { moving }) {
    if (isLooseExample(manifest)) return;
    for (const image of imagesOf(manifest)) {
      const text = image.isKnown ? (image.text ?? '').trim() : '';
      const problem = text === '' || isPlaceholder(text) ? undefined : problemOf(image, text, moving);
      if (problem) yield { ...problem, ...severityOf(manifest) };
    }
  },
});

function isLooseExample({ application, file }: Manifest): boolean {
  return !application && isExample(file.path);
}

/** What serves a model, or runs in one of several stages, has to be the same everywhere; for the rest it is advice. */
function severityOf(manifest: Manifest): Pick<Problem, 'severity'> {
  const { apiVersion, environment } = manifest;
  const servesModels = apiVersion.startsWith('serving.kserve.io/') || apiVersion.startsWith('machinelearning.seldon.io/');
  return (servesModels || environment?.isStaged === true) && !isUndeployedChart(manifest) ? {} : { severity: 'info' };
}

function imagesOf(manifest: Manifest): Node[] {
  return podsOf(manifest).flatMap(containersOf).map((container) => container.get('image'));
}

/** What tools write where nothing was released yet; nobody releases it. */
const ZEROS = ['0.0.0', 'v0.0.0'];

/** `registry:5000/owner/name:tag@digest`; the colon of a port is not that of a tag. */
function problemOf(image: Node, text: string, moving: readonly string[]): Problem | undefined {
  if (text.includes('@')) return undefined;
  const lastName = text.lastIndexOf('/') + 1;
  const colon = text.indexOf(':', lastName);
  if (colon < 0) return { at: image, message: `image "${text}" has no tag, which means latest; name a version or a digest` };
  const tag = text.slice(colon + 1);
  const start = (image.text ?? '').indexOf(text) + colon + 1;
  const at = image.part(start, start + tag.length);
  if (ZEROS.includes(tag)) return { at, message: `tag "${tag}" of the image "${text.slice(0, colon)}" stands for a version that is still to come; name one, or a digest` };
  if (!moving.some((word) => word.toLowerCase() === tag.toLowerCase())) return undefined;
  return { at, message: `tag "${tag}" of the image "${text.slice(0, colon)}" is pushed again and again; name a version or a digest` };
}
