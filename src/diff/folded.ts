/** The same difference in several environments, said once. */
import type { ReportedDocument, ReportedSection } from '../finding.ts';
import { grouped } from '../groups.ts';
import type { DocumentDifference, EnvironmentDifference } from '../model/difference.ts';
import { contentOf } from '../yaml/content.ts';
import { isManifest } from '../kubernetes/identity.ts';

interface Placed {
  readonly environment: string;
  readonly reported: ReportedDocument;
  /** All of the difference; equal where the same happens but for the environment's name. */
  readonly content: string;
}

/** Environments in which the same documents differ in the same way are one section; documents that are not among the reported ones are left out. */
export function folded(differences: readonly EnvironmentDifference[], reported: ReadonlyMap<DocumentDifference, ReportedDocument>): ReportedSection[] {
  const placed = differences.flatMap(({ name, documents }) => documents.flatMap((document): Placed[] => {
    const one = reported.get(document);
    return one ? [{ environment: name, reported: one, content: withPlaceholder(contentText(document), name) }] : [];
  }));
  const same = [...grouped(placed, ({ content }) => content).values()].map(merged);
  const sections = grouped(same, ({ environments }) => JSON.stringify(environments));
  return [...sections.values()].map((parts) => ({
    environments: parts[0]?.environments ?? [],
    hasPlaceholder: parts.some(({ hasPlaceholder }) => hasPlaceholder),
    documents: parts.map(({ document }) => document),
  }));
}

interface Merged {
  readonly environments: readonly string[];
  readonly hasPlaceholder: boolean;
  readonly document: ReportedDocument;
}

function merged(group: readonly Placed[]): Merged {
  const [first, ...others] = group;
  if (!first) throw new RangeError('a group holds at least one document');
  const environments = [...new Set(group.map(({ environment }) => environment))];
  const places = group.flatMap(({ reported }) => reported.places);
  const isEqual = others.every(({ reported }) => textOf(reported) === textOf(first.reported));
  const document = isEqual ? first.reported : general(first.reported, first.environment);
  return { environments, hasPlaceholder: !isEqual, document: { ...document, places: [...new Map(places.map((place) => [JSON.stringify([place.at.file.path, place.at.file.position(place.at.range.start).line, place.isBefore]), place])).values()] } };
}

function textOf({ namespace = '', name, lines }: ReportedDocument): string {
  return JSON.stringify([namespace, name, lines]);
}

/** With a word for the name of the environment. */
function general(document: ReportedDocument, environment: string): ReportedDocument {
  const inGeneral = (text: string): string => withPlaceholder(text, environment).replaceAll(MARK, '{env}');
  return {
    ...document,
    name: inGeneral(document.name),
    ...(document.namespace === undefined ? {} : { namespace: inGeneral(document.namespace) }),
    lines: document.lines.map(({ sign, text }) => ({ sign, text: inGeneral(text) })),
    values: document.values.map(({ path, before, after }) => ({
      path: inGeneral(path), ...(before === undefined ? {} : { before: inGeneral(before) }), ...(after === undefined ? {} : { after: inGeneral(after) }),
    })),
  };
}

function contentText({ kind, before, after, values: all }: DocumentDifference): string {
  const identity = [before, after].map((document) => document && (isManifest(document) ? [document.apiVersion, document.kind, document.namespace ?? '', document.name ?? ''] : [document.file.path]));
  const values = all().map((value) => [value.path, value.before && contentOf(value.before), value.after && contentOf(value.after)]);
  return JSON.stringify([kind, identity, values]);
}

/** A character that no text holds which this is used for. */
const MARK = '\uE000';

/** The text with a mark wherever the name stands as a word of its own; a text that has the mark itself stays as it is. */
export function withPlaceholder(text: string, name: string): string {
  if (name === '' || text.includes(MARK)) return text;
  let result = '';
  let from = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (isWordCharacter(text[at - 1]) || isWordCharacter(text[at + name.length])) continue;
    result += `${text.slice(from, at)}${MARK}`;
    from = at + name.length;
  }
  return result + text.slice(from);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
