/** A finding as a SARIF result. */
import type { Finding, Fix, Related, Severity, TextEdit } from '../finding.ts';
import { addTo } from '../groups.ts';
import { shown, type Location, type SourceFile } from '../source.ts';
import { lineOf, uriOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { inRepository, placeOf, spanOf, type Place } from './place.ts';
import { messageLine } from './wording.ts';

export interface ResultOptions {
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly hashOf: (file: SourceFile, line: number) => string | undefined;
  readonly format: FormatOptions;
}

/** What relative paths are relative to. */
export const sourceRoot = '%SRCROOT%';

/** GitHub takes 1,000 locations of a result and shows 100. */
const maximalRelated = 100;
/** A related place is only shown by GitHub where the message links to it. */
const maximalLinks = 10;

export const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

export function resultOf(finding: Finding, { ruleIndex, hashOf, format }: ResultOptions): object {
  const { rule, severity, at, fix, fingerprint, isNew } = finding;
  const related = finding.related.slice(0, maximalRelated);
  const place = shown(at);
  return {
    ruleId: rule,
    ruleIndex: ruleIndex.get(rule),
    level: levels[severity],
    message: { text: messageOf(finding) },
    locations: [locationOf(at, format)],
    relatedLocations: related.length > 0 ? related.map((entry, index) => relatedLocation(entry, index + 1, format)) : undefined,
    partialFingerprints: {
      primaryLocationLineHash: hashOf(place.file, placeOf(place).line),
      'mllint/v1': fingerprint === '' ? undefined : fingerprint,
    },
    baselineState: isNew === undefined ? undefined : isNew ? 'new' : 'unchanged',
    fixes: fix && fix.edits.length > 0 ? [fixOf(fix, format)] : undefined,
    properties: propertiesOf(finding),
  };
}

export function locationOf(at: Location, format: FormatOptions): object {
  const place = placeOf(at);
  return { physicalLocation: { artifactLocation: artifactOf(place.file, format), region: regionOf(place) } };
}

function relatedLocation({ at, message }: Related, id: number, format: FormatOptions): object {
  return { id, ...locationOf(at, format), message: { text: plain(lineOf(message, 300)) || 'related' } };
}

function artifactOf(path: string, format: FormatOptions): object {
  return { uri: uriOf(inRepository(path, format)), uriBaseId: sourceRoot };
}

function regionOf({ line, column, endLine, endColumn }: Omit<Place, 'file'>): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** The message, where it applies, and links to the related places. */
function messageOf(finding: Finding): string {
  const links = finding.related.slice(0, maximalLinks).map((entry, index) => `[${linkText(entry)}](${index + 1})`);
  return `${plain(messageLine(finding))}${links.length > 0 ? `\nSee: ${links.join(', ')}` : ''}`;
}

/** Text that is no link: viewers make one of `[text](target)`. */
function plain(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A bracket would end the text of the link, and viewers differ in whether one can be escaped. */
function linkText({ message }: Related): string {
  const text = lineOf(message, 100).replaceAll('[', '(').replaceAll(']', ')').replaceAll('\\', '\\\\');
  return text || 'related';
}

function fixOf({ title, edits }: Fix, format: FormatOptions): object {
  const byFile = new Map<SourceFile, TextEdit[]>();
  for (const edit of edits) addTo(byFile, edit.file, edit);
  return {
    description: { text: plain(lineOf(title, 300)) || 'fix' },
    artifactChanges: [...byFile].map(([file, changes]) => ({
      artifactLocation: artifactOf(file.path, format),
      replacements: changes.map(({ range, text }) => ({
        deletedRegion: regionOf(spanOf(file, range.start, range.end)),
        insertedContent: text === '' ? undefined : { text },
      })),
    })),
  };
}

function propertiesOf({ environments, applications, models, resources, fix }: Finding): object | undefined {
  const properties = {
    environments: environments.length > 0 ? environments : undefined,
    applications: applications.length > 0 ? applications : undefined,
    models: models.length > 0 ? models : undefined,
    resources:
      resources.length > 0
        ? resources.map(({ apiVersion, kind, namespace, name }) => ({ apiVersion, kind, namespace, name }))
        : undefined,
    fixSafety: fix?.safety,
  };
  return Object.values(properties).some((value) => value !== undefined) ? properties : undefined;
}
