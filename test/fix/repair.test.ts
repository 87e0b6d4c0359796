/** Passes over a tree: what stands, what is refused, and why. */
import { describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../../src/finding.ts';
import { MAX_ATTEMPTS, repair, type Repaired } from '../../src/fix/repair.ts';
import type { Lint, Linted } from '../../src/fix/texts.ts';
import { SourceFile } from '../../src/source.ts';
import { lintFiles } from '../cases.ts';
import { sessionOver } from './tree.ts';

interface Wish {
  readonly find: RegExp;
  readonly put: string;
  readonly safety?: Fix['safety'];
  readonly rule?: string;
}

/** A rule that finds the first match of each pattern in each file and would put another text there; without a text there is no fix. */
function findingsIn(files: ReadonlyMap<string, string>, wishes: readonly (Wish | { readonly find: RegExp })[]): Finding[] {
  return [...files].flatMap(([path, text]) => wishes.flatMap((wish): Finding[] => {
    const match = wish.find.exec(text);
    if (!match) return [];
    const file = new SourceFile(path, text);
    const range = { start: match.index, end: match.index + match[0].length };
    const fix: Fix | undefined = 'put' in wish ? { title: wish.put, safety: wish.safety ?? 'safe', edits: [{ file, range, text: wish.put }] } : undefined;
    const rule = ('rule' in wish ? wish.rule : undefined) ?? 'test/rule';
    return [{
      rule, severity: 'error', message: `finds ${wish.find.source}`, at: { file, range }, pieces: [], related: [], environments: [], applications: [], resources: [], models: [],
      fingerprint: `${path} ${wish.find.source}`, ...(fix ? { fix } : {}),
    }];
  }));
}

async function repaired(files: Readonly<Record<string, string>>, wishes: Parameters<typeof findingsIn>[1], options: { readonly takesReview?: boolean } = {}): Promise<Repaired & { readonly lints: number }> {
  const empty = (await lintFiles({})).report;
  let lints = 0;
  const lint: Lint = async (texts): Promise<Linted> => {
    lints += 1;
    const now = new Map(Object.entries(files));
    for (const [path, text] of texts) if (text === undefined) now.delete(path); else now.set(path, text);
    return { report: { ...empty, findings: findingsIn(now, wishes) }, isFailure: false };
  };
  const done = await repair({ lint, changed: new Map(), linted: await lint(new Map()), originals: new Map(), wants: () => true, takesReview: false, ...options });
  return { ...done, lints };
}

const refusals = ({ refused }: Repaired): string[] => refused.map(({ fix, why }) => `${fix.title}: ${why}`);

describe('passes', () => {
  it('are none where nothing is found', async () => {
    expect(await repaired({ 'a.yaml': 'k: one\n' }, [])).toMatchObject({ changed: new Map(), applied: [], passes: 0, ended: 'stable' });
  });

  it('end when nothing is left', async () => {
    const done = await repaired({ 'a.yaml': 'k: one two\n' }, [{ find: /one two/, put: 'ONE two' }, { find: /two/, put: 'TWO' }]);
    expect([...done.changed]).toEqual([['a.yaml', 'k: ONE TWO\n']]);
    expect(done).toMatchObject({ passes: 2, ended: 'stable', refused: [] });
    expect(done.applied).toHaveLength(2);
  });

  it('leave what a person should look at, and name it', async () => {
    const wishes: Wish[] = [{ find: /one/, put: 'ONE', safety: 'review' }, { find: /two/, put: 'TWO' }];
    const done = await repaired({ 'a.yaml': 'k: one two\n' }, wishes);
    expect([...done.changed.values(), done.review.map(({ fix }) => fix.title)]).toEqual(['k: one TWO\n', ['ONE']]);
    expect([...(await repaired({ 'a.yaml': 'k: one two\n' }, wishes, { takesReview: true })).changed.values()]).toEqual(['k: ONE TWO\n']);
  });

  it('drop the pass that leads back to an earlier text', async () => {
    const done = await repaired({ 'a.yaml': 'k: x\n' }, [{ find: /x/, put: 'y', rule: 'test/x' }, { find: /y/, put: 'x', rule: 'test/y' }]);
    expect([[...done.changed.values()], done.ended]).toEqual([['k: y\n'], 'cycle']);
  });

  it('are ten at most', async () => {
    const numbers = [/\b0\b/, /\b1\b/, /\b2\b/, /\b3\b/, /\b4\b/, /\b5\b/, /\b6\b/, /\b7\b/, /\b8\b/, /\b9\b/, /\b10\b/, /\b11\b/];
    const done = await repaired({ 'a.yaml': 'k: 0\n' }, numbers.map((find, index) => ({ find, put: String(index + 1), rule: `test/r${index}` })));
    expect([[...done.changed.values()], done.passes, done.ended]).toEqual([['k: 10\n'], 10, 'limit']);
  });
});

describe('a pass is refused, and narrowed to the fix at fault,', () => {
  const many = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${String(index).padStart(2, '0')}.yaml`, `k: wrong # ${index}\n`]));

  it('where a file would not parse', async () => {
    const done = await repaired({ ...many(16), 'bad.yaml': 'k: broken\n' }, [{ find: /wrong/, put: 'right' }, { find: /broken/, put: '{' }]);
    expect(done.changed.size).toBe(16);
    expect(refusals(done)).toEqual([expect.stringMatching(/^\{: bad\.yaml would not parse: /)]);
    expect(done.lints).toBeLessThan(16);
  });

  it('where the problem would still be found', async () => {
    const done = await repaired({ ...many(3), 'bad.yaml': 'k: idle\n' }, [{ find: /wrong/, put: 'right' }, { find: /idle/, put: 'idle again' }]);
    expect(done.changed.size).toBe(3);
    expect(refusals(done)).toEqual(['idle again: the problem would still be found']);
  });

  it('as long as it takes no more than so many attempts; the rest is not tried, and named', async () => {
    const files = Object.fromEntries(Object.entries(many(600)).map(([path, text]) => [path, text.replace('wrong', 'broken')]));
    const done = await repaired({ '0.yaml': 'k: wrong\n', ...files }, [{ find: /wrong/, put: 'right' }, { find: /broken/, put: '{' }]);
    expect([...done.changed.keys()]).toEqual(['0.yaml']);
    expect(done.lints).toBeLessThanOrEqual(MAX_ATTEMPTS + 1);
    expect(done.refused).toHaveLength(600);
    expect(refusals(done).at(-1)).toBe('{: not tried after 200 attempts at others; choose it with --rule or a path');
    expect(done.ended).toBe('stable');
  });

  it('where an error appears outside of the mapping that it touched', async () => {
    const files = { ...many(8), 'bad.yaml': 'a:\n  k: trigger\nb:\n  k: fine\n' };
    const done = await repaired(files, [{ find: /wrong/, put: 'right' }, { find: /trigger/, put: 'armed' }, { find: /fine(?![\s\S]*trigger)(?<=armed[\s\S]*)/, rule: 'test/other', put: 'never' }]);
    expect(done.changed.has('bad.yaml')).toBe(false);
    expect(refusals(done)).toEqual(['armed: bad.yaml:4 would get: finds fine(?![\\s\\S]*trigger)(?<=armed[\\s\\S]*) (test/other)']);
  });

  it('not where it appears beneath the key that was renamed', async () => {
    const done = await repaired({ 'a.yaml': 'a:\n  resoruces:\n    cpu: lots\nb: 1\n' }, [{ find: /resoruces/, put: 'resources' }, { find: /lots(?<=resources[\s\S]*)/ }]);
    expect([...done.changed.values()]).toEqual(['a:\n  resources:\n    cpu: lots\nb: 1\n']);
    expect(done.refused).toEqual([]);
    expect(done.linted.report.findings).toHaveLength(1);
  });
});

it('takes time that grows with the number of fixes, not with its square', async () => {
  const empty = (await lintFiles({})).report;
  const text = Array.from({ length: 4_000 }, (_, index) => `name: n-${index}\nkind: wrong\nspec: { a: 1, b: [1, 2, 3] }\n`).join('---\n');
  const lint: Lint = async (texts): Promise<Linted> => {
    const file = new SourceFile('a.yaml', texts.get('a.yaml') ?? text);
    const findings = [...file.text.matchAll(/n-(\d+)\nkind: (wrong)/g)].map(({ index, 0: whole, 1: number = '' }): Finding => {
      const range = { start: index + whole.length - 'wrong'.length, end: index + whole.length };
      const fix: Fix = { title: 'right', safety: 'safe', edits: [{ file, range, text: 'right' }] };
      return { rule: 'test/rule', severity: 'error', message: 'wrong', at: { file, range }, pieces: [], related: [], environments: [], applications: [], resources: [], models: [], fix, fingerprint: number };
    });
    // An error that is new, so that every edit is asked whether it stands in its mapping.
    const [at] = findings.length === 0 ? [{ file, range: { start: file.text.indexOf('right'), end: file.text.indexOf('right') + 1 } }] : [];
    const other: Finding[] = at ? [{ rule: 'test/other', severity: 'error', message: 'beneath', at, pieces: [], related: [], environments: [], applications: [], resources: [], models: [], fingerprint: 'o' }] : [];
    return { report: { ...empty, findings: [...findings, ...other] }, isFailure: false };
  };
  const linted = await lint(new Map());
  const started = performance.now();
  const done = await repair({ lint, changed: new Map(), linted, originals: new Map(), wants: () => true, takesReview: false });
  expect(done.applied).toHaveLength(4_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});

describe('files that do not exist yet', () => {
  it('are made by an edit of an absent file, and by nothing else', async () => {
    const empty = (await lintFiles({})).report;
    const file = new SourceFile('chart/Chart.yaml', '', { isAbsent: true });
    const lint: Lint = async (texts) => {
      const at = { file: new SourceFile('app.yaml', 'a: 1\n'), range: { start: 0, end: 1 } };
      const fix: Fix = { title: 'make it', safety: 'safe', edits: [{ file, range: { start: 0, end: 0 }, text: 'apiVersion: v2\n' }] };
      const finding: Finding = { rule: 'test/rule', severity: 'error', message: 'no chart', at, pieces: [], related: [], environments: [], applications: [], resources: [], models: [], fix, fingerprint: 'f' };
      return { report: { ...empty, findings: texts.has('chart/Chart.yaml') ? [] : [finding] }, isFailure: false };
    };
    const originals = new Map<string, string | undefined>();
    const done = await repair({ lint, changed: new Map(), linted: await lint(new Map()), originals, wants: () => true, takesReview: false });
    expect([...done.changed]).toEqual([['chart/Chart.yaml', 'apiVersion: v2\n']]);
    expect([...originals]).toEqual([['chart/Chart.yaml', undefined]]);
  });
});

it('lints a tree with files added, replaced and taken away as if they stood there so', async () => {
  const files = { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' };
  const { lint } = sessionOver(files);
  const changed = new Map([['kustomization.yaml', 'resources: [b.yaml]\n'], ['a.yaml', undefined], ['b.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: { x: 5 }\n']]);
  await lint(new Map());
  const over = await lint(changed);
  const plain = await lintFiles(Object.fromEntries([...changed].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]))));
  expect(over.report).toEqual(plain.report);
});
