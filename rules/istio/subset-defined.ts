import { addTo, defineRule, destinationsOf, fullHost, knownText, suggest, type Manifest, type Node, type Problem } from '#rule';
import { areInOnePlace } from '../shared/applied-together.ts';
import { DESTINATION_RULE, ofKinds, VIRTUAL_SERVICE } from '../shared/kinds.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'istio/subset-defined',
  on: 'surroundings',
  kinds: [VIRTUAL_SERVICE],
  beside: [DESTINATION_RULE],
  title: 'A subset that a VirtualService routes to is defined by a DestinationRule of the host',
  why: 'Istio answers 503 for a subset that no DestinationRule defines.',
  severity: 'error',
  needsAll: true,

  *check({ own, all }) {
    const rules = byFirstLabel(ofKinds(all, DESTINATION_RULE));
    const passedOver: Node[] = [];
    for (const route of ofKinds(own, VIRTUAL_SERVICE)) {
      for (const destination of destinationsOf(route)) {
        const subset = destination.get('subset');
        const [name, host] = [knownText(subset), knownText(destination.get('host'))];
        if (subset.exists && (name === undefined || host === undefined)) passedOver.push(subset, destination.get('host'));
        else if (name !== undefined && name !== '' && host !== undefined) yield* problemOf({ subset, name, route }, rulesOf(fullHost(host, route.namespace), rules));
      }
    }
    admitUnknown(passedOver);
  },
});

interface HostRule {
  readonly host: string;
  readonly rule: Manifest;
}

/** By the name of the Service. */
function byFirstLabel(rules: readonly Manifest[]): Map<string, HostRule[]> {
  const found = new Map<string, HostRule[]>();
  for (const rule of rules) {
    const own = knownText(rule.root.get('spec', 'host'));
    const host = own === undefined ? '' : fullHost(own, rule.namespace);
    const label = host.split('.', 1)[0] ?? '';
    addTo(found, label, { host, rule });
  }
  return found;
}

/** Rules with wildcards define no subsets that a route could name. */
function rulesOf(host: string, rules: ReadonlyMap<string, readonly HostRule[]>): Manifest[] {
  return (rules.get(host.split('.', 1)[0] ?? '') ?? []).flatMap((one) => (isSame(one.host, host) ? [one.rule] : []));
}

/** A namespace that nobody names may be the one that the other names. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [a.split('.'), b.split('.')];
  return first[0] === second[0] && (first[1] === '?' || second[1] === '?') && a.split('.').slice(2).join('.') === b.split('.').slice(2).join('.');
}

interface Wanted {
  readonly subset: Node;
  readonly name: string;
  readonly route: Manifest;
}

/** A host without any rule may have one where Istio is configured: a warning. */
function* problemOf({ subset, name, route }: Wanted, rules: readonly Manifest[]): Iterable<Problem> {
  const defined = rules.flatMap(({ root }) => root.get('spec', 'subsets').items().flatMap((one) => knownText(one.get('name')) ?? []));
  if (defined.includes(name) || rules.some(misspellsSubsets)) return;
  if (rules.length === 0) {
    yield { at: subset, message: `no DestinationRule here defines subset ${name}`, severity: 'warning' };
    return;
  }
  // One letter apart means nothing where there are only two.
  const near = suggest(name, defined.filter((one) => one.length > 3));
  const known = defined.length === 0 ? 'none' : [...new Set(defined)].join(', ');
  yield {
    at: subset,
    message: `subset ${name} is not defined; the DestinationRule of the host defines ${known}${near === undefined ? '' : `; did you mean ${near}?`}`,
    related: rules.map(({ root }) => ({ at: root.get('spec', 'subsets'), message: 'subsets of the host' })),
    ...(rules.some((rule) => areInOnePlace(rule, route)) ? {} : { severity: 'warning' }),
  };
}

/** `kubernetes/schema` reports the key that nobody knows. */
function misspellsSubsets({ root }: Manifest): boolean {
  const spec = root.get('spec');
  return !spec.has('subsets') && spec.keys().some((key) => suggest(key.written ?? '', ['subsets']) !== undefined);
}
