/** What `mllint state` and `mllint history` say to programs, and reports of a change with all that it can hold. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownErrors, schemaErrors } from '../report/schemas.ts';
import { runCommand } from './run-command.ts';
import { build } from './scenario.ts';

const EXCEPTIONS = '- { rule: promotion/one-step, model: [fraud-detector], environment: prod, reason: the regulator wants both at once, owner: ml-platform, until: 2027-01-31 }\n';

describe('for programs', () => {
  let folder = '';
  beforeAll(() => {
    folder = build({
      now: '2026-11-23T12:00:00Z', layout: 'application-set', change: 'change',
      config: { environments: [{ name: 'dev' }, { name: 'staging' }, { name: 'prod', requiredSoakTime: '24h' }], repositories: { self: ['https://github.com/org/gitops.git'] } },
      commits: [
        { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 }, files: { 'mllint-exceptions.yaml': EXCEPTIONS } },
        { at: '2026-11-10T10:00:00Z', serve: { dev: 45 } },
        { at: '2026-11-22T20:00:00Z', serve: { staging: 45 } },
        { at: '2026-11-22T21:00:00Z', serve: { dev: 47 } },
        { on: 'change', at: '2026-11-23T10:00:00Z', serve: { staging: 47, prod: { canary: 45, percent: 10 } } },
      ],
    }).folder;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('mllint state names the stable version beside a canary, and since when', async () => {
    const { code, out } = await runCommand(['state', '-f', 'json'], folder);
    const state = JSON.parse(out);
    expect([code, schemaErrors('state', state)]).toEqual([0, []]);
    const [dev, , prod] = state.environments;
    expect(dev).toMatchObject({ name: 'dev', stage: 0, models: [{ name: 'fraud-detector', namespace: 'serving-dev', version: '47', since: '2026-11-22T21:00:00Z' }] });
    expect(prod.models).toMatchObject([{ version: '43', since: '2026-11-01T10:00:00Z', canary: { percent: 10, version: '45' } }]);
    expect(dev.models[0].commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('mllint history names every stay, and what the gates say of each step', async () => {
    const { code, out } = await runCommand(['history', 'fraud-detector', '--gates', '--format=json'], folder);
    const history = JSON.parse(out);
    expect([code, schemaErrors('history', history)]).toEqual([0, []]);
    const [dev, , prod] = history.environments;
    expect(dev.stays.map(({ version, since, until }: Record<string, string>) => [version, since, until])).toEqual([
      ['47', '2026-11-22T21:00:00Z', undefined], ['45', '2026-11-10T10:00:00Z', '2026-11-22T21:00:00Z'], ['43', '2026-11-01T10:00:00Z', '2026-11-10T10:00:00Z'],
    ]);
    expect(prod.stays[0]).toMatchObject({ version: '45', canary: [10], since: '2026-11-23T10:00:00Z' });
    expect(history.steps[0].changes.map(({ environment, kind }: Record<string, string>) => [environment, kind])).toEqual([['staging', 'promotion'], ['prod', 'canary-start']]);
    expect(history.steps[0].changes[1].gates).toContainEqual(expect.objectContaining({ rule: 'promotion/soak', open: false }));
  });

  it('a report holds moves with gates, what is suppressed, and who answers for an exception', async () => {
    const { code, out } = await runCommand(['--base', 'main', '-f', 'json'], folder);
    const report = JSON.parse(out);
    expect([code, ownErrors(report)]).toEqual([1, []]);
    expect(report.changes.map(({ environment, kind, from, to }: Record<string, string>) => [environment, kind, from, to])).toEqual([['staging', 'promotion', '45', '47'], ['prod', 'canary-start', '43', '45']]);
    expect(report.changes[1].gates).toContainEqual(expect.objectContaining({ rule: 'promotion/soak', open: false, opensAt: '2026-11-23T20:00:00Z' }));
    expect(report.suppressed).toMatchObject([{ rule: 'promotion/one-step', by: 'exception', owner: 'ml-platform', until: '2027-01-31' }]);
  });

  it.each(['pretty', 'json', 'markdown', 'compact', 'github', 'gitlab', 'sarif'])('an exception in force is in %s with its owner and its end', async (format) => {
    const { out } = await runCommand(['--base', 'main', '-f', format], folder);
    expect(out).toMatch(/ml-platform/);
    expect(out).toMatch(/2027-01-31/);
  });

  it('formats that a command does not have are wrong usage', async () => {
    expect(await runCommand(['history', 'fraud-detector', '-f', 'sarif'], folder)).toMatchObject({ code: 2, out: '' });
    expect(await runCommand(['state', '-f', 'json', '--traffic'], folder)).toMatchObject({ code: 2, out: '', err: 'mllint: --traffic is printed as a table only\n' });
  });
});
