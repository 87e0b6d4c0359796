/**
 * Further schemas, in the folders that the configuration names: JSON Schemas as the catalogue of kubeconform has them, a file for each kind and version.
 * Names in templates are those of github.com/yannh/kubeconform, pkg/registry/registry.go (0.7).
 */
import type { SourceFile } from '../../source.ts';
import { groupOf } from '../identity.ts';
import { readSchema } from './read-schema.ts';
import type { KindSchema } from './schema.ts';

/** What the configuration names, and how files of the policy are read. */
export interface SchemaFolders {
  readonly templates: readonly string[];
  read(path: string): SourceFile | undefined;
}

export interface FurtherSchemas {
  of(apiVersion: string, kind: string): readonly KindSchema[];
  /** Why a file that is there for a kind cannot be used. */
  problemsOf(apiVersion: string, kind: string): readonly { readonly path: string; readonly why: string }[];
}

/** How the catalogue lays out its files. */
const LAYOUT = '{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json';

/** The names that a template may hold. */
export const TEMPLATE_NAMES = ['Group', 'ResourceKind', 'ResourceAPIVersion', 'KindSuffix'] as const;

/** The first name in a template that is none; a folder without names holds the layout of the catalogue. */
export function unknownName(template: string): string | undefined {
  for (const part of template.split('{{').slice(1)) {
    const name = part.split('}}', 1)[0]?.trim() ?? '';
    if (!part.includes('}}') || !TEMPLATE_NAMES.some((known) => name === `.${known}`)) return name;
  }
  return undefined;
}

/** Where the schema of a kind lies; nothing where a document's words would lead anywhere else. */
export function schemaPath(template: string, apiVersion: string, kind: string): string | undefined {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  if (![kind, version, ...(group === '' ? [] : [group])].every((word) => /^[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?!\.))*$/.test(word)) || kind.length + apiVersion.length > 300) return undefined;
  const values = new Map<string, string>([
    ['.Group', group],
    ['.ResourceKind', kind.toLowerCase()],
    ['.ResourceAPIVersion', version],
    ['.KindSuffix', `-${[...(group === '' ? [] : [group.split('.', 1)[0] ?? '']), version].join('-').toLowerCase()}`],
  ]);
  const whole = template.includes('{{') ? template : `${template.replace(/\/+$/, '')}/${LAYOUT}`;
  return whole.split('{{').map((part, index) => (index === 0 ? part : filled(part, values))).join('');
}

function filled(part: string, values: ReadonlyMap<string, string>): string {
  const end = part.indexOf('}}');
  return `${values.get(part.slice(0, end).trim()) ?? ''}${part.slice(end + 2)}`;
}

interface Found {
  readonly schemas: readonly KindSchema[];
  readonly problems: readonly { readonly path: string; readonly why: string }[];
}

/** Files are read when something of their kind is looked at. */
export function furtherSchemas({ templates, read }: SchemaFolders): FurtherSchemas {
  const known = new Map<string, Found>();
  const found = (apiVersion: string, kind: string): Found => {
    const key = `${apiVersion} ${kind}`;
    const before = known.get(key);
    if (before) return before;
    const now = readAll(templates.flatMap((template) => schemaPath(template, apiVersion, kind) ?? []), { read, apiVersion, kind });
    known.set(key, now);
    return now;
  };
  return { of: (apiVersion, kind) => found(apiVersion, kind).schemas, problemsOf: (apiVersion, kind) => found(apiVersion, kind).problems };
}

function readAll(paths: readonly string[], { read, apiVersion, kind }: { readonly read: SchemaFolders['read']; readonly apiVersion: string; readonly kind: string }): Found {
  const schemas: KindSchema[] = [];
  const problems: { path: string; why: string }[] = [];
  for (const path of paths) {
    const file = read(path);
    if (!file) continue;
    const data = parsed(file.text);
    const { schema, problems: wrong } = data === undefined ? { schema: {}, problems: [{ path: [], message: 'it is no JSON' }] } : readSchema(data, { isJsonSchema: true });
    const [first] = wrong;
    if (first) problems.push({ path, why: `${first.path.length === 0 ? '' : `${first.path.join('.')}: `}${first.message}` });
    else schemas.push({ apiVersion, kind, source: path, isBuiltIn: groupOf(apiVersion) === '', schema });
  }
  return { schemas, problems };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
