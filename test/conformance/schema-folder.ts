/** Where schemas for kubeconform lie, and how it is told so. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { apiServerVersion } from './build-api-server.ts';

export function schemaFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mllint', `kubeconform-schemas-${apiServerVersion()}`);
}

/** Unknown fields refused, nothing from the network; a kind without a schema is an error. */
export function kubeconformArguments(): string[] {
  return ['-strict', '-schema-location', `${schemaFolder()}/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`];
}
