/** What is stated of a version of an API: who serves it, from when, until when. */

/** Products whose versions decide; those that `cluster` has a setting for come first. */
export type Product = 'Kubernetes' | 'KServe' | 'Argo CD' | 'Istio' | 'Gateway API' | 'KEDA' | 'Knative' | 'the Prometheus operator' | 'cert-manager' | 'External Secrets';

/** One version of an API and the kinds that live and die together in it. Versions of products are `major.minor`. */
export interface ServedVersion {
  /** `apps/v1`, or `v1` for the core group. */
  readonly apiVersion: string;
  /** Separated by spaces. */
  readonly kinds: string;
  /** The first version of the product that serves it; absent where that lies before everything that is carried. */
  readonly since?: string;
  readonly deprecated?: string;
  /** The first version that no longer serves it. */
  readonly removed?: string;
  /** What takes its place where that is not the same kind in another version of the group: an apiVersion, or `Kind in apiVersion`. */
  readonly now?: string;
}

/** The versions of one product, and from which of its versions on somebody still maintains it. */
export interface ServedApis {
  readonly product: Product;
  /** What was removed here or before is served by no maintained version. */
  readonly maintained: string;
  /** The newest version that these facts know. */
  readonly newest: string;
  readonly versions: readonly ServedVersion[];
}
