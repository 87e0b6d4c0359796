/** The order of environments as one line of text: `dev, staging, prod-eu + prod-us`. */
import type { FoundEnvironment } from './survey.ts';

/** Each stage with its environments; the first one comes first. */
export type Stages = readonly (readonly string[])[];

/** Environments of one stage are regions; what has no place in the order is left out. */
export function stagesOf(environments: readonly FoundEnvironment[]): Stages {
  const placed = environments.filter(({ stage }) => stage !== undefined);
  const numbers = [...new Set(placed.map(({ stage = 0 }) => stage))].sort((a, b) => a - b);
  return numbers.map((number) => placed.filter(({ stage }) => stage === number).map(({ name }) => name));
}

export function stagesText(stages: Stages): string {
  return stages.map((names) => names.join(' + ')).join(', ');
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** What a person wrote, or why it cannot be taken (a clause). */
export function readStages(text: string): Stages | { readonly why: string } {
  const stages = text.split(',').map((stage) => stage.split('+').map((name) => name.trim()));
  const names = stages.flat();
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined) return { why: wrong === '' ? 'a name is missing; write dev, staging, prod, and regions of one stage as prod-eu + prod-us' : `${JSON.stringify(wrong)} is no name of an environment` };
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? stages : { why: `${twice} stands there twice` };
}
