import { defineRule, fixOf, setValue, suggest, type Node, type Problem, type SelectedTarget } from '#rule';
import { placeKey } from '../shared/place-key.ts';
import { nameHint } from '../shared/name-hint.ts';

export default defineRule({
  id: 'kustomize/patch-applies',
  on: 'kustomization',
  title: 'The target of a patch or replacement selects something',
  why: 'Where a target selects nothing, Kustomize goes on in silence: what the patch should change stays as the base has it, and nobody is told.',
  severity: 'warning',
  fixable: true,

  *check({ parts, isPartial }) {
    if (isPartial) return; // what is missing is said itself, and may be just what is selected
    const targets = parts.flatMap((part) => part.targets);
    const applied = targets.filter(({ count }) => count > 0);
    const [places, sources] = [new Set(applied.map(({ target }) => placeKey(target))), new Set(applied.map(sourceKey))];
    for (const one of targets) {
      // The same patch may be there for whichever of several kinds a base holds.
      const isOneOfSeveral = one.target.get('name').text === undefined && sources.has(sourceKey(one));
      if (!places.has(placeKey(one.target)) && !isOneOfSeveral) yield problemOf(one);
    }
  },
});

/** The same for targets of one patch, or of one replacement. */
function sourceKey({ what, target }: SelectedTarget): string {
  const entry = target.parent;
  if (what === 'replacement') return `replacement ${entry?.parent ? placeKey(entry.parent) : ''}`;
  return `patch ${target.at.file.path} ${entry?.get('path').text ?? ''} ${entry?.get('patch').text ?? ''}`;
}

function problemOf({ what, target, near }: SelectedTarget): Problem {
  const name = target.get('name');
  const meant = name.text !== undefined && /^[A-Za-z0-9._-]+$/.test(name.text) ? suggest(name.text, near) : undefined;
  const effect = `so that the ${what} changes nothing`;
  if (name.text === undefined || near.length === 0) return { at: placeOf(target), message: `nothing that is built here has ${wantedText(target)}, ${effect}` };
  return {
    at: name,
    message: `no ${target.get('kind').text ?? 'object'} that is built here is called ${name.text}, ${effect}${nameHint(meant, near)}`,
    fix: meant === undefined ? undefined : fixOf(`select ${meant}`, 'review', setValue(name, meant)),
  };
}

const PARTS = ['kind', 'name', 'namespace', 'group', 'version', 'labelSelector', 'annotationSelector'];

function wantedText(target: Node): string {
  const said = PARTS.flatMap((part) => (target.get(part).text === undefined ? [] : [`${part} ${target.get(part).text ?? ''}`]));
  return said.length === 0 ? 'what the target asks for' : said.join(', ');
}

function placeOf(target: Node): Node {
  return PARTS.map((part) => target.get(part)).find(({ exists }) => exists) ?? target;
}
