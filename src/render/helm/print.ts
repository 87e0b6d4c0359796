/** The output of `helm template`. Follows pkg/cmd/template.go and `renderResources` in pkg/action/action.go of helm/helm. */
import type { ChartResult } from './helm.ts';
import type { RenderedDocument } from './output/sort.ts';

export interface PrintOptions {
  readonly includesCrds?: boolean;
}

/** The same bytes as `helm template` writes. */
export function printHelmTemplate(result: ChartResult, { includesCrds = false }: PrintOptions = {}): string {
  const manifests = result.documents.filter(({ isHook }) => !isHook);
  const body = [...(includesCrds ? result.crds : []), ...manifests].map(printDocument).join('');
  return `${trimSpace(body)}\n${result.documents.filter(({ isHook }) => isHook).map(printDocument).join('')}`;
}

function printDocument({ source, text }: RenderedDocument): string {
  return `---\n# Source: ${source}\n${text.text}\n`;
}

function trimSpace(text: string): string {
  return text.replace(/^[\t\n\v\f\r \u0085\u00a0\u2028\u2029]+/, '').trimEnd();
}
