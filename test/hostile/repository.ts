/** A hostile repository on disk, and what one run of the real program makes of it: its report, its CPU time. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export type Content = string | Uint8Array | { readonly link: string };

export interface HostileCase {
  readonly name: string;
  readonly files?: Readonly<Record<string, Content>>;
  /** What files cannot say: pipes, a Git repository. */
  readonly prepare?: (folder: string) => void;
  /** The healthy manifest is not linted: the configuration cannot be used. */
  readonly isFatal?: true;
  /** Looks at what was left behind. */
  readonly after?: (folder: string) => void;
}

/** Found in every hostile repository: the rest of it is linted unharmed. */
const HEALTHY = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: fraud-detector }
spec:
  hosts: [fraud-detector]
  http:
    - route:
        - { destination: { host: stable }, weight: 90 }
        - { destination: { host: canary }, weight: 20 }
`;
export const HEALTHY_LINE = 'healthy/virtual-service.yaml:7:7 error istio/weights-sum weights add up to 110, not 100';

/** Writes the files of a case into a new folder. */
export function writeRepository({ files = {}, prepare }: Pick<HostileCase, 'files' | 'prepare'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-hostile-'));
  for (const [path, content] of Object.entries({ 'healthy/virtual-service.yaml': HEALTHY, ...files })) writeEntry(join(folder, path), content);
  prepare?.(folder);
  return folder;
}

export function writeEntry(path: string, content: Content): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path);
  else writeFileSync(path, content);
}

export function removeRepository(folder: string): void {
  spawnSync('rm', ['-rf', folder]); // deeper than Node's own reaches
}

/** Git without what this machine has configured. */
export function git(folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** Another build than this folder's own, while others change that. */
const bin = resolve(process.env.MLLINT_BIN ?? 'bin/mllint.js');

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Kills what hangs; elapsed time is only reported, since other tests run beside this one. */
export async function runIn(folder: string, args: readonly string[] = ['--format', 'json']): Promise<Run> {
  const clock = mkdtempSync(join(tmpdir(), 'mllint-clock-'));
  const file = join(clock, 'cpu');
  const meter = `import{writeFileSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();writeFileSync(${JSON.stringify(file)},String((user+system)/1e6))})`;
  const from = performance.now();
  const result = await finished(folder, ['--import', `data:text/javascript,${encodeURIComponent(meter)}`, bin, ...args]);
  const seconds = (performance.now() - from) / 1000;
  const cpuSeconds = result.status === null ? Infinity : Number(readFileSync(file, 'utf8'));
  rmSync(clock, { recursive: true });
  return { ...result, seconds, cpuSeconds };
}

function finished(folder: string, args: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('close', (status) => settle({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  });
}

interface ReportText {
  readonly findings: readonly { file: string; line: number; column: number; severity: string; rule: string; message: string }[];
  readonly unverified: readonly { file: string; line: number; what: string; why: string; needs: string }[];
  readonly crashes?: readonly { rule: string; subject: string; stack: string }[];
  readonly notes?: readonly string[];
}

/** One line for each finding, each unverified entry, each crash and what Git refuses in a JSON report. */
export function linesOf(stdout: string): string[] {
  const { findings, unverified, crashes = [], notes = [] }: ReportText = JSON.parse(stdout);
  return [
    ...findings.map(({ file, line, column, severity, rule, message }) => `${file}:${line}:${column} ${severity} ${rule} ${message}`),
    ...unverified.map(({ file, line, what, why, needs }) => `${file}:${line} unverified ${what}: ${why} (needs ${needs})`),
    ...crashes.map(({ rule, subject, stack }) => `crash ${rule} ${subject} ${stack}`),
    ...notes.flatMap((note) => /^Git [^(]+/.exec(note)?.[0].trimEnd() ?? []), // the reason is in Git's words, which change
  ];
}
