/** What could not be verified is said once for each thing that is needed. */
import { describe, expect, it } from 'vitest';
import { oncePerCause } from '../../src/engine/unverified.ts';
import type { Unverified } from '../../src/finding.ts';
import { SourceFile } from '../../src/source.ts';

const files = new Map(['a.yaml', 'b.yaml'].map((path) => [path, new SourceFile(path, 'first\nsecond\nthird\n')]));

function entry(place: string, what: string, rest: { readonly why: string; readonly needs: string }): Unverified {
  const [path = '', start = '0'] = place.split(':');
  const file = files.get(path) ?? new SourceFile(path, '');
  return { at: { file, range: { start: Number(start), end: Number(start) + 1 } }, what, ...rest };
}

function said(all: readonly Unverified[]): string[] {
  return oncePerCause(all).map(({ at, what, why, needs }) => `${at.file.path}:${at.range.start} ${what}: ${why}; ${needs}`);
}

const clusters = { why: 'the clusters generator asks', needs: '`clusters`' };

describe('what could not be verified', () => {
  it('is one entry where the same is needed for the same reason, at the first place', () => {
    const all = ['e', 'd', 'c', 'b', 'a'].map((name, index) => entry(`b.yaml:${10 - index}`, `ApplicationSet ${name}`, clusters));
    expect(said([...all, entry('a.yaml:0', 'ApplicationSet f', clusters)])).toEqual([
      'a.yaml:0 ApplicationSet f, ApplicationSet a, ApplicationSet b and 3 more: the clusters generator asks; `clusters`',
    ]);
  });

  it('names a set with several such generators once', () => {
    expect(said([entry('a.yaml:0', 'ApplicationSet a', clusters), entry('a.yaml:6', 'ApplicationSet a', clusters)])).toEqual([
      'a.yaml:0 ApplicationSet a: the clusters generator asks; `clusters`',
    ]);
  });

  it('is one entry for one line to edit, whatever it means for each', () => {
    const revision = (name: string): Unverified => entry('a.yaml:6', `Application ${name}`, { why: `its source is revision env/${name}`, needs: 'git fetch' });
    expect(said([revision('prod'), revision('dev')])).toEqual(['a.yaml:6 Application dev, Application prod: its source is revision env/dev; git fetch']);
  });

  it('stays apart where something else is needed', () => {
    const chart = (name: string): Unverified => entry('a.yaml:0', `chart ${name}`, { why: `${name} is missing`, needs: `helm dependency build ${name}` });
    expect(said([chart('b'), chart('a')])).toEqual(['a.yaml:0 chart a: a is missing; helm dependency build a', 'a.yaml:0 chart b: b is missing; helm dependency build b']);
  });
});
