/** What is rendered otherwise than at the base, as text for a terminal, as Markdown, and for programs. */
import type { DifferenceLine, DifferencePlace, Report, ReportedDifference, ReportedDocument, ReportedSection } from '../finding.ts';
import type { Paint } from './ansi.ts';
import { jsonText, lineOf, visible } from './escape.ts';
import { inRepository, placeOf } from './place.ts';
import type { FormatOptions } from './format.ts';
import { codeBlock, codeSpan } from './markdown-text.ts';
import { plural } from './summary.ts';

/** More places than this are counted. */
const MAX_PLACES = 3;

/** Ends with a line that counts. */
export function differenceText({ environments, sections }: ReportedDifference, paint: Paint): string {
  const lines = [
    ...sections.flatMap((section) => [
      paint('path', `=== ${lineOf(titleOf(section), 500)}${placeholderText(section)}`),
      ...section.documents.flatMap((document) => ['', ...documentLines(document, paint)]),
      '',
    ]),
    ...gapsOf(environments).map(lineOfAll),
    summaryOf({ environments, sections }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function documentLines(document: ReportedDocument, paint: Paint): string[] {
  const style = (sign: DifferenceLine['sign']): Parameters<Paint>[0] => (sign === '-' ? 'error' : sign === '+' ? 'fix' : 'faint');
  return [
    paint('rule', lineOf(headOf(document), 500)),
    ...(document.places.length > 0 ? [`@ ${lineOf(placesText(document.places), 1000)}`] : []),
    ...document.lines.map((line) => paint(style(line.sign), lineText(line))),
    ...(document.linesLeft > 0 ? [`# ${plural(document.linesLeft, 'more line')} not shown`] : []),
  ];
}

/** A line of a log that starts with `::` is a command on GitHub, also behind spaces. */
function lineText({ sign, text }: DifferenceLine): string {
  return `${sign === ' ' && /^\s*::/.test(text) ? '|' : sign} ${visible(text)}`.trimEnd();
}

/** Lines of each document, and UTF-16 units of all. */
export interface MarkdownRoom {
  readonly linesOfEach: number;
  readonly all: number;
}

/** Blocks, one for each section, and what there is no room for. Text of the repository stands in code spans and fences only. */
export function differenceBlocks(difference: ReportedDifference, { linesOfEach, all }: MarkdownRoom, options: FormatOptions): string[] {
  const blocks: string[] = [];
  let [used, shown] = [0, 0];
  const total = difference.sections.reduce((count, { documents }) => count + documents.length, 0);
  for (const section of difference.sections) {
    const title = `**${section.environments.map((name) => (name === '' ? 'no environment' : codeSpan(name))).join(', ')}**${placeholderText(section)}`;
    const parts = section.documents.map((document) => documentBlock(document, linesOfEach, options));
    const end = parts.findIndex((part) => (used += part.length + 2) > all);
    const kept = end < 0 ? parts : parts.slice(0, end);
    shown += kept.length;
    if (kept.length > 0) blocks.push([title, ...kept].join('\n\n'));
    if (end >= 0) break;
  }
  const left = total - shown;
  return [...blocks, ...(left > 0 ? [`${plural(left, 'more difference')}, for which there is no room here; \`mllint diff\` shows them`] : []), ...gapsOf(difference.environments).map((gap) => gap.map((part) => (part.isName ? codeSpan(part.text) : part.text)).join(''))];
}

function documentBlock(document: ReportedDocument, most: number, options: FormatOptions): string {
  const lines = document.lines.slice(0, most).map(lineText);
  const left = document.lines.length - lines.length + document.linesLeft;
  const places = document.places.length > 0 ? `  \n${codeSpan(placesText(document.places, options))}` : '';
  return `${codeSpan(headOf(document))}${places}\n\n${codeBlock([...lines, ...(left > 0 ? [`# ${plural(left, 'more line')} not shown`] : [])].join('\n'), 'diff')}`;
}

export function differenceMarkdown(difference: ReportedDifference, options: FormatOptions): string {
  return `${['### mllint diff', summaryOf(difference), ...differenceBlocks(difference, { linesOfEach: 200, all: 60_000 }, options)].join('\n\n')}\n`;
}

/** For programs, environment by environment: schemas/diff.schema.json. Keys whose value is undefined are left out. */
export function differenceJson({ environments }: ReportedDifference, { unverified, notes }: Pick<Report, 'unverified' | 'notes'>): string {
  return jsonText({
    version: 1,
    environments: environments.map(({ environment, isPartial, documents, documentsLeft }) => ({
      name: environment === '' ? undefined : environment,
      partial: isPartial,
      manifests: documents.map(documentValue),
      omitted: documentsLeft > 0 ? documentsLeft : undefined,
    })),
    unverified: unverified.length,
    notes: notes.length > 0 ? notes : undefined,
  });
}

function documentValue({ change, apiVersion, kind, namespace, name, places, values, valuesLeft }: ReportedDocument): object {
  return {
    change, apiVersion, kind, namespace, name,
    places: places.map(({ at, isBefore }) => ({ file: placeOf(at).file, line: placeOf(at).line, base: isBefore ? true : undefined })),
    values: values.map(({ path, before, after }) => ({ path, before, after })),
    omitted: valuesLeft > 0 ? valuesLeft : undefined,
  };
}

function titleOf({ environments }: ReportedSection): string {
  return environments.map((name) => (name === '' ? 'no environment' : name)).join(', ');
}

function placeholderText({ hasPlaceholder }: ReportedSection): string {
  return hasPlaceholder ? ' ({env} stands for the name of the environment)' : '';
}

function headOf({ change, kind, namespace, name }: ReportedDocument): string {
  return `${change} ${kind} ${name === '' ? 'without a name' : name}${namespace === undefined ? '' : ` in ${namespace}`}`;
}

/** `environments/prod/values.yaml:4, …`; what is gone is found in the base. */
function placesText(places: readonly DifferencePlace[], options?: FormatOptions): string {
  const texts = places.slice(0, MAX_PLACES).map(({ at, isBefore }) => {
    const { file, line } = placeOf(at);
    return `${options ? inRepository(file, options) : file}:${line}${isBefore ? ' of the base' : ''}`;
  });
  return `${texts.join(', ')}${places.length > MAX_PLACES ? ` and ${places.length - MAX_PLACES} more` : ''}`;
}

interface Part {
  readonly text: string;
  /** It comes from the repository. */
  readonly isName: boolean;
}

/** Where more may differ than is said. */
function gapsOf(environments: ReportedDifference['environments']): Part[][] {
  return environments.flatMap(({ environment, isPartial, documentsLeft }) => {
    const name = { text: environment === '' ? 'no environment' : environment, isName: environment !== '' };
    return [
      ...(documentsLeft > 0 ? [[name, { text: `: ${plural(documentsLeft, 'more difference')} not shown`, isName: false }]] : []),
      ...(isPartial ? [[name, { text: ': not everything could be read or rendered, so that more may differ; mllint says what', isName: false }]] : []),
    ];
  });
}

function lineOfAll(parts: readonly Part[]): string {
  return `# ${parts.map(({ text }) => lineOf(text, 200)).join('')}`;
}

function summaryOf({ environments }: ReportedDifference): string {
  const counts = environments.map(({ documents, documentsLeft }) => documents.length + documentsLeft).filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'nothing is rendered otherwise than at the base';
  return `${plural(total, 'manifest')} ${total === 1 ? 'differs' : 'differ'} in ${plural(counts.length, 'environment')}`;
}
