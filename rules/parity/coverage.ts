import { addTo, defineRule, groupOf, textList, type Application, type Environment, type Manifest, type Node, type Problem, type Repository, type ServedModel } from '#rule';
import { stagedFamilies, type StagedModel } from '../shared/staged-models.ts';

/** What stands beside a model, by the names under which it is configured. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['VirtualService', 'networking.istio.io'], ['DestinationRule', 'networking.istio.io'], ['HTTPRoute', 'gateway.networking.k8s.io'],
  ['PrometheusRule', 'monitoring.coreos.com'], ['ServiceMonitor', 'monitoring.coreos.com'], ['PodMonitor', 'monitoring.coreos.com'],
  ['ServiceAccount', ''], ['PodDisruptionBudget', 'policy'], ['NetworkPolicy', 'networking.k8s.io'], ['AuthorizationPolicy', 'security.istio.io'],
]);

export default defineRule({
  id: 'parity/coverage',
  on: 'repository',
  kinds: [...KINDS].map(([kind, group]) => (group === '' ? kind : `${kind}.${group}`)),
  title: 'What supports a model in one stage supports it in the next',
  why: 'Routes, alerts and accounts that were never there in the later stage are missed when they are needed: traffic takes another way, and nobody is called.',
  severity: 'warning',
  needsAll: true,
  options: { kinds: textList([...KINDS.keys()], `The kinds that are looked for: ${[...KINDS.keys()].join(', ')}.`) },

  *check(repository, { kinds }) {
    const supporting = supporters(repository);
    for (const family of stagedFamilies(repository)) {
      const deployed = family.filter(({ model }) => 'kind' in model.from);
      for (const [index, later] of deployed.entries()) {
        const before = deployed.slice(0, index).filter(({ stage }) => stage < later.stage);
        const stage = before.at(-1)?.stage;
        yield* missing(later, before.filter((earlier) => earlier.stage === stage), { kinds: kinds.filter((one) => KINDS.has(one)), supporting });
      }
    }
  },
});

type Supporting = (staged: StagedModel, kind: string) => readonly Manifest[];

function* missing(later: StagedModel, before: readonly StagedModel[], { kinds, supporting }: { kinds: readonly string[]; supporting: Supporting }): Iterable<Problem> {
  for (const kind of kinds) {
    const earlier = before.flatMap((staged) => supporting(staged, kind).map((manifest) => ({ manifest, environment: staged.environment })));
    const [first] = earlier;
    if (!first || supporting(later, kind).length > 0) continue;
    yield {
      at: nameOf(later.model),
      message: `${later.environment.name} has no ${kind} for ${later.model.name}, ${first.environment.name} has ${first.manifest.name ?? ''}`,
      related: [{ at: first.manifest.root.get('metadata', 'name'), message: `the ${kind} in ${first.environment.name}` }],
    };
  }
}

/** Objects of the kind that the model's own Application renders, or that are named after the model. */
function supporters({ environments }: Repository): Supporting {
  const indexes = new Map(environments.map((environment) => [environment.name, indexOf(environment)]));
  return ({ model, environment }, kind) => {
    const index = indexes.get(environment.name);
    const own = model.application && index?.families.get(model.application)?.size === 1 ? index.byOwner.get(model.application)?.get(kind) : undefined;
    return own ?? namedAfter(model, kind, index?.byWords.get(kind));
  };
}

/** What an environment holds of the kinds, found once. */
interface Index {
  /** By kind, then by every run of words in the name: `fraud`, `detector` and `fraud-detector`. */
  readonly byWords: ReadonlyMap<string, ReadonlyMap<string, readonly Manifest[]>>;
  readonly byOwner: ReadonlyMap<Application, ReadonlyMap<string, readonly Manifest[]>>;
  /** The families of models that an Application serves. */
  readonly families: ReadonlyMap<Application | undefined, ReadonlySet<string>>;
}

function indexOf({ manifests, models }: Environment): Index {
  const byWords = new Map<string, Map<string, Manifest[]>>();
  const byOwner = new Map<Application, Map<string, Manifest[]>>();
  for (const manifest of manifests) {
    const { kind, apiVersion, application } = manifest;
    if (KINDS.get(kind) !== groupOf(apiVersion)) continue;
    for (const words of wordsOf(manifest.name ?? '')) addTo(within(byWords, kind), words, manifest);
    if (application) addTo(within(byOwner, application), kind, manifest);
  }
  const families = new Map<Application | undefined, Set<string>>();
  for (const { application, family } of models) families.set(application, (families.get(application) ?? new Set()).add(family));
  return { byWords, byOwner, families };
}

/** More words than a name has that people gave; of longer names only the first ones count. */
const MAX_WORDS = 12;

function wordsOf(name: string): Set<string> {
  const runs = new Set([name]);
  const starts: number[] = [];
  for (let start = 0, end = 0; end < name.length && starts.length < MAX_WORDS; start = end + 1) {
    const dash = name.indexOf('-', start);
    end = dash < 0 ? name.length : dash;
    starts.push(start);
    for (const from of starts) runs.add(name.slice(from, end));
  }
  return runs;
}

function within<K>(lists: Map<K, Map<string, Manifest[]>>, key: K): Map<string, Manifest[]> {
  const found = lists.get(key) ?? new Map<string, Manifest[]>();
  lists.set(key, found);
  return found;
}

/** Those that bear the name of the model, or that of the account that its pods run as. */
function namedAfter({ name, family, from }: ServedModel, kind: string, byWords: ReadonlyMap<string, readonly Manifest[]> | undefined): readonly Manifest[] {
  const account = kind === 'ServiceAccount' && 'kind' in from ? from.root.get('spec', 'predictor', 'serviceAccountName') : undefined;
  const accounts = account?.isKnown === true ? (byWords?.get(account.text ?? '') ?? []).filter((manifest) => manifest.name === account.text) : [];
  return [...[...new Set([name, family])].flatMap((text) => byWords?.get(text) ?? []), ...accounts];
}

function nameOf({ from }: ServedModel): Node {
  return from.root.get('metadata', 'name');
}
