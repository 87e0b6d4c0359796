/** Which Helm renders for which Argo CD. */
import { expect, test } from 'vitest';
import { helmOf } from '../../src/render/helm/profile.ts';

test.each([
  [undefined, '4.2'], ['2.14', '3.19'], ['3.4', '3.19'], ['v3.4.2', '3.19'], ['3.5', '4.2'], ['3.5.1', '4.2'], ['3.6', '4.2.4'], ['4.0', '4.2.4'], ['latest', '4.2'],
])('Argo CD %s bundles Helm %s', (argocd, helm) => {
  expect(helmOf(argocd)).toBe(helm);
});
