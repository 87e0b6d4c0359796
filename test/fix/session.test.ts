/** What a user can do with findings, without a terminal. */
import { describe, expect, it } from 'vitest';
import { openSession, type FixSession } from '../../src/fix/session.ts';
import { lineOf } from '../cases.ts';
import { sessionOver } from './tree.ts';

const service = (name: string, first: number, second: number): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ml }
spec:
  hosts: [${name}.example.org]
  http:
    - route:
        - destination: { host: ${name}-a.ml.svc.cluster.local }
          weight: ${first} # stable
        - destination: { host: ${name}-b.ml.svc.cluster.local }
          weight: ${second}
`;
const files = { 'a.yaml': service('a', 90, 20), 'b.yaml': service('b', 90, 30), 'c.yaml': service('c', 90, 10) };
const rules = ['istio/weights-sum', 'mllint/suppression-unused'];

const lines = (session: FixSession): string[] => session.findings.map(lineOf);
const open = (): Promise<FixSession> => openSession(sessionOver(files, { rules }));

async function first(session: FixSession): Promise<FixSession['findings'][number]> {
  const [finding] = session.findings;
  if (!finding) throw new Error('nothing is found');
  return finding;
}

describe('a session', () => {
  it('shows what a fix would change before it is accepted, and changes nothing', async () => {
    const session = await open();
    const preview = session.preview(await first(session));
    expect(preview?.files.map(({ path, kind }) => [path, kind])).toEqual([['a.yaml', 'changed']]);
    const changed = preview?.files.flatMap(({ hunks }) => hunks.flatMap(({ lines: all }) => all.filter((line) => !line.startsWith(' '))));
    expect(changed).toEqual(['-          weight: 90 # stable', '+          weight: 80 # stable']);
    expect(session.changed.size).toBe(0);
  });

  it('accepts one fix, lints what it gives and takes it back', async () => {
    const session = await open();
    const before = lines(session);
    expect(before).toHaveLength(2);
    expect(await session.accept(await first(session))).toEqual({ kind: 'accepted' });
    expect(lines(session)).toEqual(before.slice(1));
    expect([...session.changed.keys()]).toEqual(['a.yaml']);
    expect(session.accepted[0]?.before).toEqual(new Map([['a.yaml', files['a.yaml']]]));
    expect(await session.undo()).toBe(true);
    expect(lines(session)).toEqual(before);
    expect(session.changed.size).toBe(0);
    expect(await session.undo()).toBe(false);
  });

  it('accepts all of a rule in one step, without what is skipped', async () => {
    const session = await open();
    session.skip(await first(session));
    expect(await session.acceptAll('istio/weights-sum')).toEqual({ kind: 'accepted' });
    expect([...session.changed.keys()]).toEqual(['b.yaml']);
    expect(session.accepted).toHaveLength(1);
  });

  it('suppresses with a reason, and refuses without one', async () => {
    const session = await open();
    expect(await session.suppress(await first(session), { reason: ' ' })).toEqual({ kind: 'refused', why: 'a reason is needed' });
    expect(await session.suppress(await first(session), { reason: 'shadow traffic' })).toEqual({ kind: 'accepted' });
    expect(session.changed.get('a.yaml')).toContain('# mllint-ignore istio/weights-sum -- shadow traffic\n');
    expect(session.findings).toHaveLength(1);
  });

  it('reads a tree anew, and drops what was accepted of files that somebody changed', async () => {
    const now: Record<string, string> = { ...files };
    const tree = (): ReturnType<typeof sessionOver> => sessionOver(now, { rules });
    const session = await openSession({ ...tree(), textOf: (path) => now[path], reread: async () => tree().lint });
    await session.accept(await first(session));
    await session.accept(await first(session));
    expect([...session.changed.keys()]).toEqual(['a.yaml', 'b.yaml']);
    now['a.yaml'] = `# somebody\n${files['a.yaml']}`;
    expect((await session.reload()).map(({ after }) => [...after.keys()])).toEqual([['a.yaml']]);
    expect([...session.changed.keys()]).toEqual(['b.yaml']);
    expect(lines(session)).toEqual([expect.stringContaining('a.yaml:8:')]);
    expect(session.before).toEqual(new Map([['b.yaml', files['b.yaml']]]));
  });

  it('types a value by hand like what stands there', async () => {
    const session = await open();
    const [, finding] = session.findings;
    if (!finding) throw new Error('nothing is found');
    expect(session.valueOf(finding)).toBeUndefined();
    expect(await session.setValue(finding, '10')).toEqual({ kind: 'refused', why: 'no single value stands here; edit the file' });
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  replicas: some # how many\n  selector: { matchLabels: { a: b } }\n  template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: "a:1" }] } }\n';
    const typed = await openSession(sessionOver({ 'a.yaml': text }, { rules: ['kubernetes/schema'] }));
    expect(typed.valueOf(await first(typed))).toBe('some');
    expect(await typed.setValue(await first(typed), 'none')).toEqual({ kind: 'refused', why: 'it would still be found' });
    expect(await typed.setValue(await first(typed), '3')).toEqual({ kind: 'accepted' });
    expect(typed.changed.get('a.yaml')).toContain('replicas: 3 # how many');
  });

  it('takes a file as somebody edited it, and what stood there is no change', async () => {
    const session = await open();
    await session.replaceText('b.yaml', files['b.yaml'].replace('30', '10'));
    expect(session.findings).toHaveLength(1);
    await session.replaceText('b.yaml', files['b.yaml']);
    expect(session.changed.size).toBe(0);
    expect(session.findings).toHaveLength(2);
  });
});
