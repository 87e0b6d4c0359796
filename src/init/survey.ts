/** What `mllint init` knows of a repository before it asks anything. */
import type { Report } from '../finding.ts';
import { addTo, grouped } from '../groups.ts';
import type { Repository, ServedModel } from '../model.ts';
import { compareText } from '../source.ts';
import { absentNames, type AbsentNames } from './absent-names.ts';

export interface FoundEnvironment {
  readonly name: string;
  /** Equal stages are regions; absent where the name has no place in the order. */
  readonly stage?: number;
  /** The models that it serves, by the name that they have in every environment. */
  readonly models: readonly string[];
}

export interface FoundModel {
  readonly name: string;
  /** The names under which it is served, where they are others. */
  readonly servedAs: readonly string[];
  readonly environments: readonly string[];
  /** Versions as they are written in URIs, each once. */
  readonly versions: readonly string[];
  /** The environments in which a part of the requests goes to a new version. */
  readonly canaries: readonly string[];
  readonly hasUri: boolean;
}

/** A rule that finds so much that nobody would look at it one by one. */
export interface FrequentRule {
  readonly rule: string;
  readonly severity: string;
  readonly count: number;
}

export interface Survey {
  /** In the order of stages. */
  readonly environments: readonly FoundEnvironment[];
  readonly models: readonly FoundModel[];
  /** The URL that was taken for this repository, where nothing says which it is. */
  readonly self?: string;
  readonly absent: AbsentNames;
  readonly frequent: readonly FrequentRule[];
  /** Findings of every severity. */
  readonly findings: number;
}

/** So many findings of one rule are a habit, not mistakes. */
const FREQUENT = 10;

export interface Surveyed {
  readonly report: Report;
  readonly repository: Repository;
  readonly assumed?: string;
  /** The same repository, read for the kinds that hold credentials; see {@link absentNames}. */
  readonly withSecrets: Repository;
}

export function survey({ report, repository, assumed, withSecrets }: Surveyed): Survey {
  const counts = grouped(report.findings, ({ rule }) => rule);
  const frequent = [...counts].filter(([, all]) => all.length >= FREQUENT).map(([rule, all]) => ({ rule, severity: all[0]?.severity ?? 'error', count: all.length }));
  return {
    environments: repository.environments.map(({ name, stage, models }) => ({
      name, ...(stage === undefined ? {} : { stage }), models: [...new Set(models.map(({ family }) => family))].sort(compareText),
    })),
    models: foundModels(repository),
    ...(assumed === undefined ? {} : { self: assumed }),
    absent: absentNames(withSecrets),
    frequent: frequent.sort((a, b) => b.count - a.count || compareText(a.rule, b.rule)),
    findings: report.findings.length,
  };
}

function foundModels({ models, environments }: Repository): FoundModel[] {
  const order = environments.map(({ name }) => name);
  const inOrder = (names: readonly string[]): string[] => [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const families = new Map<string, ServedModel[]>();
  for (const model of models) addTo(families, model.family, model);
  return [...families].sort(([a], [b]) => compareText(a, b)).map(([name, all]) => {
    const sources = all.flatMap((model) => model.sources);
    const unique = (names: readonly (string | undefined)[]): string[] => [...new Set(names.flatMap((one) => one ?? []))];
    return {
      name,
      servedAs: unique(all.map((model) => model.name)).filter((one) => one !== name).sort(compareText),
      environments: inOrder(unique(all.map(({ environment }) => environment?.name))),
      versions: unique(sources.map(({ parsed }) => parsed.version?.text)),
      canaries: inOrder(unique(all.filter(({ canary }) => canary !== undefined).map(({ environment }) => environment?.name))),
      hasUri: sources.length > 0,
    };
  });
}
