/** A change as data, linted against the base that is its history. */
import { rmSync } from 'node:fs';
import { run, type RunResult } from '../../src/mllint.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { baseTip } from '../../src/snapshot/git-base.ts';
import { NOW } from '../cases.ts';
import { build, type Scenario, type Step } from './scenario.ts';

/** The tree of the last commit against `main`; commits are named by their numbers. */
export async function lintScenario(scenario: Scenario): Promise<RunResult> {
  const { folder, labels } = build(scenario);
  try {
    const snapshot = await diskSnapshot(folder, { useGit: true });
    const result = await run({ snapshot, base: baseTip(folder, scenario.base ?? 'main'), git: () => ({ remotes: [], prefix: '' }), now: new Date(scenario.now) });
    const named = (text: string): string => text.replaceAll(/\b[0-9a-f]{7}\b/g, (commit) => labels.get(commit) ?? commit);
    return { ...result, report: { ...result.report, findings: result.report.findings.map((finding) => ({ ...finding, message: named(finding.message) })) } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the stages of an example stand in time. */
const STAGES = [['before', '2026-11-01T10:00:00Z'], ['base', '2026-11-10T10:00:00Z'], ['head', '2026-11-22T10:00:00Z']] as const;

/** Whether files lie below `base/` and `head/`, the states before and after a change; `before/` is what was earlier. */
export function isChange(files: Readonly<Record<string, string>>): boolean {
  return Object.keys(files).some((path) => path.startsWith('head/'));
}

export async function lintChange(files: Readonly<Record<string, string>>): Promise<RunResult> {
  let last: readonly string[] = [];
  const commits = STAGES.flatMap(([stage, at]): Step[] => {
    const own = Object.entries(files).flatMap(([path, text]) => (path.startsWith(`${stage}/`) ? [[path.slice(stage.length + 1), text] as const] : []));
    if (own.length === 0) return [];
    const paths = own.map(([path]) => path);
    const remove = last.filter((path) => !paths.includes(path));
    last = paths;
    return [{ at, files: Object.fromEntries(own), remove, ...(stage === 'head' ? { on: 'head' } : {}) }];
  });
  return lintScenario({ now: NOW.toISOString(), layout: 'folders', commits, change: 'head' });
}
