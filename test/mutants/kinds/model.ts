/** How a served model is named. */
import { kinds } from '../kind.ts';
import { added, edited, replaced, shownAt, spotOf, valued, type Mistake, lower } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { bumped, modelUris, partsOf, versionBeside, within } from './places.ts';

export const MODEL = kinds(
  {
    id: 'registry-stage',
    problem: 'D49',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-pinned',
    mistakes: (tree, random) => modelUris(tree).map((uri) => valued(tree, uri, `models:/${partsOf(uri.text).name}/${random.pick(['Production', 'Staging'])}`)),
  },
  {
    id: 'stage-as-folder',
    problem: 'D40',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-pinned',
    mistakes: (tree, random) => withVersion(tree, () => random.pick(['champion', 'challenger', 'production'])),
  },
  {
    id: 'latest-as-version',
    problem: 'D62',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'model/uri-pinned',
    mistakes: (tree, random) => [
      ...withVersion(tree, () => 'latest'),
      ...tree.places('deployments/*/*/values.yaml', 'model.revision').map((revision) => valued(tree, revision, random.pick(['main', 'latest']))),
    ],
  },
  {
    id: 'folder-without-version',
    problem: 'D32',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-versioned',
    mistakes: (tree) => withVersion(tree, () => ''),
  },
  {
    id: 'file-without-version',
    problem: 'D87',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-versioned',
    mistakes: (tree) => withVersion(tree, ({ name }) => `${name}.onnx`),
  },
  {
    id: 'model-uri-placeholder',
    problem: 'D84',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'repository/placeholder',
    mistakes: (tree, random) => modelUris(tree).map((uri) => valued(tree, uri, random.pick(['<model-uri>', '<MODEL_URI>', 's3://<bucket>/model/1']))),
  },
  {
    id: 'shell-variable-in-uri',
    problem: 'D3',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'repository/placeholder',
    mistakes: (tree) => modelUris(tree).map((uri) => replaced(tree, within(tree, uri, partsOf(uri.text).store), 's3://${MODEL_BUCKET}')),
  },
  {
    id: 'version-bumped-but-not-the-uri',
    bases: ['chart'],
    rule: 'model/uri-matches-version',
    otherRepair: 'the URI follows the version',
    mistakes: (tree) => modelUris(tree).flatMap((uri) => {
      const version = versionBeside(tree, uri);
      return version ? [shownAt(valued(tree, version, `"${bumped(version.text)}"`), spotOf(tree, uri))] : [];
    }),
  },
  {
    id: 'uri-bumped-but-not-the-version',
    bases: ['chart'],
    rule: 'model/uri-matches-version',
    mistakes: (tree) => withVersion(tree, ({ version }) => bumped(version)),
  },
  {
    id: 'version-without-quotes',
    bases: ['chart'],
    rule: 'model/version-is-string',
    mistakes: (tree, random) => modelUris(tree).flatMap((uri) => {
      const version = versionBeside(tree, uri);
      return version && /^\d+$/.test(version.text) ? [valued(tree, version, random.pick([version.text, version.text, `0${version.text}`]))] : [];
    }).filter(({ texts }) => ![...texts.values()].some((text) => /version: 0/.test(text ?? ''))),
  },
  {
    id: 'scheme-mistyped',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-scheme',
    otherRepair: 'gcs:// is what people write for gs://, another store',
    mistakes: (tree, random) => modelUris(tree).map((uri) => replaced(tree, within(tree, uri, 's3://'), random.pick(['s3:/', 'S3://', 's3//', 'gcs://', 's3a://']))),
  },
  {
    id: 'space-in-uri',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-scheme',
    otherRepair: 'the quotes of the mistake stay',
    mistakes: (tree, random) => modelUris(tree).map((uri) => valued(tree, uri, random.pick([`"${uri.text} "`, `" ${uri.text}"`, `"${uri.text.replace('/v', '/ v')} "`]))),
  },
  {
    id: 'uri-of-another-model',
    problem: 'D68',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'model/uri-matches-name',
    mistakes: (tree) => modelUris(tree).map((uri) => {
      const { name } = partsOf(uri.text);
      const other = ANOTHER.get(name) ?? 'churn-scorer';
      return replaced(tree, within(tree, uri, `/${name}/`), `/${other}/`);
    }),
  },
  {
    id: 'other-artifact-of-the-same-version',
    bases: ['chart'],
    rule: 'model/same-artifact',
    mistakes: (tree) => tree.places('environments/prod/churn-scorer/values.yaml', 'model.storageUri').flatMap((uri) =>
      ['s3://example-ml-models-prod/churn-scorer/2.3.1', 's3://example-ml-models/churn-scorer/retrained/2.3.1', 'gs://example-ml-models/churn-scorer/2.3.1'].map((text) => valued(tree, uri, text))),
  },
  {
    id: 'model-path-without-version',
    problem: 'D87',
    bases: ['plain'],
    rule: 'model/uri-versioned',
    mistakes: (tree) => modelUris(tree).map((uri) => {
      const column = uri.value.start - uri.lines.start - 'storageUri: '.length;
      return lower(edited(tree, uri.path, { start: uri.key?.start ?? 0, end: uri.value.end }, `storage:\n${' '.repeat(column)}  key: models\n${' '.repeat(column)}  path: ${partsOf(uri.text).name}.onnx`), 2);
    }),
  },
  {
    id: 'stage-version-in-an-argument',
    problem: 'D49',
    bases: ['plain'],
    rule: 'model/uri-pinned',
    mistakes: (tree) => modelUris(tree).map((uri) => lower(added(tree, uri, `env:\n  - name: MODEL_URI\n    value: models:/${partsOf(uri.text).name}/Production`), 2)),
  },
);

/** A model that lies beside it in the same store. */
const ANOTHER: ReadonlyMap<string, string> = new Map([['churn-scorer', 'fraud-detector'], ['ranker', 'embedder'], ['embedder', 'ranker']]);

/** The URI with another last segment. */
function withVersion(tree: Tree, version: (parts: ReturnType<typeof partsOf>, uri: Place) => string): Mistake[] {
  return modelUris(tree).map((uri) => {
    const parts = partsOf(uri.text);
    return replaced(tree, within(tree, uri, parts.version), version(parts, uri));
  });
}
