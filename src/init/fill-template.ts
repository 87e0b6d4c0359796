/** A template with what it is written for: where mllint comes from, and the folder that it lints. */
import { actionOf, packageOf, UNNAMED, type MllintSource } from './mllint-source.ts';

export interface Filling {
  readonly source: MllintSource;
  /** Where the root lies inside of the Git working tree: `''` for its top. */
  readonly prefix: string;
}

export function filled(template: string, { source, prefix }: Filling): string {
  const text = template.replaceAll(actionOf(UNNAMED), () => actionOf(source)).replaceAll(packageOf(UNNAMED), () => packageOf(source));
  if (prefix === '') return text;
  const root = JSON.stringify(prefix);
  return text
    .replaceAll(/^( *)MLLINT_ROOT: \.$/gm, (_, indent: string) => `${indent}MLLINT_ROOT: ${root}`)
    .replaceAll(/^( *)- uses: \S+\/mllint@.*$/gm, (line, indent: string) => `${line}\n${indent}  with:\n${indent}    root: ${root}`);
}
