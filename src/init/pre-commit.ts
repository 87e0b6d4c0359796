/** The hook in `.pre-commit-config.yaml`: a new file, or an entry more in the one that is there. */
import { applyFixes } from '../fix/apply.ts';
import type { SourceFile } from '../source.ts';
import { addItem } from '../yaml/edit.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { MllintSource } from './mllint-source.ts';

export const PRE_COMMIT_FILE = '.pre-commit-config.yaml';

/** `prefix` is where the root lies inside of the Git working tree. */
export function hookText({ url, commit }: MllintSource, prefix: string): string {
  return [
    '# Hooks of https://pre-commit.com; `pre-commit install` makes Git run them at every commit.',
    'repos:',
    `  - repo: ${url}`,
    `    rev: ${commit} # the commit of a release`,
    '    hooks:',
    '      - id: mllint',
    ...(prefix === '' ? [] : [`        args: ${JSON.stringify(hookArguments(prefix))}`]),
    '',
  ].join('\n');
}

function hookArguments(prefix: string): string[] {
  return ['--staged', '--root', prefix];
}

export type AddedHook = { readonly text: string } | { readonly isThere: true } | { readonly why: string };

/** The file with the hook, all else as it stands. */
export function withHook(file: SourceFile, { url, commit }: MllintSource, prefix: string): AddedHook {
  const [document, second] = parseYaml(file).documents.filter(({ root, problems }) => root || problems.length > 0);
  if (!document?.root || document.problems.length > 0 || second) return { why: 'it is not one document of YAML' };
  const repos = Node.root(document.root).get('repos');
  if (repos.kind !== 'sequence') return { why: 'it has no list `repos`' };
  const hooks = repos.items().flatMap((repo) => repo.get('hooks').items().map((hook) => hook.get('id')));
  if (hooks.some((id) => id.text === 'mllint')) return { isThere: true };
  const hook = prefix === '' ? { id: 'mllint' } : { id: 'mllint', args: hookArguments(prefix) };
  const edits = addItem(repos, { repo: url, rev: commit, hooks: [hook] });
  const text = edits && applyFixes([{ title: 'add the hook', safety: 'safe', edits }]).texts.get(file.path);
  return text === undefined ? { why: 'its list `repos` is written in a way that cannot be added to' } : { text };
}
