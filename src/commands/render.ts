/** `mllint render [application…]`: what Argo CD would apply; `--origins` adds where each value was written. */
import type { Manifest } from '../model.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { manifestText } from './manifest-text.ts';
import { runIn } from './workspace.ts';

export async function render(args: Arguments, io: Io): Promise<number> {
  const { repository, report, isFailure } = await runIn(args, io);
  const wanted = args.positionals;
  const known = repository?.applications.map(({ name }) => name) ?? [];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = suggest(unknown, known);
    throw new UsageError(`${JSON.stringify(unknown)} is not an Application here; ${near === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${near}?`}`);
  }
  for (const manifest of repository?.manifests ?? []) {
    if (!isWanted(manifest, wanted, args.environments)) continue;
    io.out(manifestText(manifest, { withOrigins: args.withOrigins }));
  }
  for (const { what, why, needs } of report.unverified) io.err(`not rendered: ${what}: ${why} (needs ${needs})\n`);
  return isFailure ? EXIT.failure : EXIT.ok;
}

function isWanted({ application, environment }: Manifest, wanted: readonly string[], environments: readonly string[]): boolean {
  const isNamed = wanted.length === 0 || (application !== undefined && wanted.includes(application.name));
  return isNamed && (environments.length === 0 || (environment !== undefined && environments.includes(environment.name)));
}
