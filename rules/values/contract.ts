import { defineRule, type Problem, type Values } from '#rule';
import { mappingProblems, valueProblems } from '../shared/contract-problems.ts';
import { contractShape } from '../shared/contract-shape.ts';

export default defineRule({
  id: 'values/contract',
  on: 'values',
  title: 'A value file that claims the contract fits it',
  why: 'A template takes a misspelt key for an absent one and falls back to its default: the file says one thing and the cluster runs another.',
  severity: 'error',
  fixable: true,

  *check(values) {
    if (isDefaultsOnly(values)) return;
    if (values.schemaProblems) {
      yield* values.schemaProblems;
      return;
    }
    const place = { isRendered: values.isRendered, prefix: '' };
    if (hasUsualPaths(values)) yield* mappingProblems(values.root, contractShape, place);
    else yield* namedProblems(values);
  },
});

/** A chart's own values, with an empty URI for the environments to fill. */
function isDefaultsOnly({ uri, environment }: Values): boolean {
  return uri.isKnown && uri.text === '' && environment === undefined;
}

function hasUsualPaths({ root, name, version, uri }: Values): boolean {
  const usual = [root.get('model', 'name'), root.get('model', 'version'), root.get('model', 'storageUri')];
  return [name, version, uri].every((node, index) => node.path.join('\0') === usual[index]?.path.join('\0'));
}

/** With `contract.paths` only the three places that it names are known. */
function* namedProblems({ name, version, uri, root, isRendered }: Values): Iterable<Problem> {
  const places = [[name, 'text'], [version, 'version'], [uri, 'text']] as const;
  for (const [node, kind] of places) {
    const prefix = node.path.slice(root.path.length, -1).map((step) => `${step}.`).join('');
    const key = String(node.path.at(-1));
    yield* valueProblems(node, { kind, isRequired: true }, { isRendered, prefix: prefix + key });
  }
}
