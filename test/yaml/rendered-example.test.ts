/** What an edit at a rendered value promises, held on the complete example: rendered again, the value is what was asked for. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import { setValue } from '../../src/yaml/edit.ts';
import { filesOf, fixtures } from '../cases.ts';
import { readFiles, renderedScalars, type RenderedScalar } from '../rendered-scalars.ts';

const example = filesOf(join(fixtures, 'ml-gitops'));
/** A sample that touches every file; all of them take half a minute. */
const EVERY = 11;

it('setValue at a rendered value gives it the value', { timeout: 300_000 }, async () => {
  const scalars = renderedScalars(await readFiles(example)).filter(({ manifest, node }) => manifest.application && node.path.join() !== 'kind'); // Helm sorts by kind
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const { key, node } of scalars.filter((_, index) => index % EVERY === 0)) {
    const wanted = other(node.value);
    const edits = setValue(node, wanted);
    const [edit] = edits ?? [];
    const place = edit && `${edit.file.path}:${edit.range.start}:${edit.text}`;
    if (!edits || !place || seen.has(place)) continue;
    seen.add(place);
    const { texts } = applyFixes([{ title: '', safety: 'safe', edits }]);
    const after = renderedScalars(await readFiles({ ...example, ...Object.fromEntries(texts) }));
    const value = valueOf(after, key);
    if (value !== JSON.stringify(wanted)) wrong.push(`${node.path.join('.')} ${place}: ${value ?? 'gone'}, not ${JSON.stringify(wanted)}`);
  }
  expect(seen.size).toBeGreaterThan(100 / EVERY);
  expect(wrong).toEqual([]);
});

function valueOf(scalars: readonly RenderedScalar[], key: string): string | undefined {
  return scalars.find((scalar) => scalar.key === key)?.value;
}

function other(value: unknown): string | number | boolean {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = typeof value === 'string' ? value : '';
  return /[0-8]$/.test(text) ? text.slice(0, -1) + String(Number(text.at(-1)) + 1) : `${text}x`;
}
