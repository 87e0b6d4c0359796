/** Where the values of a generated Application were written. */
import { describe, expect, it } from 'vitest';
import { controllerFacts } from '../../src/argocd/controller-facts.ts';
import { expandApplicationSet } from '../../src/argocd/expand.ts';
import { Budget } from '../../src/argocd/generators/budget.ts';
import { goTemplateDialect } from '../../src/argocd/template/go-template.ts';
import { findHere } from '../../src/argocd/this-repository.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { parsed } from './parsed.ts';

const HERE = 'https://git.example.com/here';
const FILES = {
  'apps/dev/x.yaml': '',
  'config/prod.yaml': '# the one for prod\nenv: prod\nsize: 5\n',
};
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  labels:\n    argocd.argoproj.io/secret-type: cluster\nstringData:\n  name: prod\n  server: https://prod\n';

interface Written {
  readonly set: string;
  /** The path of the value in the Application. */
  readonly value: string;
  /** `file:line:column` and the text there, and whether editing it changes only the value. */
  readonly at: string;
  readonly verbatim: boolean;
}

const cases: readonly Written[] = [
  { set: '  generators:\n  - list:\n      elements:\n      - env: prod\n  template:\n    metadata: {name: "{{env}}"}\n', value: 'metadata.name', at: 'applicationset.yaml:6:14 prod', verbatim: true },
  { set: `  generators:\n  - git:\n      repoURL: ${HERE}\n      directories:\n      - path: apps/*\n  template:\n    metadata: {name: "{{path.basename}}"}\n`, value: 'metadata.name', at: 'applicationset.yaml:7:15 apps/*', verbatim: false },
  { set: `  generators:\n  - git:\n      repoURL: ${HERE}\n      files:\n      - path: config/*\n  template:\n    metadata: {name: "{{env}}"}\n`, value: 'metadata.name', at: 'config/prod.yaml:2:6 prod', verbatim: true },
  { set: `  generators:\n  - git:\n      repoURL: ${HERE}\n      files:\n      - path: config/*\n  template:\n    metadata: {name: "{{size}}"}\n`, value: 'metadata.name', at: 'config/prod.yaml:3:7 5', verbatim: true },
  { set: `  goTemplate: true\n  generators:\n  - git:\n      repoURL: ${HERE}\n      files:\n      - path: config/*\n  template:\n    metadata: {name: "{{.env}}"}\n`, value: 'metadata.name', at: 'config/prod.yaml:2:6 prod', verbatim: true },
  { set: `  generators:\n  - git:\n      repoURL: ${HERE}\n      directories:\n      - path: apps/*\n      values:\n        name: fixed\n  template:\n    metadata: {name: "{{values.name}}"}\n`, value: 'metadata.name', at: 'applicationset.yaml:9:15 fixed', verbatim: true },
  { set: '  generators:\n  - clusters:\n      selector: {matchLabels: {argocd.argoproj.io/secret-type: cluster}}\n  template:\n    metadata: {name: "{{server}}"}\n', value: 'metadata.name', at: 'clusters.yaml:9:11 https://prod', verbatim: true },
  { set: '  generators:\n  - matrix:\n      generators:\n      - list: {elements: [{env: prod}]}\n      - list: {elements: [{name: "x-{{env}}"}]}\n  template:\n    metadata: {name: "{{name}}"}\n', value: 'metadata.name', at: 'applicationset.yaml:6:33 prod', verbatim: false },
  { set: '  generators:\n  - merge:\n      mergeKeys: [env]\n      generators:\n      - list: {elements: [{env: prod, size: S}]}\n      - list: {elements: [{env: prod, size: L}]}\n  template:\n    metadata: {name: "{{size}}"}\n', value: 'metadata.name', at: 'applicationset.yaml:8:45 L', verbatim: true },
  { set: '  generators:\n  - list:\n      elements:\n      - env: prod\n      template:\n        metadata: {name: own}\n  template:\n    metadata: {name: set}\n', value: 'metadata.name', at: 'applicationset.yaml:8:26 own', verbatim: true },
  { set: '  generators:\n  - list:\n      elements:\n      - env: prod\n  template:\n    metadata: {name: a}\n  templatePatch: |\n    metadata:\n      labels:\n        size: large\n', value: 'metadata.labels.size', at: 'applicationset.yaml:12:15 large', verbatim: true },
  { set: '  generators:\n  - list:\n      elements:\n      - env: prod\n  template:\n    metadata: {name: a}\n  templatePatch: |\n    metadata:\n      labels:\n        env: "{{env}}"\n', value: 'metadata.labels.env', at: 'applicationset.yaml:6:14 prod', verbatim: true },
];

describe('the author of a value', () => {
  it.each(cases)('$at', ({ set, value, at, verbatim }) => {
    const snapshot = memorySnapshot(FILES);
    const root = parsed(`kind: ApplicationSet\nspec:\n${set}`);
    const facts = controllerFacts([parsed(SECRET, 'clusters.yaml')], []);
    const here = findHere([], { remotes: [], self: [HERE], prefix: '' }, snapshot);
    const { applications, errors } = expandApplicationSet(root, { ...facts, snapshot, here, goTemplate: goTemplateDialect(), budget: new Budget() });
    expect(errors.map(({ message }) => message)).toEqual([]);
    const [application] = applications;
    if (!application) expect.fail('no Application');
    const node = application.root.get(...value.split('.'));
    const { file, range } = node.at;
    const { line, column } = file.position(range.start);
    expect(`${file.path}:${line}:${column} ${file.text.slice(range.start, range.end)}`).toBe(at);
    expect(node.piece?.verbatim).toBe(verbatim);
  });
});
