/** Git scenarios as data: a repository of commits with their files, times and ways of merging, built by `git fast-import`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { unchecked } from '../../src/unchecked.ts';
import { git } from '../hostile/repository.ts';
import { LAYOUTS, type Layout, type Serving } from './layouts.ts';

export const STYLES = ['merge', 'squash', 'rebase', 'fast-forward'] as const;
export type Style = (typeof STYLES)[number];

export interface Step {
  /** The branch; `main` without. A new one starts where main stands. */
  readonly on?: string;
  /** The branch at whose tip a new one starts, where that is not main. */
  readonly from?: string;
  /** Committer time. */
  readonly at: string;
  /** Author time, where it is another. */
  readonly authored?: string;
  /** What the environments serve from here on; `null` takes the model out of one. */
  readonly serve?: Readonly<Record<string, Serving | null>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  /** Folders that get another name. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Merges a branch into main, as the scenario's style says. */
  readonly merge?: string;
  /** The branch that it is merged into; `main` without. */
  readonly into?: string;
  /** The state of an earlier commit, by its number from 1. */
  readonly restore?: number;
}

export interface Scenario {
  /** The clock. */
  readonly now: string;
  readonly layout: keyof typeof LAYOUTS;
  /** mllint.yaml, in the first commit. */
  readonly config?: object;
  readonly commits: readonly Step[];
  /** The branch that is checked out and compared with main; without one main's history is all there is. */
  readonly change?: string;
  /** The branch that the change is compared with, or whose history is shown; `main` without. */
  readonly base?: string;
  /** The ways of merging that it is run with; only merge commits without. */
  readonly styles?: readonly Style[];
}

export function readScenario(folder: string): Scenario {
  return unchecked<Scenario>(parse(readFileSync(join(folder, 'scenario.yaml'), 'utf8')));
}

type Tree = Map<string, string>;

interface Made {
  readonly mark: number;
  readonly tree: Tree;
  readonly parent?: Made;
  readonly step: Step;
  readonly number: number;
}

export interface Built {
  readonly folder: string;
  /** Names of commits in what is printed: `#3` for the third, `#3 merged` for its merge. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Builds the repository in a new folder and checks out the change. */
export function build({ layout, config, commits, change, base = 'main' }: Scenario, style: Style = 'merge'): Built {
  const building = new Building(LAYOUTS[layout]);
  for (const [index, step] of commits.entries()) {
    const extra = index === 0 && config ? { 'mllint.yaml': JSON.stringify(config) } : {};
    building.add({ ...step, files: { ...extra, ...step.files } }, index + 1, style);
  }
  return building.write(change ?? base);
}

class Building {
  readonly #layout: Layout;
  readonly #branches = new Map<string, Made>();
  readonly #states: Tree[] = [];
  readonly #stream: string[] = [];
  readonly #names: string[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  add(step: Step, number: number, style: Style): void {
    if (step.merge !== undefined) this.#merge(step, number, style);
    else this.#commit(step.on ?? 'main', { step, number, label: `#${number}` });
    this.#states.push(this.#branches.get(step.merge === undefined ? (step.on ?? 'main') : (step.into ?? 'main'))?.tree ?? new Map());
  }

  write(checkedOut: string): Built {
    const folder = mkdtempSync(join(tmpdir(), 'mllint-scenario-'));
    git(folder, 'init', '-q');
    const marks = join(folder, '.git', 'marks');
    const { status, stderr } = spawnSync('git', ['fast-import', '--quiet', `--export-marks=${marks}`], { cwd: folder, input: this.#stream.join(''), encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    git(folder, 'checkout', '-q', checkedOut);
    const labels = new Map(readFileSync(marks, 'utf8').split('\n').flatMap((line) => {
      const [mark = '', commit] = line.split(' ');
      return commit === undefined ? [] : [[commit.slice(0, 7), this.#names[Number(mark.slice(1)) - 1] ?? ''] as const];
    }));
    return { folder, labels };
  }

  #merge(step: Step, number: number, style: Style): void {
    const { into = 'main' } = step;
    const [main, branch] = [this.#branches.get(into), this.#branches.get(step.merge ?? '')];
    if (!main || !branch) throw new Error(`there is no branch ${step.merge ?? ''}`);
    const own = commitsSince(branch, main);
    if (style === 'fast-forward') {
      this.#branches.set(into, branch);
      this.#stream.push(`reset refs/heads/${into}\nfrom :${branch.mark}\n\n`);
      return;
    }
    if (style === 'rebase') {
      for (const made of own) this.#commit(into, { step: { ...made.step, authored: made.step.authored ?? made.step.at, at: step.at }, number: made.number, label: `#${made.number} rebased` });
      return;
    }
    const changed = own.reduce<Tree>((tree, made) => this.#treeAfter(tree, made.step), main.tree);
    this.#commit(into, { step, number, label: `#${number} ${style}`, tree: changed, ...(style === 'merge' ? { second: branch } : {}) });
  }

  #commit(branch: string, { step, number, label, tree, second }: { step: Step; number: number; label: string; tree?: Tree; second?: Made }): void {
    const parent = this.#branches.get(branch) ?? this.#branches.get(step.from ?? 'main');
    const after = tree ?? this.#treeAfter(parent?.tree ?? new Map<string, string>(), step, parent === undefined);
    const mark = this.#names.push(label);
    this.#branches.set(branch, { mark, tree: after, step, number, ...(parent ? { parent } : {}) });
    this.#stream.push(
      `commit refs/heads/${branch}\nmark :${mark}\nauthor a <a@example.org> ${seconds(step.authored ?? step.at)} +0000\n`,
      `committer c <c@example.org> ${seconds(step.at)} +0000\n${data(label)}${parent ? `from :${parent.mark}\n` : ''}${second ? `merge :${second.mark}\n` : ''}deleteall\n`,
      ...[...after].map(([path, text]) => `M 100644 inline ${quoted(path)}\n${data(text)}`), '\n',
    );
  }

  #treeAfter(before: Tree, step: Step, isFirst = false): Tree {
    let tree: Tree = new Map(step.restore === undefined ? before : this.#states[step.restore - 1]);
    if (isFirst) for (const [path, text] of Object.entries(this.#layout.fixed)) tree.set(path, text);
    this.#layout.serve(tree, step.serve ?? {});
    for (const [from, to] of Object.entries(step.rename ?? {})) tree = new Map([...tree].map(([path, text]) => [path.startsWith(`${from}/`) ? `${to}${path.slice(from.length)}` : path, text]));
    for (const path of step.remove ?? []) tree.delete(path);
    for (const [path, text] of Object.entries(step.files ?? {})) tree.set(path, text);
    return tree;
  }
}

function commitsSince(branch: Made, main: Made): Made[] {
  const known = new Set<number>();
  for (let made: Made | undefined = main; made; made = made.parent) known.add(made.mark);
  const own: Made[] = [];
  for (let made: Made | undefined = branch; made && !known.has(made.mark); made = made.parent) own.unshift(made);
  return own;
}

function seconds(time: string): number {
  return Math.floor(new Date(time).getTime() / 1000);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
