/** Chart.yaml. Follows pkg/chart/v2/metadata.go and dependency.go of helm/helm. */
import { Nearness, startOf, type Location, type SourceFile } from '../../../source.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { chartError } from '../errors.ts';
import { formatFloat } from '../go-number.ts';
import { spelled } from '../scalar-text.ts';
import { parseVersion, VersionError } from '../semver/version.ts';
import { treeValue } from '../values/from-tree.ts';

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string;
  readonly tags: readonly string[];
  readonly alias: string;
  readonly importValues: readonly Value[];
  /** The entry of Chart.yaml. */
  readonly at: Location;
}

export interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kubeVersion: string;
  readonly type: string;
  readonly dependencies: readonly Dependency[];
  /** `.Chart` without `IsRoot`, under Go's field names. */
  readonly fields: Dict;
}

const TEXTS = [
  ['Name', 'name'], ['Home', 'home'], ['Version', 'version'], ['Description', 'description'], ['Icon', 'icon'], ['APIVersion', 'apiVersion'],
  ['Condition', 'condition'], ['Tags', 'tags'], ['AppVersion', 'appVersion'], ['KubeVersion', 'kubeVersion'], ['Type', 'type'],
] as const;

/** Reads and checks the metadata; throws a RenderError with Helm's message. `also` is a requirements.yaml, whose fields take the place of the others. */
export function readMetadata(file: SourceFile, also?: SourceFile): Metadata {
  const root = readDict(file);
  if (also) for (const { key, value } of readDict(also).entries.values()) root.set(key, value);
  const dependencies = list(root.get('dependencies')).map((item) => readDependency(item, file));
  const fields = new Dict(TEXTS.map(([field, key]) => [field, text(root, key, file)] as const));
  if (textOf(fields, 'APIVersion') === '') fields.set('APIVersion', plain('v1'));
  fields.set('Sources', new List(list(root.get('sources'))));
  fields.set('Keywords', new List(list(root.get('keywords'))));
  fields.set('Maintainers', new List(list(root.get('maintainers')).map((item) => capitalised(item, [['Name', 'name'], ['Email', 'email'], ['URL', 'url']], file))));
  fields.set('Annotations', annotations(root.get('annotations'), file));
  fields.set('Deprecated', root.get('deprecated') instanceof Bool ? (root.get('deprecated') ?? null) : new Bool(false));
  fields.set('Dependencies', new List(list(root.get('dependencies')).map((item) => dependencyFields(item, file))));
  const metadata: Metadata = {
    name: textOf(fields, 'Name'), version: textOf(fields, 'Version'), apiVersion: textOf(fields, 'APIVersion'),
    kubeVersion: textOf(fields, 'KubeVersion'), type: textOf(fields, 'Type'), dependencies, fields,
  };
  check(metadata, file);
  return metadata;
}

function readDict(file: SourceFile): Dict {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const [document] = parseYaml(file).documents;
  const problem = document?.problems[0];
  if (problem) throw chartError(`cannot load ${name}: error converting YAML to JSON: yaml: ${problem.message}`, file);
  const root = document?.root ? treeValue(document.root, { nearness: Nearness.chartDefault }) : new Dict();
  if (root instanceof Dict) return root;
  throw chartError(`cannot load ${name}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type v2.Metadata`, file);
}

function list(value: Value | undefined): Value[] {
  return value instanceof List ? value.items : [];
}

/** A field of type string: YAML numbers and booleans become text as sigs.k8s.io/yaml spells them. */
function text(dict: Dict, key: string, file: SourceFile): TracedText {
  const value = dict.get(key);
  if (value === undefined || value === null) return plain('');
  if (value instanceof TracedText) return value;
  if (value instanceof Bool) return spelled(String(value.value), value.traced);
  if (value instanceof Num) return spelled(formatFloat(Number(value.value)), value.traced);
  throw chartError(
    `cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${value instanceof List ? 'array' : 'object'} into Go struct field Metadata.${key} of type string`,
    file,
  );
}

function textOf(fields: Dict, name: string): string {
  const value = fields.get(name);
  return value instanceof TracedText ? value.text : '';
}

function capitalised(item: Value, names: readonly (readonly [string, string])[], file: SourceFile): Value {
  const dict = item instanceof Dict ? item : new Dict();
  return new Dict(names.map(([field, key]) => [field, text(dict, key, file)] as const));
}

function annotations(value: Value | undefined, file: SourceFile): Dict {
  const dict = value instanceof Dict ? value : new Dict();
  return new Dict([...dict.entries.values()].map(({ key }) => [key, text(dict, key.text, file)] as const), { elementType: 'string', at: dict.at });
}

function dependencyFields(item: Value, file: SourceFile): Value {
  const fields = capitalised(item, [['Name', 'name'], ['Version', 'version'], ['Repository', 'repository'], ['Condition', 'condition'], ['Alias', 'alias']], file);
  if (!(fields instanceof Dict) || !(item instanceof Dict)) return fields;
  fields.set('Tags', new List(list(item.get('tags')), { elementType: 'string' }));
  fields.set('Enabled', new Bool(true));
  fields.set('ImportValues', new List(list(item.get('import-values'))));
  return fields;
}

function readDependency(item: Value, file: SourceFile): Dependency {
  if (!(item instanceof Dict)) throw chartError('validation: dependencies must not contain empty or null nodes', file);
  const read = (key: string): string => sanitized(text(item, key, file).text);
  return {
    name: read('name'), version: read('version'), repository: read('repository'), condition: read('condition'), alias: read('alias'),
    tags: list(item.get('tags')).map((tag) => (tag instanceof TracedText ? sanitized(tag.text) : '')),
    importValues: list(item.get('import-values')),
    at: item.at ?? startOf(file),
  };
}

/** Spaces become plain ones, what cannot be printed goes. */
function sanitized(value: string): string {
  return value.replaceAll(/\s/g, ' ').replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
}

function check(metadata: Metadata, file: SourceFile): void {
  const complaint = complaintAbout(metadata);
  if (complaint !== undefined) throw chartError(`validation: ${complaint}`, file);
}

/** `Metadata.Validate`. */
function complaintAbout({ name, version, type, dependencies }: Metadata): string | undefined {
  if (name === '') return 'chart.metadata.name is required';
  if (name === '.' || name === '..') return `chart.metadata.name ${JSON.stringify(name)} is not allowed`;
  if (name.includes('/')) return `chart.metadata.name ${JSON.stringify(name)} is invalid`;
  if (version === '') return 'chart.metadata.version is required';
  if (!isVersion(version)) return `chart.metadata.version ${JSON.stringify(version)} is invalid`;
  if (!['', 'application', 'library'].includes(type)) return 'chart.metadata.type must be application or library';
  const seen = new Set<string>();
  for (const { name: dependency, alias } of dependencies) {
    if (alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(alias)) return `dependency ${JSON.stringify(dependency)} has disallowed characters in the alias`;
    const key = alias === '' ? dependency : alias;
    if (seen.has(key)) return `more than one dependency with name or alias ${JSON.stringify(key)}`;
    seen.add(key);
  }
  return undefined;
}

function isVersion(version: string): boolean {
  try {
    parseVersion(version);
    return true;
  } catch (error) {
    if (error instanceof VersionError) return false;
    throw error;
  }
}
