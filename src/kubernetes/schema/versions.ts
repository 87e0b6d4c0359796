/** Fields that came with a version, or went: only where somebody declared which version runs. */
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import type { Schema } from './schema.ts';

/** By product as schemas name them: `argocd` → `3.3`. */
export type DeclaredVersions = ReadonlyMap<string, string>;

const TITLES: ReadonlyMap<string, string> = new Map([
  ['kubernetes', 'Kubernetes'], ['kserve', 'KServe'], ['argocd', 'Argo CD'], ['istio', 'Istio'], ['gateway-api', 'Gateway API'],
  ['prometheus-operator', 'Prometheus Operator'], ['knative', 'Knative'], ['keda', 'KEDA'],
]);

/** `written` is the schema as it stands at the field: versions stand beside a reference, too. */
export function versionMistake(place: Place, written: Schema, declared: DeclaredVersions | undefined): Mistake | undefined {
  if (!declared || declared.size === 0) return undefined;
  const since = bound(written['x-mllint-since'] ?? place.schema['x-mllint-since'], declared);
  if (since && since.order < 0) {
    return { about: 'version', path: pathOf(place), message: `${nameOf(place)} exists since ${since.title} ${since.version}; cluster.${since.product} is ${since.declared}` };
  }
  const until = bound(written['x-mllint-until'] ?? place.schema['x-mllint-until'], declared);
  if (!until || until.order < 0) return undefined;
  return { about: 'version', path: pathOf(place), message: `${nameOf(place)} is gone since ${until.title} ${until.version}; cluster.${until.product} is ${until.declared}` };
}

interface Bound {
  readonly product: string;
  readonly title: string;
  readonly version: string;
  readonly declared: string;
  /** Negative where what is declared is older. */
  readonly order: number;
}

function bound(written: string | undefined, declared: DeclaredVersions): Bound | undefined {
  const [product = '', version = ''] = written?.split(' ', 2) ?? [];
  const own = declared.get(product);
  const order = own === undefined ? undefined : compared(own, version);
  return own === undefined || order === undefined ? undefined : { product, title: TITLES.get(product) ?? product, version, declared: own, order };
}

/** Compares as far as both go; `undefined` where that does not decide. */
function compared(a: string, b: string): number | undefined {
  const [ours, theirs] = [numbers(a), numbers(b)];
  for (const [index, their] of theirs.entries()) {
    const our = ours[index];
    if (our === undefined) return their === 0 ? 0 : undefined;
    if (our !== their) return our - their;
  }
  return theirs.length === 0 ? undefined : 0;
}

function numbers(version: string): number[] {
  const found: number[] = [];
  for (const part of version.replace(/^v/, '').split('.')) {
    const number = Number.parseInt(part, 10);
    if (Number.isNaN(number)) break;
    found.push(number);
  }
  return found;
}
