/** Gateway API's examples of what is refused, where they are at hand: each manifest has an error. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lineOf, lintFiles } from '../cases.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/gateway-api/hack/invalid-examples', import.meta.url));
const examples = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml')).sort() : [];

describe.skipIf(examples.length === 0)("Gateway API's invalid examples", () => {
  it.each(examples)('%s', async (path) => {
    const { report } = await lintFiles({ 'object.yaml': readFileSync(join(folder, path), 'utf8') });
    const errors = report.findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'repository/readable').map(lineOf);
    expect(errors).not.toEqual([]);
  });
});
