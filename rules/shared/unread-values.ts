/** Values of an environment that no template of any chart that gets them reads. */
import { addTo, grouped, suggest, type Chart, type Node, type Repository } from '#rule';
import { mappingProblems } from './contract-problems.ts';
import { contractShape } from './contract-shape.ts';
import { deployedReleases, holds, isWrapper, written, type Release } from './chart-releases.ts';

export interface UnreadValue {
  readonly key: Node;
  readonly path: readonly string[];
  /** The path that the templates read and that was probably meant. */
  readonly meant?: readonly string[];
  readonly charts: readonly string[];
}

export interface UnreadOptions {
  readonly wrapperCharts: boolean;
}

/** A file is judged only where every chart that it goes into is here. */
export function unreadValues(repository: Repository, { wrapperCharts }: UnreadOptions): UnreadValue[] {
  const releases = deployedReleases(repository);
  const byRoot = new Map<Node, Release[]>();
  for (const release of releases) for (const values of release.values) addTo(byRoot, values, release);
  const elsewhere = filesReadElsewhere(repository, releases);
  const exempt = once(() => placesReadByOthers(repository));
  const found = [...byRoot].flatMap(([root, given]) => {
    if (elsewhere.has(root.at.file.path) || (!wrapperCharts && given.some(({ chart }) => isWrapper(chart)))) return [];
    const search: Search = { root, releases: given, exempt, left: MAX_VALUES, found: [] };
    visit(root, [], search);
    return search.found.filter((unread) => !isOfTemplate(unread, given));
  });
  const agreed = agreedOn(found, releases);
  return found.filter((unread) => !agreed.has(pairOf(unread)));
}

/** Where several files spell a key alike and none as the template does, the template misspells it: `values/defined` says so there, if nothing stands in for the value. */
function agreedOn(found: readonly UnreadValue[], releases: readonly Release[]): Set<string> {
  const agreed = [...grouped(found.filter(({ meant }) => meant !== undefined), pairOf)].filter(([, alike]) => {
    const [{ meant = [], path, charts } = {}] = alike;
    if (new Set(alike.map(({ key }) => key.at.file.path)).size < 2 || path?.slice(0, -1).join('\0') !== meant.slice(0, -1).join('\0')) return false;
    const own = releases.filter(({ chart }) => charts?.includes(chart.name));
    const isDefined = own.some(({ values, ownValues }) => [...values, ...(ownValues ? [ownValues] : [])].some((root) => holds(root, meant)));
    return !isDefined && own.some(({ templates }) => templates.printed((printed) => written(printed) === written(meant)).length > 0);
  });
  return new Set(agreed.map(([pair]) => pair));
}

function pairOf({ path, meant = [], charts }: UnreadValue): string {
  return JSON.stringify([path, meant, charts]);
}

/** Where the chart itself defines the key, its template is what misspells it, and `values/defined` says so there. */
function isOfTemplate({ path, meant }: UnreadValue, releases: readonly Release[]): boolean {
  return meant !== undefined && releases.every(({ ownValues }) => ownValues !== undefined && holds(ownValues, path));
}

/** What a chart offers in its own values and no template reads, whoever renders it. Values of a chart that others use as theirs are not its own matter. */
export function unreadDefaults(repository: Repository, { of }: { readonly of: (chart: Chart) => boolean }): UnreadValue[] {
  return repository.charts.filter((chart) => !isWrapper(chart) && of(chart)).flatMap((chart) => {
    const releases = chart.releases.map((release) => ({ ...release, chart }));
    const root = releases.find(({ ownValues }) => ownValues)?.ownValues;
    if (!root) return [];
    const search: Search = { root, releases, exempt: () => NONE, left: MAX_VALUES, found: [] };
    visit(root, [], search);
    return search.found.filter(({ path: [first] }) => first !== 'global');
  });
}

const NONE: ReadonlySet<string> = new Set();

/** More than any sane value file holds; aliases multiply. */
const MAX_VALUES = 20_000;

interface Search {
  readonly root: Node;
  readonly releases: readonly Release[];
  /** Asked only where something is unread, which is rare. */
  readonly exempt: () => ReadonlySet<string>;
  left: number;
  readonly found: UnreadValue[];
}

function visit(mapping: Node, path: readonly string[], search: Search): void {
  for (const [name, value] of mapping.entries()) {
    search.left -= 1;
    if (search.left < 0) return;
    const below = [...path, name];
    const all = search.releases.map(({ templates }) => templates.coverage(below));
    if (all.includes('all')) continue;
    if (all.every((coverage) => coverage === 'none')) {
      if (!isForOthers(name, value, search)) search.found.push(unread(value, below, search));
    } else if (value.kind === 'mapping') visit(value, below, search);
    else for (const item of value.items()) visit(item, [...below, '*'], search);
  }
}

/** Keys that are there for anchors or as notes, nulls, which only take a default away, and what others than templates read. */
function isForOthers(name: string, value: Node, { exempt }: Search): boolean {
  if (value.isNull || /^(?:x-|[_.])/.test(name)) return true;
  const { file, range } = (value.key ?? value).at;
  if (/^[^#]*:\s+&/.test(file.line(file.position(range.start).line))) return true;
  return [value, value.key ?? value].some((node) => exempt().has(placeOf(node)));
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => (value ??= { of: compute() }).of;
}

function unread(value: Node, path: readonly string[], search: Search): UnreadValue {
  const { releases } = search;
  const meant = near(path, search) ?? moved(path, search);
  const charts = [...new Set(releases.map(({ chart }) => chart.name))];
  return { key: value.key ?? value, path, charts, ...(meant ? { meant } : {}) };
}

/** A key beside it that the file does not give. */
function near(path: readonly string[], { releases, root }: Search): readonly string[] | undefined {
  const parent = path.slice(0, -1);
  const keys = releases.flatMap(({ templates }) => templates.keysReadAt(parent)).filter((key) => !holds(root, [...parent, key]));
  const name = suggest(path.at(-1) ?? '', keys);
  return name === undefined ? undefined : [...parent, name];
}

/** The same key at another level, if there is only one that the file does not give. */
function moved(path: readonly string[], { releases, root }: Search): readonly string[] | undefined {
  const places = releases.flatMap(({ templates }) => templates.pathsReadTo(path.at(-1) ?? ''));
  const [only, ...others] = new Map(places.map((place) => [place.join('\0'), place])).values();
  return only && others.length === 0 && !holds(root, only) ? only : undefined;
}

/** Value files that also go to a chart that is not here, or that could not be rendered. */
function filesReadElsewhere({ applications }: Repository, releases: readonly Release[]): Set<string> {
  const rendered = new Map<unknown, Set<string>>();
  for (const { application, values } of releases) {
    const files = rendered.get(application) ?? new Set();
    rendered.set(application, files);
    for (const { at } of values) files.add(at.file.path);
  }
  return new Set(applications.flatMap((application) => {
    const files = application.references.filter(({ what, found }) => what === 'value file' && found).map(({ path }) => path);
    return files.filter((path) => rendered.get(application)?.has(path) !== true);
  }));
}

/** What mllint itself and generators read, and what `values/contract` speaks about. */
function placesReadByOthers({ values, applications }: Repository): Set<string> {
  const slips = values.flatMap(({ root, isRendered }) => [...mappingProblems(root, contractShape, { isRendered, prefix: '' })].map(({ at }) => at));
  const contract = values.flatMap(({ root, name, version }) => [root.get('environment'), root.get('environments'), name, version, root.get('model', 'canary', 'version')]);
  const parameters = applications.flatMap((application) => [...application.parameters.values()]);
  return new Set([...contract, ...slips, ...parameters].filter(({ exists }) => exists).map(placeOf));
}

function placeOf({ at }: Node): string {
  return `${at.file.path}:${at.range.start}`;
}
