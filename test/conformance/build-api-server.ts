/** Kubernetes' own API server, built from the module beside this file and kept outside of the repository for as long as the module stays the same. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const MODULE = resolve('test/conformance/apiserver');
const VERSION_VARIABLES = 'k8s.io/component-base/version';

/** The release that the module requires: `1.36.1`. */
export function apiServerVersion(): string {
  const version = /^\s*k8s\.io\/kubernetes v(\d+\.\d+\.\d+)$/m.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${MODULE}/go.mod requires no release of k8s.io/kubernetes`);
  return version;
}

/** The program, built where it is not yet; on two cores that takes about a quarter of an hour. */
export function buildApiServer(): string {
  const program = join(cacheFolder(), `kube-apiserver-${digestOfModule()}`);
  if (existsSync(program)) return program;
  mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  go(['build', '-trimpath', '-ldflags', linkerFlags(apiServerVersion()), '-o', unfinished, '.']);
  renameSync(unfinished, program);
  return program;
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mllint', 'apiserver');
}

/** What the build depends on, but for Go itself. */
function digestOfModule(): string {
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(MODULE, name)));
  return hash.digest('hex').slice(0, 16);
}

/** A server that does not know its version refuses to serve some APIs. */
function linkerFlags(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  const variables = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  return ['-s', '-w', ...Object.entries(variables).map(([name, value]) => `-X ${VERSION_VARIABLES}.${name}=${value}`)].join(' ');
}

function go(args: readonly string[]): void {
  const { error, status } = spawnSync('go', args, { cwd: MODULE, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw new Error(`the API server is built with Go, which does not start: ${error.message}`);
  if (status !== 0) throw new Error(`go ${args[0] ?? ''} ended with ${String(status)}`);
}
