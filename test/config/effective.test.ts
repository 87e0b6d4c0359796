import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { configText } from '../../src/commands/print-config.ts';
import { effective } from '../../src/config/effective.ts';
import { loadConfig } from '../../src/config/load.ts';
import { SourceFile } from '../../src/source.ts';
import { testRules } from './rules-for-tests.ts';

const folder = fileURLToPath(new URL('../../fixtures/config', import.meta.url));
const cases = readdirSync(folder).filter((name) => name.startsWith('ok-'));

describe('the configuration in force', () => {
  it.each(cases)('of %s, read again, is the same', async (name) => {
    const read = (path: string): SourceFile | undefined =>
      readdirSync(`${folder}/${name}`).includes(path) ? new SourceFile(path, readFileSync(`${folder}/${name}/${path}`, 'utf8')) : undefined;
    const first = configText(effective(await loadConfig(read('mllint.yaml'), testRules, read), { rules: testRules }));
    const again = await loadConfig(new SourceFile('mllint.yaml', first), testRules, (path) => (path === 'mllint-exceptions.yaml' ? read(path) ?? new SourceFile(path, '') : read(path)));
    expect(again.problems).toEqual([]);
    const values = (text: string): string => text.replaceAll(/ {2}# .*$/gm, '');
    expect(values(configText(effective(again, { rules: testRules })))).toBe(values(first));
  });

  it('says where each value was written', async () => {
    const text = 'extends: ./team.yaml\nexternal: { secrets: ["*-pull"] }\ncluster: { kubernetes: 1.30 }\n';
    const loaded = await loadConfig(new SourceFile('mllint.yaml', text), testRules, (path) =>
      path === 'team.yaml' ? new SourceFile(path, 'cluster: { kubernetes: 1.28,\n  kserve: "0.16" }\nrules: { test/other: off }\n') : undefined);
    expect(configText(effective(loaded, { rules: testRules })).split('\n')).toEqual(expect.arrayContaining([
      'extends: recommended  # default', '  kubernetes: 1.30  # mllint.yaml:3', '  kserve: "0.16"  # team.yaml:2', '    - "*-pull"  # mllint.yaml:2',
      '  test/other: off  # team.yaml:3', '  test/condition: warning  # preset recommended',
    ]));
  });
});
