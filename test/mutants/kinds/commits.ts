/** Mistakes that only a change shows: promotions out of order, too early, too far, and policies that are relaxed on the way. */
import { kinds, type History, type Kind } from '../kind.ts';
import { added, removed, replaced, shownAt, spotOf, together, valued, type Mistake } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { modelUris, partsOf, versionBeside, within } from './places.ts';

/** Long ago, and an hour before the change. */
const [LONG_AGO, JUST_NOW] = ['2026-11-01T10:00:00Z', '2026-11-23T10:00:00Z'];

const settled = (): History => ({ before: [], cleanAt: LONG_AGO });

export const COMMITS: readonly Kind[] = kinds(
  {
    id: 'stage-skipped',
    problem: 'D69',
    bases: ['policy', 'kustomize', 'plain'],
    rule: 'promotion/order',
    history: settled,
    mistakes: (tree) => inStage(tree, 'prod').flatMap((uri) => {
      const [staged, first] = [sameModel(tree, uri, 'staging'), sameModel(tree, uri, 'dev')];
      return first && staged && first.text !== staged.text ? [moved(tree, uri, partsOf(first.text).version)] : [];
    }),
  },
  {
    id: 'version-that-ran-nowhere',
    problem: 'D71',
    bases: ['policy', 'kustomize', 'plain'],
    rule: 'promotion/order',
    history: settled,
    mistakes: (tree) => [...inStage(tree, 'prod'), ...inStage(tree, 'staging')].map((uri) => moved(tree, uri, partsOf(uri.text).version.replace(/\d+$/, '97'))),
  },
  {
    id: 'older-version-that-never-ran-here',
    problem: 'D76',
    bases: ['policy', 'kustomize', 'plain'],
    rule: 'promotion/order',
    history: settled,
    mistakes: (tree) => inStage(tree, 'prod').map((uri) => moved(tree, uri, partsOf(uri.text).version.replace(/\d+$/, (last) => String(Math.max(0, Number(last) - 5))))),
  },
  {
    id: 'promoted-too-early',
    problem: 'D22',
    bases: ['policy'],
    rule: 'promotion/soak',
    history: (tree) => ({ before: [{ at: '2026-10-01T09:00:00Z', files: withOlder(tree, 'staging') }], cleanAt: JUST_NOW }),
    mistakes: (tree) => inStage(tree, 'prod').flatMap((uri) => {
      const staged = sameModel(tree, uri, 'staging');
      return staged && staged.text !== uri.text ? [moved(tree, uri, partsOf(staged.text).version)] : [];
    }),
  },
  {
    id: 'two-stages-in-one-change',
    problem: 'D22',
    bases: ['policy', 'kustomize', 'plain'],
    rule: 'promotion/one-step',
    history: settled,
    causes: { 'promotion/order': 'what has just entered staging did not run there' },
    mistakes: (tree) => inStage(tree, 'prod').flatMap((uri) => {
      const [staged, first] = [sameModel(tree, uri, 'staging'), sameModel(tree, uri, 'dev')];
      if (!staged || !first || first.text === staged.text || staged.path === uri.path) return [];
      const version = partsOf(first.text).version;
      return [together(moved(tree, uri, version), moved(tree, staged, version))];
    }),
  },
  {
    id: 'canary-skipped',
    bases: ['canary'],
    rule: 'promotion/canary-first',
    history: settled,
    mistakes: (tree) => inStage(tree, 'prod').flatMap((uri) => {
      const staged = sameModel(tree, uri, 'staging');
      return staged && staged.text !== uri.text ? [moved(tree, uri, partsOf(staged.text).version)] : [];
    }),
  },
  {
    id: 'first-canary-too-large',
    bases: ['canary'],
    rule: 'promotion/canary-first',
    history: settled,
    mistakes: (tree) => churn(tree, 'prod').flatMap((uri) => ['25', '50'].map((percent) => canary(tree, uri, { version: '2.4.0', percent }))),
  },
  {
    id: 'promoted-while-frozen',
    bases: ['canary'],
    rule: 'promotion/freeze',
    history: settled,
    mistakes: (tree) => inStage(tree, 'staging').flatMap((uri) => {
      const first = sameModel(tree, uri, 'dev');
      return first && first.text !== uri.text ? [moved(tree, uri, partsOf(first.text).version)] : [];
    }),
  },
  {
    id: 'promoted-with-other-changes',
    bases: ['policy'],
    rule: 'promotion/isolated',
    history: settled,
    mistakes: (tree) => inStage(tree, 'staging').filter(({ keys }) => keys.length === 2).flatMap((uri) => {
      const first = sameModel(tree, uri, 'dev');
      const other = tree.beside(uri, ['maxReplicas']);
      if (!first || !other || first.text === uri.text) return [];
      const both = moved(tree, uri, partsOf(first.text).version);
      const text = both.texts.get(uri.path) ?? '';
      return [{ texts: new Map([[uri.path, text.replace(`\nmaxReplicas: ${other.text}`, `\nmaxReplicas: ${Number(other.text) + 1}`)]]), at: spotOf(tree, other) }];
    }),
  },
  {
    id: 'soak-time-lowered',
    bases: ['policy'],
    rule: 'promotion/policy-unchanged',
    history: settled,
    mistakes: (tree) => tree.places('mllint.yaml', 'environments.*.requiredSoakTime').map((place) => valued(tree, place, '1h')),
  },
  {
    id: 'soak-time-removed',
    bases: ['policy'],
    rule: 'promotion/policy-unchanged',
    history: settled,
    mistakes: (tree) => tree.places('mllint.yaml', 'environments.*.requiredSoakTime').map((place) => {
      const name = tree.beside(place, [...place.keys.slice(0, -1), 'name']);
      return name ? shownAt(removed(tree, place), spotOf(tree, name)) : removed(tree, place);
    }),
  },
  {
    id: 'rule-switched-off',
    bases: ['policy'],
    rule: 'promotion/policy-unchanged',
    history: settled,
    mistakes: (tree) => tree.places('mllint.yaml', 'rules.*').flatMap((place) => [valued(tree, place, 'off'), added(tree, place, 'parity/resources: off'), added(tree, place, 'promotion/order: warning')]),
  },
  {
    id: 'canary-no-longer-required',
    bases: ['canary'],
    rule: 'promotion/policy-unchanged',
    history: settled,
    mistakes: (tree) => [...tree.places('mllint.yaml', 'environments.*.canary.required').map((place) => valued(tree, place, 'false')), ...tree.places('mllint.yaml', 'environments.*.canary.initialPercent').map((place) => valued(tree, place, '50'))],
  },
  {
    id: 'exception-added-with-the-change',
    bases: ['policy'],
    rule: 'promotion/policy-unchanged',
    history: settled,
    mistakes: (tree) => inStage(tree, 'prod').slice(0, 2).map(({ path }) => ({
      texts: new Map([['mllint-exceptions.yaml', `- rule: parity/size\n  path: [${path}]\n  reason: the cluster is full\n  owner: ml-platform\n  until: 2027-03-01\n`]]),
      at: { path: 'mllint-exceptions.yaml', line: 1 },
    })),
  },
  {
    id: 'mode-of-a-running-service-changed',
    bases: ['plain'],
    rule: ['kserve/immutable', 'parity/deployment-mode'],
    history: settled,
    mistakes: (tree) => tree.fragments('environments/prod/ranker/inference-services.yaml', 'deploymentMode: Knative').map((fragment) => replaced(tree, fragment, 'deploymentMode: Standard')),
  },
  {
    id: 'selector-of-a-running-deployment-changed',
    bases: ['plain'],
    rule: 'kubernetes/immutable',
    history: settled,
    mistakes: (tree) => tree.paths('environments/*/ranking-api/deployment-v1.yaml').map((path) => {
      const text = tree.text(path).replaceAll('app: ranking-api\n', 'app: ranking-api\n__tier: web\n');
      const lines = text.split('\n').flatMap((line, index, all) => (line.startsWith('__') ? [`${/^ */.exec(all[index - 1] ?? '')?.[0] ?? ''}${line.slice(2)}`] : [line]));
      return { texts: new Map([[path, lines.join('\n')]]), at: { path, line: lines.findIndex((line) => line.includes('tier: web')) + 1 } };
    }),
  },
  {
    id: 'rollback-that-gets-no-traffic',
    problem: 'D39',
    bases: ['plain'],
    rule: ['kserve/canary-left-on', 'kserve/canary-percent', 'promotion/canary-first'],
    history: (tree) => ({ before: [{ at: '2026-10-01T09:00:00Z', files: withOlder(tree, 'prod') }], cleanAt: LONG_AGO }),
    mistakes: (tree) => inStage(tree, 'prod').filter(({ text }) => text.includes('/ranker/')).map((uri) => {
      const model = tree.beside(uri, ['spec', 'predictor', 'model']) ?? uri;
      const { version } = partsOf(uri.text);
      const text = tree.text(uri.path);
      const changed = `${text.slice(0, model.lines.start)}    canaryTrafficPercent: 0\n${text.slice(model.lines.start).replace(`/${version}\n`, `/${older(version)}\n`)}`;
      return { texts: new Map([[uri.path, changed]]), at: { path: uri.path, line: tree.line(uri.path, model.lines.start) } };
    }),
  },
);

/** URIs of one environment, whatever the layout calls it. */
function inStage(tree: Tree, stage: 'dev' | 'staging' | 'prod'): Place[] {
  return modelUris(tree).filter(({ path }) => /\/prod(?:uction)?\//.test(path) === (stage === 'prod') && (stage === 'prod' || path.includes(`/${stage}/`)));
}

function churn(tree: Tree, stage: 'prod'): Place[] {
  return inStage(tree, stage).filter(({ text }) => text.includes('churn-scorer'));
}

/** The URI of the same model in another environment. */
function sameModel(tree: Tree, uri: Place, stage: 'dev' | 'staging'): Place | undefined {
  return inStage(tree, stage).find(({ text }) => partsOf(text).name === partsOf(uri.text).name);
}

/** Another version in the URI and, where there is one, beside it; shown at the URI. */
function moved(tree: Tree, uri: Place, version: string): Mistake {
  const beside = versionBeside(tree, uri);
  const change = replaced(tree, within(tree, uri, partsOf(uri.text).version), version);
  if (!beside) return change;
  const text = change.texts.get(uri.path) ?? '';
  const after = text.slice(0, beside.value.start) + `"${version.replace(/^v/, '')}"` + text.slice(beside.value.end);
  return { texts: new Map([[uri.path, after]]), at: spotOf(tree, uri) };
}

function canary(tree: Tree, uri: Place, { version, percent }: { version: string; percent: string }): Mistake {
  const { store, name } = partsOf(uri.text);
  const mistake = added(tree, uri, `canary:\n  version: "${version}"\n  storageUri: ${store}/${name}/${version}\n  percent: ${percent}`);
  return shownAt(mistake, { path: uri.path, line: mistake.at.line + 3 });
}

function older(version: string): string {
  return version.replace(/\d+$/, (last) => String(Number(last) - 1));
}

/** The files of one environment with the versions before. */
function withOlder(tree: Tree, stage: 'staging' | 'prod'): Record<string, string> {
  const files = new Map<string, string>();
  for (const uri of inStage(tree, stage)) {
    const { version } = partsOf(uri.text);
    const text = files.get(uri.path) ?? tree.text(uri.path);
    files.set(uri.path, text.replaceAll(`/${version}\n`, `/${older(version)}\n`).replaceAll(`"${version.replace('v', '')}"`, `"${older(version).replace('v', '')}"`));
  }
  return Object.fromEntries(files);
}
