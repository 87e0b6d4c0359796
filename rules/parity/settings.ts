import { addTo, defineRule, textList, type Manifest, type Node, type Problem, type Repository } from '#rule';
import { settingsOf, type Setting } from '../shared/manifest-settings.ts';
import { listed, stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

const EXPECTED = [
  'metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.generateName', 'labels', 'predictor.name', 'storageUri', 'uri', 'storage.path', 'storage.key',
  'resources', 'minReplicas', 'maxReplicas', 'replicas', 'canaryTrafficPercent', 'canary', 'runtime', 'serviceAccountName', 'imagePullSecrets', 'nodeSelector', 'image',
];

export default defineRule({
  id: 'parity/settings',
  on: 'repository',
  kinds: ['ServingRuntime.serving.kserve.io'],
  title: 'The stages of a model differ only where they are expected to',
  why: 'What is set differently in production was tested nowhere: another timeout, argument or probe behaves for the first time where it matters.',
  severity: 'warning',
  strictOnly: true,
  options: {
    expected: textList(EXPECTED, 'Keys, or keys below each other joined by dots, at and below which stages may differ, wherever they stand.'),
  },

  *check(repository, { expected }) {
    const families = stagedFamilies(repository);
    const columns = families.flatMap((family) => [family.flatMap(ofModel), family.flatMap((staged) => ofRuntime(staged, repository))]);
    for (const column of columns) yield* rows(column, expected);
    admitUnknown(columns.flat().flatMap(({ settings }) => [...settings.values()].map(({ at }) => at)));
  },
});

/** One manifest of a model in one environment. */
interface Column {
  readonly environment: string;
  readonly stage: number;
  readonly root: Node;
  readonly settings: ReadonlyMap<string, Setting>;
}

function ofModel(staged: StagedModel): Column[] {
  const { from } = staged.model;
  return 'kind' in from ? [columnOf(from, staged)] : [];
}

function columnOf({ root }: Manifest, { environment, stage }: StagedModel): Column {
  return { environment: environment.name, stage, root, settings: settingsOf(root, environment.name) };
}

/** The runtime that the model names, where it stands in the same environment. */
function ofRuntime(staged: StagedModel, { manifests }: Repository): Column[] {
  const { runtime } = staged.model;
  const name = runtime?.isKnown === true ? runtime.text : undefined;
  const found = manifests.find((manifest) => manifest.kind === 'ServingRuntime' && manifest.environment === staged.environment && manifest.name === name);
  return name !== undefined && found ? [columnOf(found, staged)] : [];
}

/** One problem for each setting: one row of the table whose columns are the environments. */
function* rows(columns: readonly Column[], expected: readonly string[]): Iterable<Problem> {
  const paths = new Set(columns.flatMap(({ settings }) => [...settings.keys()]));
  for (const path of [...paths].sort()) {
    const known = columns.every(({ settings }) => settings.get(path)?.at.isKnown !== false);
    if (!known || expected.some((entry) => `.${path}.`.includes(`.${entry}.`))) continue;
    const problem = rowOf(path, columns);
    if (problem) yield problem;
  }
}

/** Shown at the stage that stands alone where the others agree, else at the first that differs from the first of all. */
function rowOf(path: string, columns: readonly Column[]): Problem | undefined {
  const valueIn = ({ settings }: Column): string | undefined => settings.get(path)?.compared;
  const [first] = columns;
  const later = columns.find((column) => first && column.stage > first.stage && valueIn(column) !== valueIn(first));
  if (!first || !later) return undefined;
  const byValue = new Map<string, string[]>();
  for (const column of columns) {
    const cell = column.settings.get(path)?.shown ?? 'not set';
    addTo(byValue, cell, column.environment);
  }
  const cells = [...byValue].map(([cell, environments]) => `${cell} in ${listed(environments)}`);
  const shown = isAlone(first, columns, valueIn) ? first : later;
  const related = columns.filter((column) => column !== shown).map((column) => ({ at: placeOf(column, path), message: `${column.settings.get(path)?.shown ?? 'not set'} in ${column.environment}` }));
  return { at: placeOf(shown, path), message: `${path} is ${listed(cells)}`, related };
}

function placeOf({ settings, root }: Column, path: string): Node {
  return settings.get(path)?.at ?? root.get('metadata', 'name');
}

/** Two or more others have one value in common, and it has another one. */
function isAlone(one: Column, columns: readonly Column[], valueIn: (column: Column) => string | undefined): boolean {
  const others = columns.filter((column) => column !== one);
  return others.length > 1 && new Set(others.map(valueIn)).size === 1;
}
