/** Which files `mllint init` would write, and which it leaves. Nothing that is there is replaced. */
import type { SourceFile } from '../source.ts';
import { PRE_COMMIT_FILE, hookText, withHook } from './pre-commit.ts';
import type { MllintSource } from './mllint-source.ts';
import { filled } from './fill-template.ts';
import { TEMPLATES } from './templates.ts';

/** Of the system that runs the checks. */
export type Forge = 'github' | 'gitlab';

/** What a person wants beside `mllint.yaml`. */
export interface Offers {
  readonly forge?: Forge;
  readonly hasHook: boolean;
  readonly hasGate: boolean;
  readonly hasWorkflows: boolean;
}

export interface Planned {
  /** From the Git top level; mllint.yaml and its baseline stand at the root instead. */
  readonly path: string;
  readonly at: 'root' | 'top';
  /** The text that would stand there; absent where nothing is to be done. */
  readonly text?: string;
  /** What was there before, where an entry is added to it. */
  readonly before?: SourceFile;
  /** What was left, and why (a clause). */
  readonly left?: string;
}

/** What stands at a path from the Git top level: a text, something else (why it cannot be used), or nothing. */
export type LookAt = (path: string) => SourceFile | { readonly why: string } | undefined;

export interface Wanted {
  readonly configuration: string;
  readonly offers: Offers;
  readonly owners: readonly string[];
  readonly source: MllintSource;
  /** Where the root lies inside of the Git working tree: `''` for its top. */
  readonly prefix: string;
}

/** In the order in which they are named. */
export function planned({ configuration, offers, owners, source, prefix }: Wanted, lookAt: LookAt): Planned[] {
  const below = (path: string): string => (prefix === '' ? path : `${prefix}/${path}`);
  const isThere = lookAt(below('mllint.yaml')) !== undefined;
  const settings = { source, prefix };
  const files: Planned[] = [isThere ? { path: 'mllint.yaml', at: 'root', left: 'it is there already' } : { path: 'mllint.yaml', at: 'root', text: configuration }];
  if (owners.length > 0) files.push(codeOwners(owners, { prefix, forge: offers.forge, lookAt }));
  if (offers.hasHook) files.push(hook(settings, lookAt));
  if (offers.hasGate && offers.forge === 'gitlab') files.push(newFile('.gitlab-ci.yml', gitlabText(source, prefix), lookAt));
  if (offers.hasGate && offers.forge === 'github') files.push(fromTemplate('workflows/mllint.yml', settings, lookAt));
  if (offers.hasWorkflows) files.push(...AUTOMATION.map((path) => fromTemplate(path, settings, lookAt)));
  return files;
}

/** The automation of promotions; it is written for GitHub. */
const AUTOMATION = [
  'workflows/mllint-bump.yml', 'workflows/mllint-promote.yml', 'workflows/mllint-canary.yml', 'workflows/mllint-rollback.yml',
  'mllint/install.sh', 'mllint/try.sh', 'mllint/open-pull-request.sh', 'mllint/canary-verdict.sh',
];

/** What a person adds by hand, without the comment above it. */
function firstLines(text: string): string {
  return text.split('\n').filter((line) => !line.startsWith('#') && line.trim() !== '').map((line) => line.trim()).join(' ');
}

function newFile(path: string, text: string, lookAt: LookAt): Planned {
  const there = lookAt(path);
  if (there === undefined) return { path, at: 'top', text };
  return { path, at: 'top', left: 'why' in there || there.text.includes('mllint') ? 'it is there already' : `it is there already and does not name mllint; to be added: ${firstLines(text)}` };
}

function fromTemplate(path: string, settings: Pick<Wanted, 'source' | 'prefix'>, lookAt: LookAt): Planned {
  return newFile(`.github/${path}`, filled(TEMPLATES[path] ?? '', settings), lookAt);
}

function hook({ source, prefix }: Pick<Wanted, 'source' | 'prefix'>, lookAt: LookAt): Planned {
  const at = { path: PRE_COMMIT_FILE, at: 'top' } as const;
  const before = lookAt(PRE_COMMIT_FILE);
  if (before === undefined) return { ...at, text: hookText(source, prefix) };
  if ('why' in before) return { ...at, left: `it ${before.why}` };
  const added = withHook(before, source, prefix);
  if ('text' in added) return { ...at, text: added.text, before };
  return { ...at, left: 'why' in added ? `${added.why}; add the hook mllint of ${source.url} there` : 'it has the hook already' };
}

const CODE_OWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Who reviews what decides. */
function codeOwners(owners: readonly string[], { prefix, forge, lookAt }: { readonly prefix: string; readonly forge: Forge | undefined; readonly lookAt: LookAt }): Planned {
  const root = prefix === '' ? '/' : `/${prefix}/`;
  const path = forge === 'gitlab' ? '.gitlab/CODEOWNERS' : '.github/CODEOWNERS';
  const guarded = [`${root}mllint.yaml`, `${root}mllint-exceptions.yaml`, `${root}mllint-baseline.yaml`, forge === 'gitlab' ? '/.gitlab-ci.yml' : '/.github/', `/${path}`];
  const lines = guarded.map((pattern) => `${pattern} ${owners.join(' ')}`);
  const there = CODE_OWNERS.find((one) => lookAt(one) !== undefined);
  if (there !== undefined) return { path: there, at: 'top', left: `it is there already; it should say who reviews ${guarded.join(', ')}` };
  return { path, at: 'top', text: ['# Who reviews what decides which policy is in force; mllint explain promotion/reviewed.', ...lines, ''].join('\n') };
}

function gitlabText({ url, commit }: MllintSource, prefix: string): string {
  return [
    '# The merge gate: mllint lints what merging would give.',
    'include:',
    `  - remote: ${url}/-/raw/${commit}/templates/gitlab-ci.yml`,
    '    inputs:',
    `      source: git+${url}.git#${commit}`,
    ...(prefix === '' ? [] : [`      root: ${JSON.stringify(prefix)}`]),
    '',
  ].join('\n');
}
