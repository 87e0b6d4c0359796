/** What has no schema is said, once. */
import { expect, it } from 'vitest';
import { lintFiles } from '../cases.ts';

const object = (apiVersion: string, kind: string, name: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const definition = `${object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'gadgets.example.org')}spec:
  group: example.org
  scope: Namespaced
  names: { kind: Gadget, plural: gadgets, singular: gadget, listKind: GadgetList }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
`;

it('names the kinds and counts the manifests', async () => {
  const { report } = await lintFiles({
    'objects.yaml': [object('example.org/v1', 'Widget', 'a'), object('example.org/v1', 'Widget', 'b'), object('example.org/v1', 'Gadget', 'c'), object('v1', 'ServiceAccount', 'd')].join('---\n'),
    'definition.yaml': definition,
    'built/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [other.yaml]\n',
    'built/other.yaml': object('example.org/v2', 'Other', 'e'),
  });
  expect(report.notes).toEqual(['no schema of Other.example.org, Widget.example.org is at hand: 3 manifests are not validated (`schemas:` in mllint.yaml names folders of schemas)']);
});

it('says nothing where everything has one', async () => {
  const { report } = await lintFiles({ 'account.yaml': object('v1', 'ServiceAccount', 'd') });
  expect(report.notes).toEqual([]);
});
