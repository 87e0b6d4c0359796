/**
 * Names of objects that changed are changed wherever objects refer to them.
 * Follows kustomize 5.7, api/filters/nameref and api/internal/accumulator/namereferencetransformer.go.
 */
import { addTo } from '../../groups.ts';
import type { Location } from '../../source.ts';
import { entryOf, resolveAlias, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { TracedText } from '../traced-text.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, derivedScalar, locationOf, withEntry } from './compose-tree.ts';
import { updateField, type FieldSpec } from './field-spec.ts';
import { textOfScalar } from './names.ts';
import { idPlaces, passingAll } from './passing.ts';
import { placeOf } from './resource-list.ts';
import { currentId, gvkOf, originalId, previousIds, textAt, valueAt, type Gvk, type Resource, type ResourceId } from './resource.ts';
import { effectiveNamespace, idText, isClusterScoped, isSameNamespace, isSelectedBy } from './scope.ts';
import type { NameReference } from './transformer-config.ts';

/** An object that others may refer to, with what is asked of it again and again. */
interface Candidate {
  readonly index: number;
  readonly resource: Resource;
  readonly current: ResourceId;
  readonly previous: readonly ResourceId[];
}

export function fixReferences(resources: readonly Resource[], references: readonly NameReference[], build: BuildContext): readonly Resource[] {
  const fixing = new Fixing(resources, build);
  return resources.map((resource) => fixing.referrer(resource, references)).map((resource, index) => fixing.withReferrers(resource, index));
}

class Fixing {
  readonly #byName = new Map<string, Candidate[]>();
  readonly #byNamespace = new Map<string, Candidate[]>();
  readonly #referredBy = new Map<number, string[]>();
  readonly #build: BuildContext;

  constructor(resources: readonly Resource[], build: BuildContext) {
    this.#build = build;
    for (const [index, resource] of resources.entries()) {
      const candidate: Candidate = { index, resource, current: currentId(resource), previous: previousIds(resource) };
      for (const name of new Set(candidate.previous.map((id) => id.name))) addTo(this.#byName, name, candidate);
      addTo(this.#byNamespace, effectiveNamespace(originalId(resource)), candidate);
    }
  }

  referrer(resource: Resource, references: readonly NameReference[]): Resource {
    const original = originalId(resource);
    const referring = new Referring(resource, {
      named: (name) => this.#named(name, resource), cameFrom: (namespace) => this.#byNamespace.get(namespace) ?? [], refer: (to) => this.#refer(to, resource),
    });
    let { tree } = resource;
    for (const target of references) {
      for (const spec of target.referrers) {
        if (!isSelectedBy(original, spec)) continue;
        this.#build.budget.spend(5, resource.at);
        tree = referring.fixed(tree, spec, target);
      }
    }
    return tree === resource.tree ? resource : { ...resource, tree };
  }

  withReferrers(resource: Resource, index: number): Resource {
    const referredBy = this.#referredBy.get(index);
    return referredBy ? { ...resource, referredBy: [...resource.referredBy, ...referredBy] } : resource;
  }

  #named(name: string, { at }: Resource): readonly Candidate[] {
    const found = this.#byName.get(name) ?? [];
    this.#build.budget.spend(found.length, at);
    return found;
  }

  #refer(to: Candidate, from: Resource): void {
    const text = idText(currentId(from));
    const known = this.#referredBy.get(to.index);
    if (!known) this.#referredBy.set(to.index, [text]);
    else if (known.length < 1000) known.push(text);
  }
}

interface Lookup {
  readonly named: (name: string) => readonly Candidate[];
  /** Everything whose namespace was this one at first. */
  readonly cameFrom: (namespace: string) => readonly Candidate[];
  readonly refer: (to: Candidate) => void;
}

/** One object that refers to others. */
class Referring {
  readonly #resource: Resource;
  readonly #lookup: Lookup;
  readonly #current: ResourceId;
  readonly #accountNamespaces: ReadonlySet<string>;

  constructor(resource: Resource, lookup: Lookup) {
    this.#resource = resource;
    this.#lookup = lookup;
    this.#current = currentId(resource);
    this.#accountNamespaces = accountNamespaces(resource.tree);
  }

  fixed(tree: MappingTree, spec: FieldSpec, target: Gvk): MappingTree {
    const own = gvkOf(tree);
    const change = { update: (value: Tree) => this.#value(value, spec, target), at: placeOf(this.#resource) };
    return updateField(tree, { ...own, path: spec.path, create: spec.create }, change);
  }

  #value(value: Tree, spec: FieldSpec, target: Gvk): Tree {
    const resolved = resolveAlias(value);
    if (resolved.kind === 'scalar') return resolved.value === null ? value : this.#scalar(resolved, value, { spec, target });
    if (resolved.kind === 'mapping') return this.#mapping(resolved, { spec, target });
    const items = resolved.items.map((item) => {
      const inner = resolveAlias(item);
      if (inner.kind === 'sequence') throw new BuildError('a name, or a mapping with one, is expected', locationOf(item));
      return this.#value(item, spec, target);
    });
    return items.every((item, index) => item === resolved.items[index]) ? value : { ...resolved, items };
  }

  #scalar(scalar: ScalarTree, value: Tree, of: { spec: FieldSpec; target: Gvk }): Tree {
    const candidates = this.#lookup.named(scalar.text);
    const referral = this.#select(candidates, { ...of, isSame: (a, b) => a.current.name === b.current.name, at: locationOf(scalar) });
    if (!referral) return value;
    this.#lookup.refer(referral);
    return referral.current.name === scalar.text ? value : this.#renamed(scalar, referral, of);
  }

  #mapping(mapping: MappingTree, of: { spec: FieldSpec; target: Gvk }): Tree {
    const name = entryOf(mapping, 'name');
    const at = locationOf(mapping.entries[0]?.key ?? mapping);
    if (!name) throw new BuildError("path config error; no 'name' field in node", at);
    const scalar = resolveAlias(name.value);
    if (scalar.kind !== 'scalar') return mapping;
    const candidates = this.#inNamespaceOf(mapping, this.#lookup.named(scalar.text));
    const isSame = (a: Candidate, b: Candidate): boolean => a.current.name === b.current.name && a.current.namespace === b.current.namespace;
    const referral = this.#select(candidates, { ...of, isSame, at });
    if (!referral) return mapping;
    this.#lookup.refer(referral);
    const { name: newName, namespace } = referral.current;
    if (newName === scalar.text && namespace === '') return mapping;
    const named = newName === scalar.text ? mapping : withEntry(mapping, name.key, this.#renamed(scalar, referral, of));
    return namespace === '' ? named : withNamespaceOf(named, valueAt(referral.resource.tree, 'metadata', 'namespace'), locationOf(name.key));
  }

  /** A reference stays where it was written; what made the name of the object passes it, and what made it a reference to that. */
  #renamed(scalar: ScalarTree, { current, resource }: Candidate, { spec, target }: { readonly spec: FieldSpec; readonly target: Gvk }): ScalarTree {
    const text = TracedText.derived(current.name, [textOfScalar(scalar)]);
    const places = [...idPlaces(resource.tree, { ...target, name: current.name }), ...idPlaces(this.#resource.tree, { ...spec }), ...(spec.places ?? [])];
    return composedScalar(passingAll(text, places), scalar.trace.file);
  }

  #inNamespaceOf(mapping: MappingTree, candidates: readonly Candidate[]): readonly Candidate[] {
    const entry = entryOf(mapping, 'namespace');
    if (!entry) return candidates;
    const namespace = textAt(entry.value);
    if (this.#lookup.cameFrom(namespace).some((candidate) => this.#isCandidate(candidate))) {
      return candidates.filter(({ resource }) => effectiveNamespace(originalId(resource)) === namespace);
    }
    return candidates.filter(({ current }) => effectiveNamespace(current) === namespace);
  }

  /** The object that a name means: of the kind, in reach, and with the same prefixes and suffixes where several have the name. */
  #select(named: readonly Candidate[], { spec, target, isSame, at }: Selecting): Candidate | undefined {
    const role = spec.path.endsWith('roleRef/name') ? roleOf(this.#resource.tree) : undefined;
    let candidates = named.filter((candidate) => this.#isReachable(candidate) && candidate.previous.some((id) => isSelectedBy(id, target)) &&
      (!role || candidate.previous.some((id) => isSelectedBy(id, role))));
    if (candidates.length === 1) return candidates[0];
    candidates = candidates.filter(({ resource }) => isSameContext(resource, this.#resource, { allowsEmpty: true }));
    if (candidates.length > 1) candidates = candidates.filter(({ resource }) => isSameContext(resource, this.#resource, { allowsEmpty: false }));
    const [first] = candidates;
    if (!first || candidates.every((candidate) => isSame(first, candidate))) return first;
    throw new BuildError(`found multiple possible referrals: ${candidates.map(({ current }) => idText(current)).join(', ')}`, at);
  }

  #isReachable(candidate: Candidate): boolean {
    const { current } = candidate;
    return this.#isCandidate(candidate) && (current.kind === 'ServiceAccount' || this.#isNear(current));
  }

  #isCandidate({ current }: Candidate): boolean {
    return this.#isNear(current) || this.#accountNamespaces.has(current.namespace);
  }

  #isNear(id: ResourceId): boolean {
    return isClusterScoped(this.#current) || isClusterScoped(id) || isSameNamespace(id, this.#current);
  }
}

interface Selecting {
  readonly spec: FieldSpec;
  readonly target: Gvk;
  readonly isSame: (a: Candidate, b: Candidate) => boolean;
  readonly at: Location;
}

function withNamespaceOf(mapping: MappingTree, namespace: Tree | undefined, at: Location): MappingTree {
  return namespace ? withEntry(mapping, derivedScalar('namespace', at), namespace) : mapping;
}

/** Namespaces whose service accounts a RoleBinding names. */
function accountNamespaces(tree: MappingTree): Set<string> {
  const namespaces = new Set<string>();
  if (textAt(tree, 'kind') !== 'RoleBinding') return namespaces;
  const subjects = valueAt(tree, 'subjects');
  const list = subjects && resolveAlias(subjects);
  for (const subject of list?.kind === 'sequence' ? list.items : []) {
    const namespace = valueAt(subject, 'namespace');
    if (!namespace || textAt(subject, 'kind') !== 'ServiceAccount') continue;
    const scalar = resolveAlias(namespace);
    if (scalar.kind !== 'scalar' || typeof scalar.value !== 'string') {
      throw new BuildError(`Invalid Input: namespace is blank for resource ${JSON.stringify(idText(currentId({ tree })))}`, locationOf(namespace));
    }
    namespaces.add(scalar.text);
  }
  return namespaces;
}

function roleOf(tree: MappingTree): Partial<Gvk> | undefined {
  const group = valueAt(tree, 'roleRef', 'apiGroup');
  const kind = valueAt(tree, 'roleRef', 'kind');
  return group && kind ? { group: textAt(group), kind: textAt(kind) } : undefined;
}

/** Whether two objects got the same prefixes and suffixes, the outermost last. */
function isSameContext(a: Resource, b: Resource, { allowsEmpty }: { readonly allowsEmpty: boolean }): boolean {
  const isSame = (first: readonly string[], second: readonly string[]): boolean =>
    (allowsEmpty && (first.length === 0 || second.length === 0)) || haveSameEnd(first, second);
  return isSame(a.prefixes, b.prefixes) && isSame(a.suffixes, b.suffixes);
}

function haveSameEnd(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return long.length === 0;
  return short.every((text, index) => long[long.length - short.length + index] === text);
}
