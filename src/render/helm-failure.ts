/** What to say of a chart that Helm would stop at. */
import type { Raised, Unverified } from '../finding.ts';
import { foreignTemplates } from './helm-foreign.ts';
import { RenderError, UnsupportedFunction } from './helm/errors.ts';
import type { ChartRender } from './helm/helm.ts';
import { NOTHING_RENDERED, type Rendered } from './rendered.ts';
import type { Destined } from './source.ts';

export interface FailedFor {
  readonly what: string;
  readonly application?: Destined;
}

/** Nothing rendered: what Helm would refuse is raised, what only Helm could do is unverified; other errors are thrown on. */
export function stoppedBy(error: unknown, chart: ChartRender, { what, application }: FailedFor): Rendered {
  const stopped = { ...NOTHING_RENDERED, isComplete: false };
  const foreign = error instanceof RenderError ? foreignIn(chart, error, application) : [];
  const unverified = leftToHelm(error, what);
  if (unverified) return { ...stopped, raised: foreign, unverified: [unverified] };
  // A name that is too long is reported by argocd/applications-unique, where it is written.
  if (error instanceof RenderError && error.kind === 'release' && isNameTooLong(application)) return stopped;
  if (!(error instanceof RenderError)) throw error;
  return { ...stopped, raised: foreign.length > 0 ? foreign : [failure(error, application)] };
}

/** What only Helm itself, or a smaller chart, could tell. */
function leftToHelm(error: unknown, what: string): Unverified | undefined {
  if (error instanceof UnsupportedFunction) return { at: error.at, what, why: error.message, needs: 'a later version of mllint, or Helm itself' };
  if (!(error instanceof RenderError)) return undefined;
  const { kind, at, message } = error;
  if (kind === 'dependencies') return { at, what, why: message.replace(/^.*\bfound in/, 'charts found in'), needs: 'helm dependency build' };
  return kind === 'size' ? { at, what, why: message, needs: message.includes('parameter') ? 'fewer of them' : 'smaller charts' } : undefined;
}

function foreignIn({ folder, snapshot }: ChartRender, error: RenderError, application: Destined | undefined): Raised[] {
  return foreignTemplates(error, folder, snapshot).map((one) => ({ ...one, ...(application ? { applications: [application.name] } : {}) }));
}

/** The release is named for the Application, whose name may be longer than Helm's 53 characters. */
function isNameTooLong(application: Destined | undefined): boolean {
  const releaseName = application?.source.node.get('helm', 'releaseName');
  return application !== undefined && application.name.length > 53 && (!releaseName?.exists || releaseName.value === '' || releaseName.isNull);
}

function failure({ message, at, chain, kind }: RenderError, application: Destined | undefined): Raised {
  const isAboutSource = kind === 'chart' || kind === 'release' || kind === 'dependencies';
  const source = application?.source.node;
  return {
    rule: 'argocd/source-renders',
    at: isAboutSource && source ? source.at : at,
    message: message.replaceAll(/\s*\n\s*/g, ' '),
    related: [
      ...chain.map((place) => ({ at: place, message: 'on the way here' })),
      ...(source && !isAboutSource ? [{ at: source.at, message: 'rendered for this source' }] : []),
    ],
    ...(application ? { applications: [application.name] } : {}),
  };
}
