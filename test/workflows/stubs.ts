/** What workflows talk to: a forge (`gh` records what it is asked), npm, and Prometheus. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { bin as program } from '../cli/script.ts';

export interface Stubs {
  readonly bin: string;
  /** The arguments of each call of `gh` and `npm`. */
  calls(): string[][];
  /** The body of the pull request that was opened. */
  body(): string | undefined;
}

/** `known` is what the forge says of pull requests from the branch. */
export function stubs(folder: string, known = ''): Stubs {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const calls = join(folder, 'calls.jsonl');
  const body = join(folder, 'body.md');
  const record = `node -e 'require("node:fs").appendFileSync(process.argv[1], JSON.stringify(process.argv.slice(2)) + "\\n")' '${calls}' "$(basename "$0")" "$@"`;
  const scripts: Readonly<Record<string, string>> = {
    npm: record,
    gh: `${record}\ncase "$1 $2" in\n  'pr list') printf '%s' '${known}' ;;\n  'pr create') while [ "$1" != --body-file ]; do shift; done; cp "$2" '${body}' ;;\nesac`,
    mllint: `exec '${process.execPath}' '${program}' "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return {
    bin,
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').map((line): string[] => JSON.parse(line)) : []),
    body: () => (existsSync(body) ? readFileSync(body, 'utf8') : undefined),
  };
}

/** What Prometheus says of one query: a number as it writes it, several series, an error, or nothing. */
export type Says = string | readonly string[] | { readonly status: number } | undefined;

export interface Prometheus {
  readonly url: string;
  readonly queries: readonly string[];
  close(): Promise<void>;
}

/** Answers by what a query is about. */
export async function prometheus(says: (query: string) => Says): Promise<Prometheus> {
  const queries: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const query = url.searchParams.get('query') ?? '';
    queries.push(query);
    const said = url.pathname === '/api/v1/query' ? says(query) : { status: 404 };
    if (typeof said === 'object' && 'status' in said) return response.writeHead(said.status).end('{"status":"error","errorType":"bad_data","error":"no"}');
    const values = said === undefined ? [] : typeof said === 'string' ? [said] : said;
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: values.map((one) => ({ metric: {}, value: [1_700_000_000, one] })) } }));
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, queries, close: () => new Promise((settle) => server.close(() => settle())) };
}
