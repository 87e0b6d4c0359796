/** Every kind and part, from the packages and from what is authored beside them, with the supplements: before it is decided what is shared. */
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { crdTwins, partInCrd, refersToTwins, twinName } from './crd-parts.ts';
import { embeddedIn, kserveBuilds } from './embedding.ts';
import { declaredKinds } from './kinds.ts';
import { kserveKinds, kserveTexts, type AuthoredKinds } from './kserve.ts';
import { builtInQuantity } from './names.ts';
import { partReader, type PartReader } from './parts.ts';
import { isValidation, readSameVersions, readSupplements, refuseUnused, supplemented, type Statement } from './supplements.ts';
import { mapReferences } from './walk.ts';

/** A kind in one version, by `<Kind>.<version>.<group>`. */
interface Draft {
  readonly name: string;
  readonly head: Omit<KindSchema, 'schema'>;
  readonly schema: Schema;
}

export interface Drafts {
  readonly heads: readonly Omit<Draft, 'schema'>[];
  /** By `<Kind>.<version>.<group>`. */
  readonly kinds: ReadonlyMap<string, Schema>;
  readonly parts: ReadonlyMap<string, Schema>;
}

type Schemas = ReadonlyMap<string, Schema>;

export function draftsOf(root: string): Drafts {
  const reader = partReader(root);
  const declared = declaredDrafts(root, reader);
  const all = readSupplements(root);
  const statements = all.filter((statement) => !isValidation(statement));
  const validation = all.filter(isValidation);
  const used = new Set<Statement>();
  const ofKubernetes = new Map([['Quantity', builtInQuantity], ...[...reader.parts].filter(([name]) => reader.isKubernetes(name))]);
  const kubernetes = supplemented(ofKubernetes, ofKubernetes, statements, used);
  const twins = crdTwins(kubernetes, [...statements.map(({ owner }) => owner), ...validation.map(({ owner }) => twinName(owner))]);
  const linked = (schemas: Schemas): Map<string, Schema> => mapped(schemas, (schema) => refersToTwins(schema, twins.names));
  const basis = new Map([...supplemented(kubernetes, kubernetes, validation, used), ...supplemented(twins.parts, new Map([...kubernetes, ...twins.parts]), statements, used)]);
  const foreign = linked(new Map([...reader.parts].filter(([name]) => !kubernetes.has(name))));
  const others = new Map([...basis, ...linked(supplemented(foreign, new Map([...basis, ...foreign]), statements, used))]);
  const kserve = embeddedKinds(root, kubernetes, others, statements);
  const parts = new Map([...others, ...kserve.parts]);
  const plain = new Map(declared.map(({ name, head, schema }) => [name, head.isBuiltIn ? schema : refersToTwins(schema, twins.names)]));
  const drafts = [...declared, ...kserve.kinds.map(({ schema, ...head }) => ({ name: nameOf(head.apiVersion, head.kind), head, schema: topOf(schema) }))];
  const authored = new Map(drafts.slice(declared.length).map(({ name, schema }) => [name, schema]));
  const kinds = mapped(supplemented(new Map([...plain, ...authored]), parts, all, used), withMetadata);
  refuseUnused(all.filter(({ owner }) => !owner.endsWith('.kserve')), used);
  return { heads: drafts, kinds, parts };
}

/** The kinds of the packages, and versions that they do not declare although they say the same. */
function declaredDrafts(root: string, reader: PartReader): Draft[] {
  const drafts = declaredKinds(root).map(({ module, apiVersion, kind, source }): Draft => {
    const isBuiltIn = module.startsWith('kubernetes-models/');
    return { name: nameOf(apiVersion, kind), head: { apiVersion, kind, source, isBuiltIn }, schema: topOf(reader.kind(module)) };
  });
  const same = readSameVersions(root).map(([name, like]): Draft => {
    const draft = drafts.find((each) => each.name === like);
    if (!draft || drafts.some((each) => each.name === name)) throw new Error(`${name} cannot be the same as ${like}`);
    const [, version = '', ...group] = name.split('.');
    return { ...draft, name, head: { ...draft.head, apiVersion: `${group.join('.')}/${version}` } };
  });
  return [...drafts, ...same];
}

/** KServe's kinds, and the parts of others that stand in them, as `<Name>.kserve`; most of these turn out to be the same as elsewhere. */
function embeddedKinds(root: string, kubernetes: Schemas, others: Schemas, statements: readonly Statement[]): { readonly kinds: AuthoredKinds['kinds']; readonly parts: Schemas } {
  const inKserve = (schema: Schema): Schema => mapReferences(embeddedIn(schema, 'kserve', kserveBuilds), plainName);
  const pods = new Map([...kubernetes].map(([name, schema]) => [name, partInCrd(name, inKserve(schema))]));
  const about = (suffix: string): Statement[] => statements.filter(({ owner }) => owner.endsWith(suffix)).map((each) => ({ ...each, owner: each.owner.slice(0, -suffix.length) }));
  const foreign = [...others].filter(([name]) => !kubernetes.has(name) && !name.endsWith('.crd'));
  const taken = new Map([...supplemented(pods, pods, about('.crd'), new Set()), ...mapped(new Map(foreign), inKserve)]);
  const own = about('.kserve');
  const used = new Set<Statement>();
  const embedded = supplemented(taken, taken, own, used);
  refuseUnused(own, used);
  const { kinds, definitions } = kserveKinds(kserveTexts(root), (name) => embedded.get(name));
  const linked = (schema: Schema): Schema => mapReferences(schema, (name) => (definitions.has(name) ? name : `${name}.kserve`));
  return {
    kinds: kinds.map((kind) => ({ ...kind, schema: linked(kind.schema) })),
    parts: new Map([...[...embedded].map(([name, schema]) => [`${name}.kserve`, linked(schema)] as const), ...mapped(definitions, linked)]),
  };
}

function plainName(name: string): string {
  return name.replace(/\.crd$/, '');
}

/** `Deployment.v1.apps`, and `Pod.v1` in the core group. */
export function nameOf(apiVersion: string, kind: string): string {
  const [version = '', ...rest] = apiVersion.split('/').reverse();
  return [kind, version, ...rest].join('.');
}

/** `apiVersion` and `kind` are texts here: which they are has led to this schema. */
function topOf(schema: Schema): Schema {
  const required = (schema.required ?? []).filter((field) => field !== 'apiVersion' && field !== 'kind');
  const { required: _, ...rest } = schema;
  const properties = { ...schema.properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: 'ObjectMeta' } } as const;
  return { ...rest, type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** The API server reads the metadata of a custom resource as of any object, whatever the CRD says. */
function withMetadata(schema: Schema): Schema {
  return { ...schema, properties: { ...schema.properties, metadata: { $ref: 'ObjectMeta' } } };
}

function mapped(schemas: Schemas, map: (schema: Schema) => Schema): Map<string, Schema> {
  return new Map([...schemas].map(([name, schema]) => [name, map(schema)]));
}
