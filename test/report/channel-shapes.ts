/** What the readers of each format take, as checks that name what is wrong. */
import { all, readXml, type XmlElement } from './xml-tree.ts';

const count = /^\d+$/;
const position = /^[1-9]\d*$/;

type Shape = Readonly<Record<string, { readonly attributes: Readonly<Record<string, RegExp>>; readonly optional?: Readonly<Record<string, RegExp>>; readonly children: readonly string[] }>>;

/** As Jenkins' and GitLab's readers of JUnit XML have it, without what depends on time and machine. */
const totals = { tests: count, failures: count, errors: count, skipped: count, time: /^0$/ };
const junitShape: Shape = {
  testsuites: { attributes: { name: /^mllint$/, ...totals }, children: ['testsuite'] },
  testsuite: { attributes: { name: /./s, ...totals }, children: ['testcase'] },
  testcase: { attributes: { classname: /./s, name: /./s, time: /^0$/ }, optional: { file: /./s, line: position }, children: ['failure', 'error', 'skipped', 'system-out'] },
  failure: { attributes: { type: /^(?:error|warning)$/, message: /./s }, children: [] },
  error: { attributes: { type: /^crash$/, message: /./s }, children: [] },
  skipped: { attributes: { message: /./s }, children: [] },
  'system-out': { attributes: {}, children: [] },
};

/** checkstyle-4.3: SeverityLevel, line and column from 1. */
const checkstyleShape: Shape = {
  checkstyle: { attributes: { version: /^4\.3$/ }, children: ['file'] },
  file: { attributes: { name: /./s }, children: ['error'] },
  error: { attributes: { line: position, column: position, severity: /^(?:error|warning|info)$/, message: /./s, source: /^/ }, children: [] },
};

export function junitErrors(document: string): string[] {
  const root = readXml(document);
  const suites = [root, ...all(root, 'testsuite')];
  return [...shapeErrors(root, junitShape), ...suites.flatMap(totalErrors), ...all(root, 'testsuite').flatMap(nameErrors)];
}

export function checkstyleErrors(document: string): string[] {
  return shapeErrors(readXml(document), checkstyleShape);
}

function shapeErrors(element: XmlElement, shape: Shape): string[] {
  const expected = shape[element.name];
  if (!expected) return [`${element.name} is unknown`];
  const { attributes, optional = {}, children } = expected;
  const given = element.attributes;
  return [
    ...Object.keys(attributes).filter((name) => !(name in given)).map((name) => `${element.name} lacks ${name}`),
    ...Object.entries(given).filter(([name, value]) => (attributes[name] ?? optional[name])?.test(value) !== true).map(([name, value]) => `${element.name} has ${name}=${JSON.stringify(value)}`),
    ...element.children.filter(({ name }) => !children.includes(name)).map(({ name }) => `${name} stands inside of ${element.name}`),
    ...element.children.flatMap((child) => shapeErrors(child, shape)),
  ];
}

function totalErrors(suite: XmlElement): string[] {
  const cases = all(suite, 'testcase');
  const with_ = (name: string): number => cases.filter(({ children }) => children.some((child) => child.name === name)).length;
  const real = { tests: cases.length, failures: with_('failure'), errors: with_('error'), skipped: with_('skipped') };
  return Object.entries(real).filter(([name, number]) => suite.attributes[name] !== `${number}`).map(([name, number]) => `${suite.name} says ${name}=${suite.attributes[name]}, not ${number}`);
}

function nameErrors(suite: XmlElement): string[] {
  const names = suite.children.map(({ attributes }) => attributes.name);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `two tests are named ${name}`);
}

/** The issues that GitLab takes: its schema for Code Quality reports, closed. */
export function gitlabErrors(document: string): string[] {
  const issues: unknown = JSON.parse(document);
  if (!Array.isArray(issues)) return ['not an array'];
  const fingerprints = issues.map(({ fingerprint }) => fingerprint);
  return [
    ...(new Set(fingerprints).size === fingerprints.length ? [] : ['two issues have the same fingerprint']),
    ...issues.flatMap((issue) => {
      const { description, check_name: check, fingerprint, severity, location } = issue;
      const rest = [Object.keys(issue).join(), Object.keys(location).join(), Object.keys(location.lines).join()].join(' ');
      return [
        ...(rest === 'description,check_name,fingerprint,severity,location path,lines begin' ? [] : [`keys ${rest}`]),
        ...([description, check, location.path].every((text) => typeof text === 'string' && text !== '') ? [] : ['an empty text']),
        ...(/^[0-9a-f]{32}$/.test(fingerprint) ? [] : [`fingerprint ${fingerprint}`]),
        ...(['info', 'minor', 'major', 'critical', 'blocker'].includes(severity) ? [] : [`severity ${severity}`]),
        ...(Number.isInteger(location.lines.begin) && location.lines.begin >= 1 ? [] : [`line ${location.lines.begin}`]),
      ];
    }),
  ];
}

/** What is left of Markdown without its code spans (CommonMark 6.1: a run of backticks is closed by the next of the same length). */
export function withoutCode(line: string): string {
  let rest = line;
  let left = '';
  for (let open = /`+/.exec(rest); open; open = /`+/.exec(rest)) {
    const behind = rest.slice(open.index + open[0].length);
    const close = Array.from(behind.matchAll(/`+/g)).find(([run]) => run === open[0]);
    if (!close) return `${left}${rest}`;
    left += `${rest.slice(0, open.index)}\u2026`;
    rest = behind.slice(close.index + close[0].length);
  }
  return left + rest;
}

/** Lines of a Markdown report, their code spans replaced by `…`; nothing else may stand in one. */
const markdownLines = [
  /^$/, /^### mllint$/, /^- \*\*(?:error|warning|info)\*\* … … {2}$/, /^ {2}…(?: {2})?$/, /^ {2}… – opens …$/, /^#### What moves$/, /^\| model \| environment \| version \| kind \| gates \|$/, /^\|(?:---\|){5}$/, /^\| … \| … \| … → … \| [a-z-]+ \| (?:none decides|open|\*\*\d+ of \d+ closed\*\*) \|$/, /^\| and \d+ more \|(?: \|){4}$/,
  /^- (?:open|\*\*closed\*\*) … … … {2}$/, /^- … \d+ findings?, (?:owner …|no owner), (?:until …|no end) {2}$/, /^\*\*(?:…|no environment)(?:, (?:…|no environment))*\*\*(?: \(\{env\} stands for the name of the environment\))?$/, /^… {2}$/, /^…$/,
  /^\d+ more differences?, for which there is no room here; … shows them$/, /^(?:…|no environment): (?:not everything could be read or rendered, so that more may differ; mllint says what|\d+ more differences? not shown)$/, /^ {2}fixable: … \((?:safe|to be reviewed)\)$/,
  /^- \*\*crash\*\* …$/, /^- …(?: …){0,2}$/, /^- and \d+ more, for which there is no room here$/, /^<details><summary>(?:(?:not verified|suppressed|notes|exceptions in force|not new: the base has it, too) \(\d+\)|what is rendered otherwise)<\/summary>$/, /^<\/details>$/,
  /^(?:no problems|[0-9a-z, ]+) in \d+ files?(?: \([0-9a-z, ]+(?: in …(?:, …)*)?\))?; [0-9a-z; ]+$/,
];

/** Without fenced code (CommonMark 4.5: closed by a run that is at least as long); a fence that is not closed stays. */
function withoutBlocks(lines: readonly string[]): string[] {
  const left: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^(`{3,})diff$/.exec(lines[at] ?? '')?.[1];
    const end = fence === undefined ? -1 : lines.findIndex((line, index) => index > at && /^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length);
    if (end < 0) left.push(lines[at] ?? '');
    else at = end;
  }
  return left;
}

export function markdownErrors(document: string): string[] {
  const lines = withoutBlocks(document.replace(/\n$/, '').split('\n')).map(withoutCode);
  return [
    ...lines.filter((line) => !markdownLines.some((pattern) => pattern.test(line))),
    ...(lines.filter((line) => line.startsWith('<details>')).length === lines.filter((line) => line === '</details>').length ? [] : ['a part is not closed']),
  ];
}
