/** The policies in the files that a configuration names. */
import type { OwnSources } from '../../config/own-rules.ts';
import { fitsGlob } from '../../globs/fits-glob.ts';
import { isWildcard } from '../../globs/wildcards.ts';
import { groupOf, knownText } from '../../kubernetes/identity.ts';
import { SourceFile } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { readPolicy, type AdmissionPolicy } from './policy.ts';

const GROUP = 'admissionregistration.k8s.io';

export interface PlacedPolicy {
  readonly policy: AdmissionPolicy;
  /** All that decides what it says. */
  readonly text: string;
}

/** What is not there, no YAML or no expression is reported. */
export function readPolicies({ admissionPolicies, readFile, reading }: Pick<OwnSources, 'admissionPolicies' | 'readFile' | 'reading'>, files: readonly string[]): PlacedPolicy[] {
  const named = new Set<SourceFile>();
  for (const { value, at } of admissionPolicies) {
    const paths = isWildcard(value) ? files.filter((path) => fitsGlob(value, path, { separator: '/' })) : [value];
    if (paths.length === 0) reading.report(at, `there is no file that ${JSON.stringify(value)} names`);
    for (const path of paths) {
      const file = readFile(path);
      if (file === undefined || 'why' in file) reading.report(at, file === undefined ? `there is no file ${JSON.stringify(path)}` : `the file ${JSON.stringify(path)} ${file.why}`);
      else named.add(file);
    }
  }
  const roots = [...named].flatMap((file) => rootsOf(file, reading));
  const bindings = roots.filter((root) => isOf(root, 'ValidatingAdmissionPolicyBinding'));
  const policies = roots.filter((root) => isOf(root, 'ValidatingAdmissionPolicy'));
  const [first] = admissionPolicies;
  if (first && policies.length === 0 && reading.problems.length === 0) reading.report(first.at, 'the files hold no ValidatingAdmissionPolicy');
  const text = [...named].map((file) => file.text).join('\n');
  return policies.flatMap((root) => policyOf(root, bindings, reading).map((policy) => ({ policy, text })));
}

function policyOf(root: Node, bindings: readonly Node[], reading: OwnSources['reading']): AdmissionPolicy[] {
  const { policy, mistakes } = readPolicy(root, bindings);
  for (const { at, mistake } of mistakes) reading.report(at.at, `this is no expression in CEL: ${mistake.message}`);
  if (!policy) return [];
  if (/^[a-z0-9][a-z0-9.-]*$/.test(policy.name)) return [policy];
  reading.report(root.get('metadata', 'name').at, 'the policy has no name that an API server takes');
  return [];
}

function rootsOf(file: SourceFile, reading: OwnSources['reading']): Node[] {
  return parseYaml(file).documents.flatMap(({ root, problems }) => {
    const [problem] = problems;
    if (problem) reading.report({ file, range: problem.range }, problem.message);
    return root && !problem ? [Node.root(root)] : [];
  });
}

function isOf(root: Node, kind: string): boolean {
  return knownText(root.get('kind')) === kind && groupOf(knownText(root.get('apiVersion')) ?? '') === GROUP;
}
