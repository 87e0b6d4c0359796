/** The examples of every rule's page are run: what a page calls bad is found by that rule, what it calls good is clean. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lineOf, lintFiles } from './cases.ts';
import { isChange, lintChange } from './history/lint-change.ts';

const root = fileURLToPath(new URL('../rules', import.meta.url));

interface Example {
  readonly heading: string;
  readonly outcome: 'bad' | 'good';
  readonly files: Readonly<Record<string, string>>;
}

describe.each(pages())('$id', ({ id, text }) => {
  const examples = examplesOf(text);

  it('has a bad and a good example', () => {
    expect(new Set(examples.map(({ outcome }) => outcome))).toEqual(new Set(['bad', 'good']));
  });

  it.each(examples)('$heading ($outcome)', async ({ outcome, files }) => {
    const { report } = isChange(files) ? await lintChange(files) : await lintFiles(files);
    const own = report.findings.filter(({ rule }) => rule === id);
    const others = report.findings.filter(({ rule }) => rule !== id && !id.startsWith('mllint/'));
    expect(own.length > 0, report.findings.map(lineOf).join('\n')).toBe(outcome === 'bad');
    expect(others.map(lineOf)).toEqual([]);
  });
});

function pages(): { id: string; text: string }[] {
  const groups = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
  return groups.flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => name.endsWith('.md'))
      .map((name) => ({ id: `${group}/${name.slice(0, -3)}`, text: readFileSync(join(root, group, name), 'utf8') })),
  );
}

/** Blocks up to the next heading that are bad, or good, are one repository. */
function examplesOf(text: string): Example[] {
  const examples: Example[] = [];
  for (const section of text.split(/^(?=#)/m)) {
    const heading = section.split('\n', 1)[0] ?? '';
    for (const outcome of ['bad', 'good'] as const) {
      const files: Record<string, string> = {};
      for (const [, path = '', body = ''] of section.matchAll(fence(outcome))) files[path] = body;
      if (Object.keys(files).length > 0) examples.push({ heading, outcome, files });
    }
  }
  return examples;
}

function fence(outcome: 'bad' | 'good'): RegExp {
  return outcome === 'bad' ? /^```\w+ bad file=(\S+)\n([\s\S]*?)^```$/gm : /^```\w+ good file=(\S+)\n([\s\S]*?)^```$/gm;
}
