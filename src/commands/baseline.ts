/** `mllint baseline`: writes what is found now into mllint-baseline.yaml, so that only what comes new counts. */
import { lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASELINE_FILE } from '../config/baseline.ts';
import type { BaselineEntry } from '../config/config.ts';
import { mayHold } from '../engine/baseline.ts';
import type { Finding } from '../finding.ts';
import type { RunResult } from '../mllint.ts';
import { shown } from '../source.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { findRoot } from './path-arguments.ts';
import { placeText, runIn } from './workspace.ts';
import { scalarText } from './yaml-scalar.ts';

export async function baseline(args: Arguments, io: Io): Promise<number> {
  if (args.rules.length + args.environments.length > 0) throw new UsageError('mllint baseline takes all findings: neither --rule nor --env');
  const path = join(findRoot(args, io), BASELINE_FILE);
  const result = await runIn(args, io);
  const { report, isFailure } = result;
  if (isFailure) {
    for (const { at, message, rule } of report.findings.filter(({ rule: id }) => id === 'mllint/config')) io.err(`mllint: ${placeText(at)}: ${message} (${rule})\n`);
    for (const { rule } of report.crashes) io.err(`mllint: the rule ${rule} failed; nothing was written\n`);
    return EXIT.failure;
  }
  const entries = args.prunes ? keptEntries(result) : [...foundNow(result), ...notLookedFor(result)];
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === false) throw new UsageError(`${BASELINE_FILE} is no file of its own and is not written`);
  if (entries.length === 0 && !there) {
    io.out(`nothing to hold: ${BASELINE_FILE} is not written\n`);
    return EXIT.ok;
  }
  write(path, entries);
  io.out(`${summary(entries, result)}\n`);
  return EXIT.ok;
}

/** What is found, held before or not; what is locked is left to exceptions. */
function foundNow({ report, settings }: RunResult): BaselineEntry[] {
  const held = report.suppressed.filter(({ by }) => by === 'baseline').map(({ finding }) => finding);
  return [...held, ...report.findings].filter((finding) => mayHold(finding, settings)).map(entryOf);
}

/** Entries of rules that did not look at everything in this run may not be gone. */
function notLookedFor({ baseline: known, ran, report }: RunResult): BaselineEntry[] {
  const found = new Set([...report.findings, ...report.suppressed.map(({ finding }) => finding)].map(({ fingerprint }) => fingerprint));
  return known.filter(({ rule, fingerprint }) => !ran.has(rule) && !found.has(fingerprint));
}

/** Only what was held before and is not gone. */
function keptEntries(result: RunResult): BaselineEntry[] {
  const known = new Set(result.baseline.map(({ fingerprint }) => fingerprint));
  return [...foundNow(result).filter(({ fingerprint }) => known.has(fingerprint)), ...notLookedFor(result)];
}

function entryOf({ rule, at, message, fingerprint }: Finding): BaselineEntry {
  return { rule, file: shown(at).file.path, message, fingerprint };
}

/** In the order of files and rules, so that a change of the file shows what came and went. */
function write(path: string, entries: readonly BaselineEntry[]): void {
  const key = ({ file = '', rule, fingerprint }: BaselineEntry): string => `${file}\0${rule}\0${fingerprint}`;
  const ordered = [...new Map(entries.map((entry) => [key(entry), entry])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const lines = ordered.flatMap(({ rule, file, message, fingerprint }) => [
    `  - rule: ${scalarText(rule)}`,
    ...(file === undefined ? [] : [`    file: ${scalarText(file)}`]),
    ...(message === undefined ? [] : [`    message: ${scalarText(message)}`]),
    `    fingerprint: ${JSON.stringify(fingerprint)}`,
  ]);
  const head = '# Written by `mllint baseline`: these findings do not count. `mllint baseline --prune` takes out what is gone.\nversion: 1\n';
  writeFileSync(path, `${head}${lines.length === 0 ? 'findings: []' : `findings:\n${lines.join('\n')}`}\n`);
}

function summary(entries: readonly BaselineEntry[], { report, settings, baseline: known }: RunResult): string {
  const before = new Set(known.map(({ fingerprint }) => fingerprint));
  const now = new Set(entries.map(({ fingerprint }) => fingerprint));
  const added = [...now].filter((fingerprint) => !before.has(fingerprint)).length;
  const gone = [...before].filter((fingerprint) => !now.has(fingerprint)).length;
  const locked = report.findings.filter((finding) => !mayHold(finding, settings)).length;
  const left = locked > 0 ? `; ${locked} of locked rules still ${locked === 1 ? 'counts' : 'count'}` : '';
  return `${BASELINE_FILE} holds ${now.size} finding${now.size === 1 ? '' : 's'}: ${added} new, ${gone} gone${left}`;
}
