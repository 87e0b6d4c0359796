/** `mllint render [application…]`: what Argo CD would apply; `--origins` adds where each value was written. */
import type { Manifest } from '../model.ts';
import { visible } from '../report/escape.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { manifestText } from './manifest-text.ts';
import { placeText, readIn } from './workspace.ts';

export async function render(args: Arguments, io: Io): Promise<number> {
  const { repository, report, isFailure } = await readIn(args, io);
  const wanted = args.positionals;
  const known = repository.applications.map(({ name }) => name);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = suggest(unknown, known);
    throw new UsageError(`${JSON.stringify(unknown)} is not an Application here; ${near === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${near}?`}`);
  }
  if (repository.manifests.length === 0 && report.unverified.length === 0) {
    io.err('nothing to render\n');
    return EXIT.failure;
  }
  for (const manifest of repository.manifests) {
    if (!isWanted(manifest, wanted, args.environments)) continue;
    io.out(manifestText(manifest, { withOrigins: args.withOrigins }));
  }
  for (const { what, why, needs } of report.unverified) io.err(`not rendered: ${visible(`${what}: ${why} (needs ${needs})`)}\n`);
  const failures = report.findings.filter(({ rule }) => FAILURES.has(rule));
  for (const { at, message } of failures) io.err(`not rendered: ${placeText(at)}: ${visible(message)}\n`);
  if (isFailure) return EXIT.failure;
  return failures.length > 0 ? EXIT.findings : EXIT.ok;
}

/** Findings for which something is missing from the output. */
const FAILURES = new Set(['argocd/generator-expands', 'argocd/source-exists', 'argocd/source-renders', 'repository/readable']);

function isWanted({ application, environment }: Manifest, wanted: readonly string[], environments: readonly string[]): boolean {
  const isNamed = wanted.length === 0 || (application !== undefined && wanted.includes(application.name));
  return isNamed && (environments.length === 0 || (environment !== undefined && environments.includes(environment.name)));
}
