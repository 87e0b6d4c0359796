/** Charts that show what single template expressions print, for our renderer and for the real one. */

/** One expression and what Helm makes of it. */
export interface FunctionCase {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
}

/** A template that prints each expression's output as JSON under its number. */
export function probeTemplate(templates: readonly string[]): string {
  return templates.map((template, index) => `{{- define "case${index}" }}${template}{{ end }}\ncase${index}: {{ include "case${index}" $ | toJson }}\n`).join('');
}

/** What each expression printed. */
export function probeOutputs(rendered: string): string[] {
  const outputs: string[] = [];
  for (const line of rendered.split('\n')) {
    const match = /^case([0-9]+): (".*")$/.exec(line);
    if (!match) continue;
    const decoded: unknown = JSON.parse(match[2] ?? '""');
    outputs[Number(match[1])] = String(decoded).replaceAll('<no value>', '');
  }
  return outputs;
}

/** The file of a chart that holds one expression. */
export const probeFile = 'templates/probe.yaml';
