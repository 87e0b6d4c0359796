/** The expectations were recorded from resource.ParseQuantity of k8s.io/apimachinery v0.34.1; null is what it rejects. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuantity, compareQuantities, parseQuantity, quantityRatio, type Quantity } from '../../src/kubernetes/quantity.ts';

interface Recorded {
  readonly text: string;
  readonly nanos: string | null;
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL('../../fixtures/kubernetes/quantities.json', import.meta.url), 'utf8'));

function quantity(value: string | number | bigint): Quantity {
  const parsed = parseQuantity(value);
  if (!parsed) throw new Error(`${value} is no quantity`);
  return parsed;
}

describe('parseQuantity', () => {
  it.each(recorded)('reads $text as Kubernetes does', ({ text, nanos }) => {
    expect(parseQuantity(text)?.nanos.toString() ?? null).toBe(nanos);
  });

  it.each([
    [0.5, '500m'],
    [4, '4'],
    [1e21, '1e21'],
    [1e-7, '100n'],
    [9007199254740993n, '9007199254740993'],
  ])('reads the YAML number %s as %s', (value, text) => {
    expect(parseQuantity(value)).toEqual(parseQuantity(text));
  });

  it.each([NaN, Infinity, -Infinity])('rejects %s', (value) => {
    expect(parseQuantity(value)).toBeUndefined();
  });

  it.each(['1e1001', '1e-99999999999', `1${'0'.repeat(300)}`])('refuses to compute with %s', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('quantities', () => {
  it.each([
    ['1000m', '1', 0],
    ['1024Mi', '1Gi', 0],
    ['1G', '1Gi', -1],
    ['1.5', '1499m', 1],
    ['-1', '0', -1],
    ['9007199254740993', '9007199254740992', 1],
  ])('%s and %s compare as %i', (a, b, order) => {
    expect(compareQuantities(quantity(a), quantity(b))).toBe(order);
    expect(compareQuantities(quantity(b), quantity(a))).toBe(order === 0 ? 0 : -order);
  });

  it('have a ratio', () => {
    expect(quantityRatio(quantity('8Gi'), quantity('4096Mi'))).toBe(2);
    expect(quantityRatio(quantity('250m'), quantity('1'))).toBe(0.25);
    expect(quantityRatio(quantity('1'), quantity('0'))).toBe(Infinity);
  });
});

describe('canonicalQuantity', () => {
  const answers: readonly { readonly text: string; readonly canonical: string }[] = JSON.parse(
    readFileSync(new URL('../../fixtures/kubernetes/canonical-quantities.json', import.meta.url), 'utf8'),
  );

  it.each(answers)('spells $text as Kubernetes does, or says nothing', ({ text, canonical }) => {
    const isKept = /^\+|^0[0-9]|\.$|^\.|^-|[eE][+-]?[0-9]/.test(text);
    expect(canonicalQuantity(text)).toBe(isKept ? undefined : canonical);
  });

  it('is the same amount, and stays as it is', () => {
    const suffixes = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti');
    fc.assert(fc.property(fc.nat(100_000), fc.nat(999), suffixes, (whole, thousandths, suffix) => {
      const text = `${whole}.${String(thousandths).padStart(3, '0')}${suffix}`;
      const canonical = canonicalQuantity(text);
      expect(canonical).toBeDefined();
      expect(parseQuantity(canonical ?? '')).toEqual(parseQuantity(text));
      expect(canonicalQuantity(canonical ?? '')).toBe(canonical);
    }));
  });
});
