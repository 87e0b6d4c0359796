/** What a new rule starts from: one file, one page, one folder of cases. */

const subjectOfGroup: Readonly<Record<string, string>> = {
  argocd: 'application',
  helm: 'chart',
  kustomize: 'kustomization',
  model: 'model',
  parity: 'repository',
  promotion: 'change',
  repository: 'repository',
  values: 'values',
};

/** The files of a new rule by path, or what is wrong with its id. */
export function scaffoldRule(id: string): ReadonlyMap<string, string> | { problem: string } {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || id.startsWith('shared/')) {
    return { problem: `"${id}" is no rule id; it is <group>/<what-holds>, such as istio/weights-sum` };
  }
  const cases = `fixtures/rules/${id}`;
  return new Map([
    [`rules/${id}.ts`, ruleText(id)],
    [`rules/${id}.md`, pageText(id)],
    [`${cases}/ok-example/example.yaml`, '# What the rule must stay silent about.\n'],
    [`${cases}/bad-example/example.yaml`, '# What the rule must find.\n'],
    [`${cases}/bad-example/expected.txt`, `example.yaml:1:1 error ${id} message\n`],
  ]);
}

function ruleText(id: string): string {
  const subject = subjectOfGroup[id.split('/')[0] ?? ''] ?? 'manifest';
  const kinds = subject === 'manifest' ? "\n  kinds: ['Kind.group.example.org']," : '';
  return `import { defineRule } from '#rule';

export default defineRule({
  id: '${id}',
  on: '${subject}',${kinds}
  title: 'What holds, as a sentence',
  why: 'What goes wrong otherwise.',
  severity: 'error',

  *check() {
    // Takes its subject and its options; yields { at, message } with one lower-case clause that names the value and what is allowed.
  },
});
`;
}

function pageText(id: string): string {
  return `# ${id}

What holds, as a sentence.

## Why

What goes wrong otherwise.

## Examples

\`\`\`yaml bad file=example.yaml
\`\`\`

\`\`\`yaml good file=example.yaml
\`\`\`

## What it does not report

`;
}
