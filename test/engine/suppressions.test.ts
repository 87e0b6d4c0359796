import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySuppressions } from '../../src/engine/suppressions.ts';
import type { Finding, Raised } from '../../src/finding.ts';
import { SourceFile, type Location } from '../../src/source.ts';
import { scanComments } from '../../src/yaml/comments.ts';
import { within } from '../within.ts';

const now = new Date('2026-06-15T12:00:00Z');
const rules = ['test/sum', 'test/other', 'promotion/order', 'mllint/suppression-unused'];
const policy = { now, rules: { known: new Set(rules), isLocked: (id: string) => id.startsWith('promotion/') }, ran: new Set(rules) };

/** Where a text stands first; its later ones by `after`. */
function place(file: SourceFile, text: string): Location {
  const start = file.text.indexOf(text);
  expect(start).toBeGreaterThanOrEqual(0);
  return { file, range: { start, end: start + text.length } };
}

function finding(at: Location, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'test/sum', severity: 'error', message: 'm', at, pieces: [], related: [], environments: [], applications: [], resources: [], models: [],
    fingerprint: 'f', ...more,
  };
}

function said({ rule, at, message }: Raised): string {
  const { line, column } = at.file.position(at.range.start);
  return `${line}:${column} ${rule.replace('mllint/suppression-', '')}: ${message}`;
}

/** The file after all fixes of the problems. */
function repaired(file: SourceFile, problems: readonly Raised[]): string {
  const edits = problems.flatMap(({ fix }) => fix?.edits ?? []).sort((a, b) => b.range.start - a.range.start);
  return edits.reduce((text, { range, text: by }) => text.slice(0, range.start) + by + text.slice(range.end), file.text);
}

function run(text: string, found?: string, more: Partial<Finding> & { path?: string } = {}) {
  const { path = 'a.yaml', ...rest } = more;
  const file = new SourceFile(path, text);
  const result = applySuppressions(found === undefined ? [] : [finding(place(file, found), rest)], [file], policy);
  return { ...result, said: result.problems.map(said), repaired: repaired(file, result.problems) };
}

describe('a comment suppresses', () => {
  it.each([
    ['at the end of the line', 'a: 1 # mllint-ignore test/sum -- why\n', 'a'],
    ['at the end of the file', 'a: 1 # mllint-ignore test/sum -- why', 'a'],
    ['without a blank after the #', 'a: 1 #mllint-ignore test/sum -- why', 'a'],
    ['with Windows line ends', 'a: 1\r\n# mllint-ignore test/sum -- why\r\nb: 2\r\n', 'b'],
    ['alone on the line above', '  # mllint-ignore test/sum -- why\na: 1\n', 'a'],
    ['stacked above', '# mllint-ignore test/sum -- why\n# mllint-snooze 2026-06-15 test/other -- why\na: 1\n', 'a'],
    ['behind another comment', 'a: 1 # one # mllint-ignore test/other -- x # mllint-ignore test/sum -- why\n', 'a'],
    ['until the end of the day', 'a: 1 # mllint-snooze 2026-06-15 test/sum -- why\n', 'a'],
    ['on any line of a range', 'a:\n  b: 1 # mllint-ignore test/sum -- why\n  c: 2\n', 'b: 1 # mllint-ignore test/sum -- why\n  c: 2'],
    ['at the header of block text', 'a: | # mllint-ignore test/sum -- why\n  one\n  two\n', 'two'],
    ['above block text', '# mllint-ignore test/sum -- why\na: >-\n  one\n  two\n', 'two'],
    ['behind a quoted text of several lines', 'a: "one\n  two" # mllint-ignore test/sum -- why\n', 'one'],
    ['in a flow mapping', 'a: {\n  b: 1, # mllint-ignore test/sum -- why\n}\n', 'b'],
    ['in a later document', 'x: 1\n---\na: 1 # mllint-ignore test/sum -- why\n', 'a: 1'],
    ['for its environment', 'a: 1 # mllint-ignore test/sum env=dev -- why\n', 'a'],
    ['for its model, named before the rule', 'a: 1 # mllint-ignore model=fraud test/sum -- why\n', 'a'],
  ])('%s', (_, text, found) => {
    const { kept, suppressed, said } = run(text, found, { environments: ['dev'], models: ['fraud'] });
    expect([kept, said.filter((line) => !line.includes('test/other'))]).toEqual([[], []]);
    expect(suppressed).toMatchObject([{ by: 'comment', reason: 'why' }]);
  });

  it('and says until when', () => {
    expect(run('a: 1 # mllint-snooze 2027-01-31 test/sum -- why', 'a').suppressed).toMatchObject([{ until: '2027-01-31' }]);
  });

  it.each([
    ['beside an action', 'spec:\n  {{- if .Values.x }}\n  a: {{ .Values.a | quote }} # mllint-ignore test/sum -- why\n  {{- end }}\n'],
    ['alone', '{{- if .Values.x }}\n# mllint-ignore test/sum -- why\na: {{ printf "}} # %s" .Values.a }}\n{{- end }}\n'],
    ['around actions of several lines', '{{- /* # mllint-ignore test/sum -- no\n}} */ -}}\na: {{ include "x" (dict\n  "b" `}}`\n) }} # mllint-ignore test/sum -- why\n'],
    ['behind an action that stands alone', 'a: 1\n{{ .Values.a }} # mllint-ignore test/sum -- why\n{{ if x }}\n'],
  ])('in a template, %s', (_, text) => {
    const found = text.includes('{{ .Values.a }} #') ? '{{ .Values.a }}' : text.includes(') }}') ? ') }}' : 'a: {{';
    const { kept, suppressed, said } = run(text, found, { path: 'charts/x/templates/a.yaml' });
    expect([kept, said, suppressed.map(({ reason }) => reason)]).toEqual([[], [], ['why']]);
  });
});

describe('a comment does not suppress', () => {
  it.each([
    ['another line', 'a: 1 # mllint-ignore test/sum -- why\nb: 2\n', 'b', '1:6 unused: this comment suppresses nothing: test/sum finds nothing on this line'],
    ['across an empty line', '# mllint-ignore test/sum -- why\n\nb: 2\n', 'b', '1:1 unused: this comment suppresses nothing: test/sum finds nothing on the line below'],
    ['another rule', 'a: 1 # mllint-ignore test/other -- why', 'a', '1:6 unused: this comment suppresses nothing: test/other finds nothing on this line'],
    ['another environment', 'a: 1 # mllint-ignore test/sum env=prod -- why', 'a', '1:6 unused: this comment suppresses nothing: test/sum finds nothing here in the environment "prod"'],
    ['another model', 'a: 1 # mllint-ignore test/sum model=churn -- why', 'a', '1:6 unused: this comment suppresses nothing: test/sum finds nothing here about the model "churn"'],
    ['after its date', 'a: 1 # mllint-snooze 2026-06-14 test/sum -- why', 'a', '1:6 expired: snoozed until 2026-06-14, which has passed'],
    ['without a rule', 'a: 1 # mllint-ignore -- why', 'a', '1:6 unused: this comment suppresses nothing: it names no rule'],
    ['with two rules', 'a: 1 # mllint-ignore test/sum test/other -- why', 'a', '1:6 unused: this comment suppresses nothing: "test/other" is one word too many; a comment names one rule'],
    ['with two environments', 'a: 1 # mllint-ignore test/sum env=dev env=prod -- why', 'a', '1:6 unused: this comment suppresses nothing: env= and model= stand once each'],
    ['without a date', 'a: 1 # mllint-snooze test/sum -- why', 'a', '1:6 unused: this comment suppresses nothing: "test/sum" is not a date such as 2027-01-31'],
    ['with an impossible date', 'a: 1 # mllint-snooze 2027-02-31 test/sum -- why', 'a', '1:6 unused: this comment suppresses nothing: "2027-02-31" is not a date such as 2027-01-31'],
    ['misspelt', 'a: 1 # mllint-ingore test/sum -- why', 'a', '1:6 unused: this comment suppresses nothing: "mllint-ingore" is not known; write mllint-ignore or mllint-snooze'],
    ['in the words of another tool', 'a: 1 # mllint-disable-line test/sum -- why', 'a', '1:6 unused: this comment suppresses nothing: "mllint-disable-line" is not known; write mllint-ignore or mllint-snooze'],
    ['a rule that is not known', 'a: 1 # mllint-ignore test/summ -- why', 'a', '1:6 unused: this comment suppresses nothing: "test/summ" is not a rule; did you mean "test/sum"?'],
  ])('%s', (_, text, found, message) => {
    const { kept, suppressed, said } = run(text, found, { environments: ['dev'], models: ['fraud'] });
    expect([kept.length, suppressed, said]).toEqual([1, [], [message]]);
  });

  it('a locked rule, nor what is said about comments', () => {
    expect(run('a: 1 # mllint-ignore promotion/order -- why', 'a', { rule: 'promotion/order' })).toMatchObject({
      kept: [{}], said: ['1:6 locked: promotion/order is locked: only an exception reaches it'],
    });
    expect(run('a: 1 # mllint-ignore mllint/suppression-unused -- why').said).toEqual(['1:6 locked: mllint/suppression-unused is locked: no comment reaches it']);
  });

  it.each([
    ['double quotes', 'a: "x # mllint-ignore test/sum -- why"\n'],
    ['single quotes', "a: 'x # mllint-ignore test/sum -- why'\n"],
    ['block text', 'a: |\n  x # mllint-ignore test/sum -- why\n  # mllint-ignore test/sum -- why\nb: 2\n'],
    ['a plain text', 'a: x# mllint-ignore test/sum -- why\n'],
    ['the text of a template', '{{ if x }}\na: "{{ x }} # mllint-ignore test/sum -- why"\nb: |\n  {{ y }}\n  # mllint-ignore test/sum -- why\n{{ end }}\n'],
    ['an action', '{{/* # mllint-ignore test/sum -- why */}}\na: {{ "x" }}{{ "# mllint-ignore test/sum -- why" }}\n'],
    ['prose', 'a: 1 # see mllint-exceptions.yaml and mllint-ignore\n'],
  ])('from within %s', (_, text) => {
    expect(run(text, 'a:')).toMatchObject({ kept: [{}], suppressed: [], said: [] });
  });
});

describe('a line that the value only passed through', () => {
  const template = (comment: string): SourceFile => new SourceFile('t.yaml', `a: {{ .Values.a }} # ${comment}\n`);
  const values = new SourceFile('values.yaml', 'a: 1\n');
  const passing = (comment: string) => {
    const file = template(comment);
    const at = place(values, '1');
    const piece = { at, verbatim: true, through: [place(file, '{{ .Values.a }}')], nearness: 2 };
    const result = applySuppressions([finding(at, { pieces: [piece], environments: ['dev'], models: ['fraud'] })], [values, file], policy);
    return { kept: result.kept.length, said: result.problems.map(said), fixes: result.problems.flatMap(({ fix }) => fix ?? []) };
  };

  it.each(['env=dev', 'model=fraud', 'env=dev model=fraud'])('counts with %s', (scope) => {
    expect(passing(`mllint-ignore test/sum ${scope} -- why`)).toMatchObject({ kept: 0, said: [] });
  });

  it('does not count without', () => {
    const message = '1:20 unused: this comment suppresses nothing: what test/sum finds only passes through this line; add env=<name> or model=<name>';
    expect(passing('mllint-ignore test/sum -- why')).toEqual({ kept: 1, said: [message], fixes: [] });
  });

  it('does not count for another environment of the same model', () => {
    expect(passing('mllint-ignore test/sum env=prod model=fraud -- why').kept).toBe(1);
  });

  it('is not meant where the value has a part of its own there', () => {
    const file = new SourceFile('t.yaml', 'a: s3://{{ .Values.a }} # mllint-ignore test/sum -- why\n');
    const pieces = [place(file, 's3://'), place(values, '1')].map((at) => ({ at, verbatim: true, through: [], nearness: 0 }));
    expect(applySuppressions([finding(place(values, '1'), { pieces })], [file, values], policy).kept).toEqual([]);
  });

  it('in an archive is none: the line that names the archive counts', () => {
    const chart = new SourceFile('Chart.yaml', 'dependencies:\n  - name: x # mllint-ignore test/sum -- why\n');
    const inside = new SourceFile('Chart.yaml', 'a: 1\n', { shownAt: place(chart, 'name: x') });
    expect(applySuppressions([finding(place(inside, 'a'))], [chart], policy).kept).toEqual([]);
  });
});

describe('a comment', () => {
  it('needs a reason, and counts without', () => {
    for (const comment of ['mllint-ignore test/sum', 'mllint-ignore test/sum --', 'mllint-snooze 2027-01-01 test/sum -- ']) {
      const { kept, suppressed, said } = run(`a: 1 # ${comment}`, 'a');
      expect([kept, suppressed.length, said]).toEqual([[], 1, ['1:6 reason: test/sum is suppressed without a reason; write it after " -- "']]);
    }
  });

  it('of a rule that did not run is not unused', () => {
    const file = new SourceFile('a.yaml', 'a: 1 # mllint-ignore test/sum -- why');
    expect(applySuppressions([], [file], { ...policy, ran: new Set() }).problems).toEqual([]);
  });

  it('in other files is none, unless something is found there', () => {
    const text = 'a # mllint-ignore test/sum -- why\n';
    expect(run(text, undefined, { path: 'README.md' }).said).toEqual([]);
    expect(applySuppressions([], [new SourceFile('README.md', text)], policy).problems).toEqual([]);
    expect(run(text, 'a', { path: 'CODEOWNERS' }).kept).toEqual([]);
  });
});

describe('the fix', () => {
  it.each([
    ['a: 1 # mllint-ignore test/sum -- why\nb: 2\n', 'a: 1\nb: 2\n'],
    ['a: 1\r\n  # mllint-ignore test/sum -- why\r\nb: 2\r\n', 'a: 1\r\nb: 2\r\n'],
    ['a: 1\n# mllint-snooze 2020-01-01 test/sum -- why', 'a: 1\n'],
    ['a: 1 # one # mllint-ignore test/sum -- why\n', 'a: 1 # one\n'],
    ['a: 1 # mllint-ignore test/sum -- why # mllint-ignore test/other -- why\n', 'a: 1\n'],
    ['a: 1 # mllint-ignore test/summ -- why\n', 'a: 1 # mllint-ignore test/sum -- why\n'],
  ])('of %j', (text, fixed) => {
    expect(run(text).repaired).toBe(fixed);
  });
});

describe('hostile texts', () => {
  const parts = ['a: ', '"', "'", '{{', '}}', '{{/*', '*/}}', '`', '\n', '\r\n', '  ', '- ', '# mllint-ignore ', '# mllint-snooze 2020-01-01 ', 'test/sum', ' -- why', '|\n', '---\n', '[', '}', '\u0002', '\u001f', '&a ', '*a', '%X\n'];

  it('never throw, and every fix stays inside its line', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (pieces) => {
      const file = new SourceFile('a.yaml', pieces.join(''));
      for (const { at, fix } of applySuppressions([], [file], policy).problems) {
        expect(file.text.slice(at.range.start, at.range.end)).toMatch(/^#\s*mllint-/);
        for (const { range } of fix?.edits ?? []) expect(file.text.slice(range.start, range.end).trimEnd()).not.toContain('\n');
      }
    }), { numRuns: 2000 });
  });

  it('are scanned in time', () => {
    within(5000, () => {
      scanComments(`${'['.repeat(20_000)} # x\n`);
      for (const text of [`{{ ${'"a" '.repeat(20_000)}`, '{{ ` '.repeat(5000), '{{/* '.repeat(5000), '# mllint-ignore '.repeat(5000)]) run(`a: 1 # mllint-ignore test/sum -- why\n${text}`);
    });
  });
});
