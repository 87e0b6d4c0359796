/** Istio's own cases for its validation, where they are at hand: each is refused or taken as Istio does, or it is said here why not. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { lineOf, lintFiles } from '../cases.ts';

const path = fileURLToPath(new URL('../../../shared/corpus/istio/pkg/config/validation/unit-cases/cases.json', import.meta.url));

interface UnitCase {
  readonly test: string;
  readonly name: string;
  readonly kind: string;
  readonly spec: unknown;
  readonly valid: boolean;
}

/** Cases that Istio judges otherwise, with the reason. */
const DIFFERENT: ReadonlyMap<string, string> = new Map(['TestValidateHTTPRoute: match with nil element', 'TestValidateHTTPRoute: valid mirror percentage', 'TestValidateDelegateHTTPRoute: valid mirror percentage'].map((title) => [
  title, 'a match that is null: Istio passes it over, and the definition of the kind lets no API server take it',
]));

/** That weights add up to 100 is a policy of mllint alone; that a route is never reached is a warning of Istio. */
const POLICIES: ReadonlySet<string> = new Set(['istio/weights-sum', 'istio/route-reachable']);

const cases = existsSync(path) ? unchecked<UnitCase[]>(JSON.parse(readFileSync(path, 'utf8'))) : [];

describe.skipIf(cases.length === 0)("Istio's cases for its validation", () => {
  it.each(cases.map((one) => ({ ...one, title: `${one.test}: ${one.name}` })))('$title', async ({ title, kind, spec, valid }) => {
    const object = { apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'case', namespace: 'default' }, spec };
    const { report } = await lintFiles({ 'case.json': JSON.stringify(object, null, 2) });
    const errors = report.findings.filter(({ severity, rule }) => severity === 'error' && !POLICIES.has(rule)).map(lineOf);
    if (DIFFERENT.has(title)) return expect(errors.length === 0, DIFFERENT.get(title)).not.toBe(valid);
    return valid ? expect(errors).toEqual([]) : expect(errors).not.toEqual([]);
  });
});
