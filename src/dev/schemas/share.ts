/** Which parts are files of their own: what stands in several places is written once, what stands in one place stands there. */
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { mapChildren, ordered, referencesIn } from './walk.ts';

/** A kind's schema under the name that parts of it are named after, such as `DestinationRule.v1.networking.istio.io`. */
export interface Sharable {
  readonly kinds: ReadonlyMap<string, Schema>;
  readonly parts: ReadonlyMap<string, Schema>;
}

/** Below this many characters a part costs less where it stands than by its name. */
const smallest = 150;

/** The same kinds with as few and as small texts as can be, and the parts that they refer to. */
export function share(given: Sharable): Sharable {
  const merged = withoutTwins(given);
  const named = withAnonymousShared(merged);
  return onlyUsed(withSingleUsesInlined(named));
}

/** Parts that say the same become one, the one that comes first; what refers to them may become the same by that. */
function withoutTwins(given: Sharable): Sharable {
  let { kinds, parts } = given;
  for (;;) {
    const first = new Map<string, string>();
    const renamed = new Map<string, string>();
    for (const [name, schema] of parts) {
      const text = textOf(schema);
      const known = first.get(text);
      if (known === undefined) first.set(text, name);
      else renamed.set(name, known);
    }
    if (renamed.size === 0) return { kinds, parts };
    const rename = (schema: Schema): Schema => mapChildren(schema.$ref === undefined ? schema : { ...schema, $ref: renamed.get(schema.$ref) ?? schema.$ref }, rename);
    kinds = mapped(kinds, rename);
    parts = mapped(new Map([...parts].filter(([name]) => !renamed.has(name))), rename);
  }
}

/** Objects without a name that stand in several places get one, after the first of these places. */
function withAnonymousShared({ kinds, parts }: Sharable): Sharable {
  const uses = new Map<string, number>();
  const count = (schema: Schema): void => void mapChildren(schema, (child) => {
    if (child.properties) uses.set(textOf(child), (uses.get(textOf(child)) ?? 0) + 1);
    count(child);
    return child;
  });
  for (const schema of [...parts.values(), ...kinds.values()]) count(schema);
  const names = new Map([...parts].map(([name, schema]) => [textOf(schema), name]));
  const shared = new Map<string, Schema>();
  const place = (schema: Schema, owner: string, path: string): Schema => mapChildren(schema, (child, step) => {
    const at = step.startsWith('.') ? `${path}${step}` : path;
    const text = child.properties ? textOf(child) : '';
    const name = names.get(text);
    if (name !== undefined) return { $ref: name };
    if ((uses.get(text) ?? 0) < 2 || text.length < smallest) return place(child, owner, at);
    const fresh = nameAt(owner, at);
    names.set(text, fresh);
    shared.set(fresh, place(child, owner, at));
    return { $ref: fresh };
  });
  const placed = (owners: ReadonlyMap<string, Schema>): Map<string, Schema> => new Map([...owners].map(([owner, schema]) => [owner, place(schema, owner, '')]));
  const placedParts = placed(parts);
  return { kinds: placed(kinds), parts: new Map([...placedParts, ...shared]) };
}

/** `DestinationRule.v1.networking.istio.io` and `.spec.trafficPolicy` make `DestinationRule.spec.trafficPolicy.v1.networking.istio.io`. */
function nameAt(owner: string, path: string): string {
  const [kind, ...rest] = owner.split('.');
  return [`${kind ?? ''}${path}`, ...rest].join('.');
}

function withSingleUsesInlined({ kinds, parts }: Sharable): Sharable {
  const uses = new Map<string, number>();
  for (const schema of [...kinds.values(), ...parts.values()]) for (const name of referencesIn(schema)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const recursive = new Set([...parts.keys()].filter((name) => reaches(parts, name, name)));
  const isInlined = (name: string): boolean => {
    const part = parts.get(name);
    return part !== undefined && !recursive.has(name) && (uses.get(name) === 1 || textOf(part).length < smallest);
  };
  const inline = (schema: Schema): Schema => {
    const { $ref, ...beside } = schema;
    return $ref !== undefined && isInlined($ref) ? inline({ ...parts.get($ref), ...beside }) : mapChildren(schema, inline);
  };
  return { kinds: mapped(kinds, inline), parts: mapped(parts, inline) };
}

function reaches(parts: ReadonlyMap<string, Schema>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const pending = referencesIn(parts.get(from) ?? {});
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(...referencesIn(parts.get(name) ?? {}));
  }
  return false;
}

function onlyUsed({ kinds, parts }: Sharable): Sharable {
  const used = new Set<string>();
  const use = (schema: Schema): void => {
    for (const name of referencesIn(schema)) {
      const part = parts.get(name);
      if (!part) throw new Error(`there is no part ${name}`);
      if (used.has(name)) continue;
      used.add(name);
      use(part);
    }
  };
  for (const schema of kinds.values()) use(schema);
  return { kinds, parts: new Map([...parts].filter(([name]) => used.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function mapped(schemas: ReadonlyMap<string, Schema>, map: (schema: Schema) => Schema): Map<string, Schema> {
  return new Map([...schemas].map(([name, schema]) => [name, map(schema)]));
}

const texts = new WeakMap<Schema, string>();

function textOf(schema: Schema): string {
  const known = texts.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(ordered(schema));
  texts.set(schema, text);
  return text;
}
