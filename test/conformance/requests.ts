/** What is asked of the API server: texts as they are, since a typed client leaves out the very fields that strict validation is about. */
import { request } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { RequestOptions } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly warnings: readonly string[];
}

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: string;
}

/** One request with the address, the certificate and the token of a configuration. */
export async function ask(config: KubeConfig, { method, path, contentType, body }: Asked): Promise<Answer> {
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('the configuration names no server');
  const options: RequestOptions = { method, headers: { accept: 'application/json', ...(contentType === undefined ? {} : { 'content-type': contentType }) } };
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server), options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), warnings: warningsOf(response.headers.warning) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** `299 - "text"`, one after the other. */
function warningsOf(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'));
}

export async function isReady(config: () => KubeConfig): Promise<boolean> {
  try {
    return (await ask(config(), { method: 'GET', path: '/readyz' })).status === 200;
  } catch {
    return false; // no certificate yet, or nobody listens
  }
}
