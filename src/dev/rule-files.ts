/** Which rules there are, by their files: rules/<group>/<rule>.ts is the rule `<group>/<rule>`, and rules/<group>/<rule>.md its page. */
import { join } from 'node:path';
import { filesIn } from './write.ts';

const rulePath = /^(?!shared\/)([a-z0-9-]+\/[a-z0-9-]+)\.(ts|md)$/;

/** The ids of all rules, sorted. */
export function ruleIds(root: string): string[] {
  return idsOf(root, 'ts');
}

/** The ids of all rule pages, sorted; the conditions that stages raise have pages, too. */
export function pageIds(root: string): string[] {
  return idsOf(root, 'md');
}

function idsOf(root: string, extension: 'ts' | 'md'): string[] {
  return filesIn(join(root, 'rules'))
    .map((path) => rulePath.exec(path))
    .flatMap((match) => (match?.[2] === extension ? (match[1] ?? []) : []))
    .sort();
}
