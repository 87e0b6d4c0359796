/**
 * The laws of fixes, on every case that is repaired, written in other styles: an applied fix makes its finding disappear, what all fixes make
 * of the files offers no fix any more, so that fixing twice changes nothing more whichever edits a fix is made of, comments stay, and it is the same data that the case itself ends with.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import type { Finding } from '../../src/finding.ts';
import { filesOf, fixAll, lineOf, lintFiles, ruleCases } from '../cases.ts';
import { commentsOf } from './oracle.ts';
import { STYLES, type Style } from './styles.ts';

const count = { rules: 0, texts: 0, fixes: 0 };
const rules = [...new Set(ruleCases().filter(({ folder }) => existsSync(join(folder, 'fixed'))).map(({ rule }) => rule))];

describe('fixes in every style', () => {
  it.each(rules)('%s', { timeout: 120_000 }, async (rule) => {
    const cases = ruleCases().filter((one) => one.rule === rule && existsSync(join(one.folder, 'fixed')));
    for (const [index, { folder }] of cases.entries()) {
      for (const style of stylesFor(index)) await hold(folder, style);
    }
    count.rules += 1;
  });
});

/** Two of the styles for each case, so that all of them come by for a rule. */
function stylesFor(index: number): Style[] {
  return STYLES.filter((_, at) => at % 5 === index % 5);
}

async function hold(folder: string, style: Style): Promise<void> {
  const files = restyled(folder, style);
  if (!files) return;
  const shown = `${folder}, ${style.name}`;
  const { report } = await lintFiles(files);
  expect(report.crashes, shown).toEqual([]);
  for (const finding of report.findings) if (finding.fix) await disappears(files, finding, shown);
  const changed = await fixAll(files);
  count.texts += Object.keys(changed).length;
  const after = await lintFiles({ ...files, ...changed });
  expect(after.report.findings.filter(({ fix }) => fix).map(lineOf), shown).toEqual([]);
  expect(after.report.crashes, shown).toEqual([]);
  for (const [path, text] of Object.entries(changed)) {
    const before = commentsOf(files[path] ?? '').filter((comment) => !comment.includes('mllint-'));
    const missing = before.filter((comment) => !commentsOf(text).includes(comment));
    if (!text.includes('{{')) expect(missing, `${shown}: comments of ${path}`).toEqual([]);
    if (!/(?:^|[^\r])\n/.test(files[path] ?? '\n')) expect(/(?:^|[^\r])\n/.test(text), `${shown}: line ends of ${path}`).toBe(false);
  }
}

/** One fix by itself: its finding is gone, told by what it is about. */
async function disappears(files: Readonly<Record<string, string>>, finding: Finding, shown: string): Promise<void> {
  const { texts, applied } = applyFixes(finding.fix ? [finding.fix] : []);
  expect(applied.length, shown).toBe(1);
  count.fixes += 1;
  const { report } = await lintFiles({ ...files, ...Object.fromEntries(texts) });
  const left = report.findings.filter((other) => other.fingerprint === finding.fingerprint && other.message === finding.message);
  expect(left.map(lineOf), `${shown}: ${lineOf(finding)}`).toEqual([]);
}

function restyled(folder: string, { write }: Style): Record<string, string> | undefined {
  let isChanged = false;
  const files = Object.entries(filesOf(folder)).map(([path, bytes]) => {
    const text = new TextDecoder().decode(bytes);
    const other = /\.ya?ml$/.test(path) && !path.includes('/templates/') && path !== 'mllint.yaml' ? write(text) : undefined;
    if (other !== undefined && other !== text) isChanged = true;
    return [path, other ?? text] as const;
  });
  return isChanged ? Object.fromEntries(files) : undefined;
}

afterAll(() => {
  process.stdout.write(`${count.fixes} fixes alone, ${count.texts} texts repaired in ${STYLES.length} styles\n`);
  if (count.rules === rules.length) expect(count.fixes).toBeGreaterThan(300);
});
