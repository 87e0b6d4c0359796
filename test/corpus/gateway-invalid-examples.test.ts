/** Gateway API's examples of what is refused, where they are at hand: each manifest has an error, or it is said here what would find it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lineOf, lintFiles } from '../cases.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/gateway-api/hack/invalid-examples', import.meta.url));
const examples = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml')).sort() : [];

/** What the definition of the kind says in CEL, `x-kubernetes-validations`: taken until its rules are evaluated, which this list then says. */
const BY_CEL: ReadonlySet<string> = new Set([
  'experimental/httproute/invalid-header-value.yaml', 'standard/gateway/hostname-tcp.yaml', 'standard/httproute/invalid-filter-empty.yaml',
  'standard/httproute/invalid-filter-wrong-field.yaml', 'standard/httproute/invalid-path-alphanum-specialchars-mix.yaml',
  'standard/httproute/invalid-request-redirect-with-backendref.yaml',
]);

describe.skipIf(examples.length === 0)("Gateway API's invalid examples", () => {
  it.each(examples)('%s', async (path) => {
    const { report } = await lintFiles({ 'object.yaml': readFileSync(join(folder, path), 'utf8') });
    const errors = report.findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'repository/readable').map(lineOf);
    if (BY_CEL.has(path)) expect(errors).toEqual([]);
    else expect(errors).not.toEqual([]);
  });
});
