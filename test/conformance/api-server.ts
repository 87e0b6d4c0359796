/** A cluster of nothing but etcd and an API server, on ports of this machine's own address, in a folder that is gone afterwards. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { isReady } from './requests.ts';

const HOST = '127.0.0.1';
const START_MS = 120_000;
const POLL_MS = 250;

export interface ApiServer {
  readonly config: KubeConfig;
  /** Ends both processes and removes what they wrote. */
  stop(): Promise<void>;
}

/** Says why no server can run here. */
export function missingTools(): string[] {
  return ['etcd', 'go'].filter((tool) => spawnSync(tool, tool === 'go' ? ['version'] : ['--version']).error !== undefined);
}

export async function startApiServer(program: string): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-apiserver-'));
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const process of started.reverse()) await end(process);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
    started.push(startEtcd(folder, client, peer));
    const token = randomBytes(24).toString('hex');
    writeCredentials(folder, token);
    started.push(logged(folder, program, serverFlags(folder, client, secure)));
    const config = (): KubeConfig => kubeConfig(secure, token, join(folder, 'certificates', 'apiserver.crt'));
    await untilReady(config, started, folder);
    return { config: config(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startEtcd(folder: string, client: number, peer: number): ChildProcess {
  const at = (port: number): string => `http://${HOST}:${port}`;
  return logged(folder, 'etcd', [
    '--data-dir', join(folder, 'etcd'), '--listen-client-urls', at(client), '--advertise-client-urls', at(client),
    '--listen-peer-urls', at(peer), '--initial-advertise-peer-urls', at(peer), '--initial-cluster', `default=${at(peer)}`,
  ]);
}

/** Who asks is known by a token; the key signs tokens of service accounts, of which there are none, but the server wants one. */
function writeCredentials(folder: string, token: string): void {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, 'tokens.csv'), `${token},conformance,conformance,system:masters\n`, { mode: 0o600 });
}

/** Everything that waits for a controller is off, and what only asks whether another object is there. */
function serverFlags(folder: string, etcd: number, port: number): string[] {
  const key = join(folder, 'key.pem');
  return [
    `--etcd-servers=http://${HOST}:${etcd}`, `--bind-address=${HOST}`, `--advertise-address=${HOST}`, `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`, `--token-auth-file=${join(folder, 'tokens.csv')}`, '--authorization-mode=AlwaysAllow',
    '--service-cluster-ip-range=10.0.0.0/16', `--service-account-issuer=https://${HOST}:${port}`, `--service-account-key-file=${key}`, `--service-account-signing-key-file=${key}`,
    '--disable-admission-plugins=ServiceAccount,Priority,RuntimeClass', '--endpoint-reconciler-type=none', '--allow-privileged=true', '--profiling=false',
  ];
}

function logged(folder: string, program: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'log.txt'), 'a');
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

/** The certificate is made by the server when it starts, for this address. */
function kubeConfig(port: number, token: string, caFile: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'conformance', server: `https://${HOST}:${port}`, caFile, skipTLSVerify: false }, { name: 'conformance', token });
  return config;
}

async function untilReady(config: () => KubeConfig, processes: readonly ChildProcess[], folder: string): Promise<void> {
  const limit = Date.now() + START_MS;
  while (Date.now() < limit) {
    if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error(`the API server did not start:\n${lastLines(folder)}`);
    if (await isReady(config)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the API server is not ready after ${START_MS / 1000} s:\n${lastLines(folder)}`);
}

function lastLines(folder: string): string {
  return readFileSync(join(folder, 'log.txt'), 'utf8').split('\n').slice(-20).join('\n');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}

/** Free at this moment: nobody else asks for ports between here and the start. */
async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
