/** What a document is, by a look at its text. */
import { describe, expect, it } from 'vitest';
import { scanIdentity } from '../../src/kubernetes/identity.ts';

describe('scanIdentity', () => {
  it.each([
    ['apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: b\n', { apiVersion: 'v1', kind: 'Service', name: 'a', namespace: 'b' }],
    ['kind: Service # one\napiVersion: "v1"\nmetadata: # of it\n  # first\n\n  labels:\n    name: no\n  name: "a" # yes\nspec:\n  name: no\n', { apiVersion: 'v1', kind: 'Service', name: 'a' }],
    ['apiVersion: v1\nkind: Service\nspec:\n  metadata:\n    name: no\n', { apiVersion: 'v1', kind: 'Service' }],
    ['apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n    name: a\r\n', { apiVersion: 'v1', kind: 'Service', name: 'a' }],
    ['apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', { apiVersion: 'v1', kind: 'Service' }],
    ['apiVersion: v1\n', undefined],
  ])('%j', (text, expected) => {
    expect(scanIdentity(text)).toEqual(expected);
  });
});
