/** The exceptions of the policy: which findings they let pass, and what is wrong with the exceptions themselves. */
import type { DeclaredModel, Exception } from '../config/config.ts';
import type { Finding, Raised, Suppressed } from '../finding.ts';
import { shown } from '../source.ts';
import { suggest } from '../spelling.ts';
import { withoutEntry } from './list-entry.ts';

export interface ExceptionPolicy {
  readonly exceptions: readonly Exception[];
  /** Names that the configuration gives to models. */
  readonly models: readonly DeclaredModel[];
  readonly now: Date;
  /** Rules that looked at everything in this run: exceptions from others cannot be told to be unused. */
  readonly ran: ReadonlySet<string>;
  /** Names of the environments of the repository. */
  readonly environments: readonly string[];
}

export interface ExceptionResult {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** About the exceptions, in the order of their file. */
  readonly problems: readonly Raised[];
  /** Every exception that lets something pass, for every report. */
  readonly notes: readonly string[];
}

/** Lets findings pass, those of locked rules too. Before findings of several environments are merged. */
export function applyExceptions(findings: readonly Finding[], policy: ExceptionPolicy): ExceptionResult {
  const effective = policy.exceptions.filter((exception) => !isExpired(exception, policy.now));
  const used = new Map<Exception, Set<string>>();
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const [exception, ...others] = effective.filter((one) => covers(one, finding, policy.models));
    for (const one of others) if (!used.has(one)) used.set(one, new Set());
    if (!exception) {
      kept.push(finding);
      continue;
    }
    used.set(exception, (used.get(exception) ?? new Set()).add(`${finding.fingerprint}\0${finding.message}`));
    suppressed.push({ finding, reason: exception.reason, by: 'exception', ...(exception.owner === undefined ? {} : { owner: exception.owner }), ...(exception.until === undefined ? {} : { until: exception.until }) });
  }
  return {
    kept, suppressed,
    problems: policy.exceptions.flatMap((exception) => problemOf(exception, used, policy) ?? []),
    notes: [...used].flatMap(([exception, { size }]) => (size > 0 ? [noteOf(exception, size)] : [])),
  };
}

function covers({ rule, path, resource, model, environment }: Exception, finding: Finding, models: readonly DeclaredModel[]): boolean {
  if (rule !== finding.rule) return false;
  if (path && !path.matches(shown(finding.at).file.path)) return false;
  if (environment !== undefined && !isEvery(finding.environments, (name) => name === environment)) return false;
  if (model && !isEvery(finding.models, (name) => model.matches(name) || models.some((declared) => model.matches(declared.name) && declared.match.matches(name)))) return false;
  return resource === undefined || isEvery(finding.resources, ({ kind, namespace = '', name }) => resource.matches(`${kind}/${name}`) || resource.matches(`${kind}/${namespace}/${name}`));
}

function isEvery<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.length > 0 && items.every(test);
}

/** The day itself still counts, in UTC. */
function isExpired({ until }: Exception, now: Date): boolean {
  return until !== undefined && now.toISOString().slice(0, 10) > until;
}

/** One exception, at most one problem. */
function problemOf(exception: Exception, used: ReadonlyMap<Exception, unknown>, { now, ran, environments }: ExceptionPolicy): Raised | undefined {
  const { rule, until, environment } = exception;
  if (isExpired(exception, now)) return raised(exception, 'expired', `the exception from ${rule} held until ${until}, which has passed`);
  if (used.has(exception) || !ran.has(rule)) return undefined;
  return raised(exception, 'unused', `this exception lets nothing pass: ${unknownEnvironment(environment, environments) ?? `${rule} finds nothing there`}`);
}

function unknownEnvironment(name: string | undefined, known: readonly string[]): string | undefined {
  if (name === undefined || known.includes(name)) return undefined;
  const near = suggest(name, known);
  return `${JSON.stringify(name)} is not an environment of this repository${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`;
}

function raised({ node }: Exception, what: 'unused' | 'expired', message: string): Raised {
  const edits = withoutEntry(node);
  return {
    rule: `mllint/suppression-${what}`, at: node.at, message, path: node.path,
    ...(edits ? { fix: { title: 'remove the exception', safety: 'safe', edits } } : {}),
  };
}

function noteOf({ node, rule, reason, owner, until }: Exception, count: number): string {
  const { file, range } = node.at;
  const terms = [...(until === undefined ? [] : [`until ${until}`]), ...(owner === undefined ? [] : [`for ${owner}`])].join(' ');
  const findings = `${count} finding${count === 1 ? '' : 's'}`;
  return `${file.path}:${file.position(range.start).line} lets ${findings} of ${rule} pass${terms === '' ? '' : ` ${terms}`}: ${reason}`;
}
