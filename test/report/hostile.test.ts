/** Nothing that a repository says reaches a terminal, a log or a program as anything but text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, ReportedDifference } from '../../src/finding.ts';
import { SourceFile, type Location } from '../../src/source.ts';
import { checkstyle } from '../../src/report/checkstyle.ts';
import { compact } from '../../src/report/compact.ts';
import { visible, wellFormed } from '../../src/report/escape.ts';
import { differenceJson, differenceMarkdown, differenceText } from '../../src/report/difference.ts';
import { github } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { pretty } from '../../src/report/pretty.ts';
import { sarif } from '../../src/report/sarif.ts';
import { checkstyleErrors, gitlabErrors, junitErrors, markdownErrors } from './channel-shapes.ts';
import { findingOf, reportOf } from './reports.ts';
import { ownErrors, sarifErrors, schemaErrors } from './schemas.ts';
import { all, readXml } from './xml-tree.ts';

const plainOptions = { color: false, width: 80 };
const colors = /\u001B\[(?:0|1|2|32|36|1;31|1;33|1;34)m/g;
/** What no output may hold, written another way than in the code that is tested. */
const forbidden = /[\0-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]|[\u{E0000}-\u{E0FFF}]|\p{Cs}/u;

const evil = fc.oneof(
  fc.constantFrom(
    '::error::x', '\n::add-mask::x', '\r::stop-commands::y', '##[add-mask]', '##vso[task.complete]', '\u001B[31m', '\u001B]8;;http://x\u0007', '\u009B2J',
    '\u202E', '\u2066', '\u200B', '\u2028', '\u0085', '\uD800', '\uDC00', '\uFEFF', '\u{E0041}', '%0A', '](http://x)', '[', ']', '\\', '\t', '模', 'e\u0301', '#', ':', ',',
    '\uFFFE', '\uFFFF', '<', '>', '&', '&amp;', '&#0;', ']]>', '<!--', '--', '-->', '"', "'", '<script>', '`', '``', '```', ' ', '|', '@org/team', '#1', '![x](http://x)', '<details>', 'https://x.org',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 8 }),
);
const text = fc.array(evil, { maxLength: 6 }).map((parts) => parts.join(''));

const location: fc.Arbitrary<Location> = fc
  .record({ path: text, content: fc.array(text, { maxLength: 6 }).map((lines) => lines.join('\n')), start: fc.nat(80), length: fc.nat(80) })
  .map(({ path, content, start, length }) => ({ file: new SourceFile(`${path}x`, content), range: { start, end: start + length } }));
const inArchive = fc.tuple(location, location).map(([outer, inner]): Location => {
  return { file: new SourceFile(inner.file.path, inner.file.text, { shownAt: outer }), range: inner.range };
});

const report: fc.Arbitrary<Report> = fc
  .record({ at: fc.oneof(location, inArchive), message: text, name: text, rule: text, title: text, edit: text, stack: text, severity: fc.constantFrom('error', 'warning', 'info') })
  .map(({ at, message, name, rule, title, edit, stack, severity }) => {
    const finding = findingOf(at, {
      rule,
      severity,
      message,
      related: [{ at, message: title }],
      environments: [name],
      applications: [name],
      models: [name],
      resources: [{ apiVersion: name, kind: name, name }],
      fix: { title, safety: 'safe', edits: [{ file: at.file, range: { start: 0, end: 0 }, text: edit }] },
      fingerprint: message,
    });
    return reportOf({
      environments: [{ name, stage: 0, models: [{ name, uri: message }] }],
      findings: [finding],
      suppressed: [{ finding, reason: message, by: 'exception', owner: name, until: name }],
      changes: [{ model: name, environment: title, kind: 'promotion', from: message, to: edit, gates: [{ rule, isOpen: false, opensAt: name, evidence: message }] }],
      difference: differenceOf([name, title], { at, message, name, title, text: `${message}\n${edit}` }),
      unverified: [{ at, what: message, why: name, needs: title }],
      crashes: [{ rule, subject: name, stack }],
      notes: [message],
    });
  });

function differenceOf(environments: readonly string[], { at, message, name, title, text }: { readonly at: Location; readonly message: string; readonly name: string; readonly title: string; readonly text: string }): ReportedDifference {
  const document = {
    change: 'changed' as const, kind: name, namespace: message, name, places: [{ at, isBefore: true }], linesLeft: 1, valuesLeft: 1,
    lines: [{ sign: '-' as const, text: message }, { sign: '+' as const, text }, { sign: ' ' as const, text: '```' }, { sign: ' ' as const, text: title }], values: [{ path: name, before: message, after: text }],
  };
  return { environments: environments.map((environment) => ({ environment, isPartial: true, documents: [document], documentsLeft: 1 })), sections: [{ environments, hasPlaceholder: true, documents: [document] }] };
}

describe('pretty', () => {
  it('holds no control characters but its own colours and line ends, and no command', () => {
    fc.assert(
      fc.property(report, fc.integer({ min: 0, max: 120 }), (value, width) => {
        const plain = pretty(value, { color: false, width });
        expect(plain).not.toMatch(forbidden);
        expect(plain).not.toMatch(/^\s*::|##\w*\[/m);
        expect(pretty(value, { color: true, width }).replaceAll(colors, '')).toBe(plain);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same text with and without colours where a finding says nothing', () => {
    const at = { file: new SourceFile('x', ''), range: { start: 0, end: 0 } };
    const silent = reportOf({ findings: [findingOf(at, { rule: ' ', message: '' })] });
    const plain = pretty(silent, plainOptions);
    expect(plain.split('\n')[0]).toBe('x:1:1 error');
    expect(pretty(silent, { color: true, width: 80 }).replaceAll(colors, '')).toBe(plain);
  });
});

describe('github', () => {
  it('is one command a line', () => {
    const command = /^::(?:error|warning|notice) (?:[A-Za-z]+=[^,:\r\n]*)(?:,[A-Za-z]+=[^,:\r\n]*)*::[^\r\n]*$/;
    fc.assert(
      fc.property(report, (value) => {
        const output = github(value, plainOptions);
        expect(output).not.toMatch(forbidden);
        expect(output).not.toMatch(/##\w*\[/);
        const lines = output.split('\n');
        expect(lines.pop()).toBe('');
        expect(lines).toHaveLength(3);
        for (const line of lines) expect(line).toMatch(command);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('json', () => {
  it('reads back equal, as its schema says, and hides nothing', () => {
    fc.assert(
      fc.property(report, (value) => {
        const output = json(value);
        const read = JSON.parse(output);
        expect(output).not.toMatch(forbidden);
        expect(output).not.toMatch(/##\w*\[/);
        expect(ownErrors(read)).toEqual([]);
        expect(read.findings.map(({ message }: { message: string }) => message)).toEqual(value.findings.map(({ message }) => wellFormed(message)));
        expect(read.unverified.map(({ needs }: { needs: string }) => needs)).toEqual(value.unverified.map(({ needs }) => wellFormed(needs)));
        expect(read.notes).toEqual(value.notes.map(wellFormed));
        expect(read.findings[0].fix.edits[0].text).toBe(wellFormed(value.findings[0]?.fix?.edits[0]?.text ?? '-'));
      }),
      { numRuns: 500 },
    );
  });
});

describe('sarif', () => {
  it('stays SARIF, and paths stay paths', () => {
    fc.assert(
      fc.property(report, (value) => {
        const output = sarif(value, plainOptions);
        expect(output).not.toMatch(forbidden);
        const read = JSON.parse(output);
        expect(sarifErrors(read)).toEqual([]);
        const [result] = read.runs[0].results;
        const { file } = value.findings[0]?.at ?? {};
        const shownPath = (file?.shownAt?.file ?? file)?.path ?? '';
        const { uri } = result.locations[0].physicalLocation.artifactLocation;
        expect(decodeURIComponent(uri)).toBe(wellFormed(shownPath));
        expect(uri).toMatch(/^[A-Za-z0-9%/._!~*'()-]+$/);
        expect(result.message.text.replace(/\nSee: \[[^[\]]*\]\(1\)$/, '')).not.toContain('](');
      }),
      { numRuns: 300 },
    );
  });
});

describe('junit and checkstyle', () => {
  it('stay XML of their shape, and texts stay texts', () => {
    fc.assert(
      fc.property(report, (value) => {
        const [tests, errors] = [junit(value, plainOptions), checkstyle(value, plainOptions)];
        for (const output of [tests, errors]) {
          expect(output).not.toMatch(forbidden);
          expect(output).not.toMatch(/^\s*::|##\w*\[/m);
        }
        expect(junitErrors(tests)).toEqual([]);
        expect(checkstyleErrors(errors)).toEqual([]);
        const [finding] = value.findings;
        const text = visible(finding?.message ?? '').trim();
        const failure = finding?.severity === 'info' ? 'system-out' : 'failure';
        const said = all(readXml(tests), failure).at(-1);
        expect(`${said?.attributes.message ?? ''}${said?.text ?? ''}`).toContain(text);
        expect(all(readXml(errors), 'error')[1]?.attributes.message).toContain(text);
        expect(all(readXml(tests), 'skipped')).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
  });
});

describe('gitlab', () => {
  it('is what GitLab takes, and paths stay paths', () => {
    fc.assert(
      fc.property(report, (value) => {
        const output = gitlab(value, plainOptions);
        expect(output).not.toMatch(forbidden);
        expect(gitlabErrors(output)).toEqual([]);
        const { file } = value.findings[0]?.at ?? {};
        const paths = JSON.parse(output).map(({ location: { path } }: { location: { path: string } }) => path);
        expect(paths).toEqual(['mllint.yaml', ...Array.from({ length: 3 }, () => wellFormed((file?.shownAt?.file ?? file)?.path ?? '')), 'mllint.yaml']);
      }),
      { numRuns: 300 },
    );
  });
});

describe('markdown', () => {
  it('holds what a repository says in code spans only', () => {
    fc.assert(
      fc.property(report, (value) => {
        const output = markdown(value, plainOptions);
        expect(output).not.toMatch(forbidden);
        expect(output).not.toMatch(/##\w*\[/);
        expect(markdownErrors(output)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a difference', () => {
  it('holds what a repository says in code only, and nothing hidden', () => {
    fc.assert(
      fc.property(report, (value) => {
        if (!value.difference) throw new Error('there is one');
        const texts = [differenceMarkdown(value.difference, plainOptions), differenceText(value.difference, (_style, part) => part), differenceJson(value.difference, value)];
        for (const output of texts) {
          expect(output).not.toMatch(forbidden);
          expect(output).not.toMatch(/^\s*::|##\w*\[/m);
        }
        expect(markdownErrors((texts[0] ?? '').replace('### mllint diff', '### mllint').replace(/^\d+ manifests differ in \d+ environments?$/m, ''))).toEqual([]);
        expect(schemaErrors('diff', JSON.parse(texts[2] ?? ''))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('compact', () => {
  it('is one line for each thing that is said', () => {
    fc.assert(
      fc.property(report, (value) => {
        const output = compact(value);
        expect(output).not.toMatch(forbidden);
        expect(output).not.toMatch(/^\s*::|##\w*\[/m);
        const [finding, unverified, crash, note, summary, ...rest] = output.split('\n');
        expect(finding).toMatch(/:\d+:\d+: (?:error|warning|info) /);
        expect(unverified).toMatch(/:\d+:\d+: unverified /);
        expect([crash?.slice(0, 15), note?.slice(0, 14), summary?.slice(0, 8), rest]).toEqual(['mllint: crash: ', 'mllint: note: ', 'mllint: ', ['']]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('visible', () => {
  it.each([
    ['plain – text, 模型 🚀 ⚠️ é', 'plain – text, 模型 🚀 ⚠️ é'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\u001B[31m\u202E', '<U+001B>[31m<U+202E>'],
    ['\uD83D x \uDE80', '<U+D83D> x <U+DE80>'],
    ['##[add-mask]x [y] # [z]', '##<U+005B>add-mask]x [y] # [z]'],
    ['##vso[task.complete]', '##vso<U+005B>task.complete]'],
    ['\u{E0041}', '<U+E0041>'],
  ])('makes of %j %j', (raw, shown) => {
    expect(visible(raw)).toBe(shown);
  });
});
