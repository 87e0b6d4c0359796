/** Whole builds against what the real `kubectl kustomize` made of them, and against the cases of kustomize's own tests where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildKustomization } from '../src/render/kustomize/build.ts';
import { memorySnapshot } from '../src/snapshot/memory.ts';
import { SourceFile, startOf } from '../src/source.ts';
import { Node } from '../src/yaml/node.ts';
import { buildValues, printedValues } from './kustomize/building.ts';
import { expectedValues, kustomizeCases, leaves } from './kustomize/cases.ts';
import { kustomize } from './kustomize/record.ts';

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

/** What the message says must be in what kustomize says, apart from folders and quotes. */
function isSaidIn(message: string, said: string): boolean {
  const words = (text: string): string[] => text.replaceAll(/\\?["'`]/g, '').split(/[^A-Za-z]+/).filter((word) => word.length > 3);
  const known = new Set(words(said));
  const own = words(message);
  return own.filter((word) => known.has(word)).length >= own.length / 3;
}

describe.each(leaves())('%s', (leaf) => {
  for (const one of kustomizeCases(leaf)) {
    if (one.files['kustomization.yaml'] === undefined) continue;
    test(one.name, () => {
      const { values, refused, unverified } = buildValues(one.files);
      if (one.error === undefined) {
        expect(refused?.message).toBeUndefined();
        expect(unverified).toEqual([]);
        expect(values).toEqual(expectedValues(one));
      } else {
        expect(refused, 'kustomize refuses').toBeDefined();
        if (leaf === 'builds' && !one.error.includes('MalformedYAMLError')) expect(isSaidIn(refused?.message ?? '', one.error), `${refused?.message ?? ''}\n${one.error}`).toBe(true);
      }
    });
  }
});

test('the recording is what kustomize prints', { timeout: 120_000 }, ({ skip }) => {
  if (!hasKubectl) skip('kubectl is not installed');
  for (const { name, files, expected } of kustomizeCases('builds')) {
    const printed = kustomize(files);
    expect([name, 'expected' in printed ? printed.expected : undefined]).toEqual([name, expected]);
  }
});

interface KrustyCase {
  readonly test: string;
  readonly target: string;
  readonly files: Readonly<Record<string, string>>;
  readonly options: string;
  readonly expected?: string;
}

const corpus = fileURLToPath(new URL('../../shared/corpus/kustomize', import.meta.url));

function krustyCases(name: string): KrustyCase[] {
  const path = `${corpus}/${name}.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

const INCOMPLETE = 'the corpus does not hold all of its files: a helper writes them';
const NEWER = 'it is of a later kustomize than 5.7: the binary does not print that either';

const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ...['TestIssue1251_Patches_ProdVsDev', 'TestIssue1251_Plugins_ProdVsDev', 'TestExtendedPatchLabelSelector', 'TestExtendedPatchNameGvkSelector',
    'TestExtendedPatchNameGvkLabelSelector', 'TestExtendedPatchWithoutTarget', 'TestExtendedPatchInlineJSON', 'TestExtendedPatchInlineYAML', 'TestMergeEnvFrom',
    'TestSinglePatchWithMultiplePatchDeleteDirectives', 'TestRepeatBase', 'TestTransfomersImageCustomConfig'].map((name) => [name, INCOMPLETE] as const),
  // labels[].includeVolumeClaimTemplates, and expressions in replacements
  ...['TestKustomizationLabelsInStatefulSetTemplateWithClaimTemplateIncludeTemplateFalseAndIncludeVolumeClaimTemplatesTrue',
    'TestKustomizationLabelsInStatefulSetTemplateWithIncludeSelectorsTrue', 'TestKustomizationLabelsInDeploymentWithoutClaimTemplateAndIncludeVolumeClaimTemplatesTrue',
    'TestReplacementTransformerAppendToAnnotationUsingRegex', 'TestReplacementTransformerServiceNamespaceUrlUsingRegex'].map((name) => [name, NEWER] as const),
]);

/** The folder and the files of a case below one root. */
function rooted({ target, files }: KrustyCase): { files: Record<string, string>; folder: string } {
  const path = (text: string): string => text.split('/').filter((part) => part !== '' && part !== '.').join('/');
  return { folder: path(target), files: Object.fromEntries(Object.entries(files).map(([name, text]) => [path(name), text])) };
}

describe('cases of kustomize', () => {
  const cases = krustyCases('krusty-cases');
  test('are at hand', ({ skip }) => {
    if (cases.length === 0) skip('the corpora are not at hand');
  });
  for (const one of cases) {
    test(one.test, ({ skip }) => {
      const why = LEFT_OUT.get(one.test);
      if (why !== undefined) skip(why);
      const { files, folder } = rooted(one);
      const { values, refused } = buildValues(files, { folder, order: one.test === 'TestIssue4388' ? 'legacy' : 'fifo' });
      expect(refused?.message).toBeUndefined();
      expect(values).toEqual(printedValues(one.expected ?? ''));
    });
  }
});

describe('cases that kustomize refuses', () => {
  for (const one of krustyCases('krusty-error-cases')) {
    test(one.test, () => {
      const { files, folder } = rooted(one);
      expect(buildValues(files, { folder }).refused).toBeDefined();
    });
  }
});

describe('where built values are shown', () => {
  const files = {
    'base/kustomization.yaml': 'resources: [service.yaml]\n',
    'base/service.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: fraud\nspec:\n  predictor:\n    minReplicas: 1\n    maxReplicas: 4\n',
    'prod/kustomization.yaml': 'namePrefix: prod-\nnamespace: ml\nresources: [../base]\npatches:\n  - path: more.yaml\n',
    'prod/more.yaml': 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: fraud\nspec:\n  predictor:\n    minReplicas: 3\n',
  };
  const result = buildKustomization('prod', { snapshot: memorySnapshot(files), at: startOf(new SourceFile('nowhere', '')) });
  const root = 'refused' in result ? undefined : result.resources.map(({ tree }) => Node.root(tree))[0];

  test.each([
    [['spec', 'predictor', 'minReplicas'], 3, 'prod/more.yaml:7', true],
    [['spec', 'predictor', 'maxReplicas'], 4, 'base/service.yaml:8', true],
    [['metadata', 'name'], 'prod-fraud', 'base/service.yaml:4', false],
    [['metadata', 'namespace'], 'ml', 'prod/kustomization.yaml:2', false],
    [['kind'], 'InferenceService', 'base/service.yaml:2', true],
  ])('%s', (path, value, place, isVerbatim) => {
    const node = root?.get(...path);
    const at = node?.at;
    expect(node?.value).toBe(value);
    expect(at && `${at.file.path}:${at.file.position(at.range.start).line}`).toBe(place);
    expect(node?.piece?.verbatim).toBe(isVerbatim);
  });

  test('a prefix is shown where it is written', () => {
    const at = root?.get('metadata', 'name').part(0, 5).at;
    expect(at && at.file.text.slice(at.range.start, at.range.end)).toBe('prod-');
  });
});
