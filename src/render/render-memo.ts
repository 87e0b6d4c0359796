/** What was rendered once is not rendered again: a set that deploys one release to twenty clusters renders one. */
import type { Rendered, RenderedObject } from './rendered.ts';
import type { TracedText } from './traced-text.ts';

export class RenderMemo {
  readonly #known = new Map<string, Rendered>();

  /** The result for inputs of that key; what was refused or left open is about one Application, and is not shared. */
  once(key: string, render: () => Rendered): Rendered {
    const known = this.#known.get(key);
    if (known) return anew(known);
    const result = render();
    if (result.raised.length === 0 && result.unverified.length === 0) this.#known.set(key, result);
    return result;
  }
}

/** Objects of their own, because each belongs to one Application; the trees are shared. */
function anew(rendered: Rendered): Rendered {
  const copies = new Map(rendered.objects.map((object): [RenderedObject, RenderedObject] => [object, { ...object }]));
  const objects = [...copies.values()];
  const releases = rendered.releases.map((release) => ({ ...release, objects: release.objects.flatMap((object) => copies.get(object) ?? []) }));
  return { ...rendered, objects, releases };
}

/** Equal for texts that say the same and were written in the same places. */
export function textKey(text: TracedText | string): unknown {
  if (typeof text === 'string') return text;
  return [text.text, text.segments.map(({ start, origin }) => [start, origin.author.file.path, origin.author.start, origin.from])];
}
