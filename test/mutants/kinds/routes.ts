/** Mistakes in what shares requests out: routes, hosts, subsets, graphs. */
import { kinds } from '../kind.ts';
import { edited, eitherAt, removed, renamed, shownAt, spotIn, spotOf, swapped, valued, written, type Mistake } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { misspelt } from './typing.ts';

const API = 'environments/*/ranking-api/*.yaml';

export const ROUTES = kinds(
  {
    id: 'subset-misspelt',
    bases: ['plain'],
    rule: 'istio/subset-defined',
    mistakes: (tree, random) => tree.ofKind(API, 'VirtualService', 'spec.http.*.route.*.destination.subset').map((place) => valued(tree, place, random.pick([misspelt(place.text, random), 'canary']))),
  },
  {
    id: 'host-of-two-virtual-services',
    problem: 'D75',
    bases: ['plain'],
    rule: 'istio/host-conflict',
    mistakes: (tree) => tree.paths('environments/*/ranking-api/routing.yaml').map((path) => {
      const copy = tree.text(path).split('---\n').at(-1)?.replace('name: ranking-api\n', 'name: app\n') ?? '';
      return written(path.replace('routing', 'app'), copy, '- ranking.');
    }).map((mistake) => eitherAt(mistake, spotOf(tree, tree.ofKind(mistake.at.path.replace('app', 'routing'), 'VirtualService', 'spec.hosts.0')[0] ?? noRoute(mistake.at.path)))),
  },
  {
    id: 'weights-of-120',
    bases: ['plain', 'kustomize', 'chart'],
    rule: 'istio/weights-sum',
    mistakes: (tree) => weights(tree).map((place) => withRoute(tree, valued(tree, place, String(Number(place.text) + 20)), place)),
    otherRepair: 'which of the weights is wrong stands nowhere',
  },
  {
    id: 'weight-negative',
    bases: ['plain', 'kustomize', 'chart'],
    rule: ['istio/weights-valid', 'kubernetes/schema'],
    mistakes: (tree) => weights(tree).map((place) => valued(tree, place, `-${place.text}`)),
    causes: { 'istio/weights-sum': 'and they no longer add up to 100' },
  },
  {
    id: 'weight-forgotten',
    bases: ['plain', 'kustomize', 'chart'],
    rule: ['istio/weight-given', 'istio/weights-sum'],
    mistakes: (tree) => weights(tree).map((place) => withRoute(tree, removed(tree, place), place)),
    otherRepair: 'which of the weights is wrong stands nowhere',
  },
  {
    id: 'route-behind-one-that-takes-all',
    problem: 'D75',
    bases: ['plain', 'kustomize'],
    rule: 'istio/route-reachable',
    mistakes: (tree) => routes(tree).flatMap(([first, second]) => (first && second ? [swapped(tree, first, second)] : [])).map((mistake) => shownAtLast(mistake)),
  },
  {
    id: 'match-forgotten',
    bases: ['plain', 'kustomize'],
    rule: 'istio/route-reachable',
    mistakes: (tree) => [...tree.ofKind(API, 'VirtualService', 'spec.http.0.match'), ...tree.ofKind('models/*/base/routing.yaml', 'VirtualService', 'spec.http.0.match')].map((place) => shownAtLast(removed(tree, place))),
  },
  {
    id: 'host-misspelt',
    problem: 'D35',
    bases: ['plain', 'kustomize'],
    rule: 'istio/host-served',
    mistakes: (tree, random) => hosts(tree).map((place) => valued(tree, place, place.text.replace(/^[^.]+/, (name) => misspelt(name, random)))),
    causes: { 'istio/subset-defined': 'the other host has no subsets' },
  },
  {
    id: 'host-of-a-canary-that-kserve-never-makes',
    problem: 'D35',
    bases: ['kustomize'],
    rule: 'istio/host-served',
    mistakes: (tree, random) => hosts(tree).map((place) => valued(tree, place, place.text.replace('-predictor', random.pick(['-predictor-canary', '-predictor-default'])))),
  },
  {
    id: 'host-in-the-namespace-of-another-environment',
    bases: ['plain'],
    rule: 'istio/host-served',
    mistakes: (tree) => hosts(tree).filter(({ path }) => path.includes('/prod/')).map((place) => valued(tree, place, 'ranking-api.ranking-prd.svc.cluster.local')),
    causes: { 'istio/subset-defined': 'the other host has no subsets' },
  },
  {
    id: 'port-that-the-service-has-not',
    bases: ['plain', 'kustomize'],
    rule: 'istio/port',
    mistakes: (tree) => [...tree.ofKind(API, 'VirtualService', 'spec.http.*.route.*.destination.port.number'), ...tree.ofKind('models/*/base/routing.yaml', 'VirtualService', 'spec.http.*.route.*.destination.port.number')].map((place) => valued(tree, place, '8080')),
  },
  {
    id: 'gateway-misspelt',
    bases: ['plain'],
    rule: 'istio/gateway-exists',
    mistakes: (tree, random) => tree.ofKind(API, 'VirtualService', 'spec.gateways.*').map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'regex-that-is-none',
    bases: ['plain'],
    rule: 'istio/regex',
    mistakes: (tree) => tree.ofKind(API, 'VirtualService', 'spec.http.*.match.*.headers.x-tester.exact').map((place) => edited(tree, place.path, { start: place.key?.start ?? 0, end: place.value.end }, 'regex: "(?!robot).*"')),
  },
  {
    id: 'graph-weights-of-110',
    bases: ['plain'],
    rule: 'kserve/graph-weights',
    mistakes: (tree) => tree.places('environments/*/ranker/graph.yaml', 'spec.nodes.rank.steps.*.weight').map((place) => {
      const splitter = tree.beside(place, ['spec', 'nodes', 'rank', 'steps']);
      return shownAt(valued(tree, place, String(Number(place.text) + 10)), splitter ? spotOf(tree, splitter) : { path: place.path, line: 0 });
    }),
  },
  {
    id: 'graph-step-misspelt',
    bases: ['plain'],
    rule: ['kserve/graph-services', 'kserve/graph-resolves'],
    mistakes: (tree, random) => [...tree.places('environments/*/ranker/graph.yaml', 'spec.nodes.*.steps.*.serviceName'), ...tree.places('environments/*/ranker/graph.yaml', 'spec.nodes.*.steps.*.nodeName')].map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'graph-routes-instead-of-steps',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    mistakes: (tree) => tree.places('environments/*/ranker/graph.yaml', 'spec.nodes.*.steps').map((place) => renamed(tree, place, 'routes')),
    noRepair: 'no field is like it',
  },
  {
    id: 'route-to-a-service-that-is-not-there',
    problem: 'D35',
    bases: ['git-generators'],
    rule: 'gateway/backend-exists',
    mistakes: (tree) => tree.fragments('charts/*/templates/route.yaml', '}}-predictor').map((fragment) => ({ ...edited(tree, fragment.path, fragment.span, '}}-challenger') })).map((mistake) => eitherAt(mistake, ...tree.places('deployments/*/*/values.yaml', 'model.name').map((place) => spotOf(tree, place)))),
  },
  {
    id: 'second-route-of-the-same-path',
    problem: 'D36',
    bases: ['git-generators'],
    rule: 'gateway/route-conflict',
    mistakes: (tree) => tree.paths('charts/*/templates/route.yaml').map((path) => written(path.replace('route', 'rollback-route'), tree.text(path).replace('name: {{ .Values.model.name }}\n', 'name: {{ .Values.model.name }}-rollback\n'), '- path:')).map((mistake) => eitherAt(mistake, spotIn(tree, 'charts/text-model/templates/route.yaml', '- path:'))),
  },
);

function weights(tree: Tree): Place[] {
  return [
    ...tree.ofKind(API, 'VirtualService', 'spec.http.*.route.*.weight'),
    ...tree.ofKind('models/*/base/routing.yaml', 'VirtualService', 'spec.http.*.route.*.weight'),
    ...tree.places('environments/*/*/values.yaml', 'traffic.*.weight'),
  ];
}

/** The route that a weight belongs to; where the weight is a value, the list of values. */
function withRoute(tree: Tree, mistake: Mistake, place: Place): Mistake {
  const list = tree.beside(place, place.keys.slice(0, -2));
  if (!list) return mistake;
  const lost = lineCount(tree.text(place.path)) - lineCount(mistake.texts.get(place.path) ?? '');
  const isLastGone = lost > 0 && place.keys.at(-2) === 1;
  const own = tree.beside(place, [...place.keys.slice(0, -2), isLastGone ? 0 : 1, 'weight']);
  if (place.keys[0] !== 'traffic' || !own) return shownAt(mistake, spotOf(tree, list));
  const { path, line } = spotOf(tree, own);
  return eitherAt(mistake, { path, line: line > spotOf(tree, place).line ? line - lost : line }, spotOf(tree, list));
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** Pairs of routes of one VirtualService. */
function routes(tree: Tree): [Place | undefined, Place | undefined][] {
  return [API, 'models/*/base/routing.yaml'].flatMap((glob) => tree.ofKind(glob, 'VirtualService', 'spec.http.0').map((first): [Place, Place | undefined] => [first, tree.beside(first, ['spec', 'http', 1])]));
}

/** The last route of the file, which no call reaches any more. */
function shownAtLast(mistake: Mistake): Mistake {
  const text = mistake.texts.get(mistake.at.path) ?? '';
  const names = [...text.matchAll(/^ {4}- name: /gm)];
  return shownAt(mistake, { path: mistake.at.path, line: text.slice(0, names.at(-1)?.index ?? 0).split('\n').length });
}

function hosts(tree: Tree): Place[] {
  return [...tree.ofKind(API, 'VirtualService', 'spec.http.*.route.*.destination.host'), ...tree.ofKind('models/*/base/routing.yaml', 'VirtualService', 'spec.http.*.route.*.destination.host')];
}

function noRoute(path: string): never {
  throw new Error(`no route beside ${path}`);
}
