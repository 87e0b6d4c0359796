/** Differences as reports hold them: texts of bounded size, and the places that made the difference. */
import type { DifferencePlace, ReportedDifference, ReportedDocument, ReportedValue } from '../finding.ts';
import type { Document, DocumentDifference, EnvironmentDifference, ValueDifference } from '../model/difference.ts';
import type { Location, Piece } from '../source.ts';
import { shown } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { hasContent } from '../yaml/print-lines.ts';
import { isManifest } from '../kubernetes/identity.ts';
import { folded } from './folded.ts';
import { linesOf } from './lines.ts';
import { shownLeaf, shownPair } from './shown-values.ts';

const MAX_DOCUMENTS = 500;
const MAX_LINES = 400;
const MAX_VALUES = 200;
/** Values whose places are looked for. */
const MAX_PLACED = 1000;

export function reportedDifference(differences: readonly EnvironmentDifference[]): ReportedDifference {
  const reported = new Map<DocumentDifference, ReportedDocument>();
  const environments = differences.map(({ name, isPartial, documents }) => {
    const kept = documents.slice(0, MAX_DOCUMENTS);
    for (const document of kept) reported.set(document, reportedDocument(document));
    return { environment: name, isPartial, documents: kept.flatMap((document) => reported.get(document) ?? []), documentsLeft: documents.length - kept.length };
  });
  return { environments, sections: folded(differences, reported) };
}

function reportedDocument(document: DocumentDifference): ReportedDocument {
  const { kind: change, before, after } = document;
  const lines = linesOf(document);
  const values = document.values();
  const named = after ?? before;
  return {
    change, ...(named ? identityOf(named) : { kind: '', name: '' }),
    places: placesOf(values.slice(0, MAX_PLACED)).slice(0, change === 'changed' ? MAX_PLACED : 1),
    lines: lines.slice(0, MAX_LINES), linesLeft: Math.max(0, lines.length - MAX_LINES),
    values: values.slice(0, MAX_VALUES).map((value) => reportedValue(value, before, after)), valuesLeft: Math.max(0, values.length - MAX_VALUES),
  };
}

function identityOf(document: Document): Pick<ReportedDocument, 'apiVersion' | 'kind' | 'namespace' | 'name'> {
  if (!isManifest(document)) return { kind: 'values', name: document.file.path };
  const { apiVersion, kind, namespace, name = '' } = document;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

function reportedValue({ path, before, after }: ValueDifference, was: Document | undefined, is: Document | undefined): ReportedValue {
  if (before && after && hasContent(before)) return { path, before: '(items)', after: '(items in another order)' };
  if (before && after && was && is) return { path, ...shownPair([was, before], [is, after]) };
  return { path, ...(before && was ? { before: shownLeaf(was, before) } : {}), ...(after && is ? { after: shownLeaf(is, after) } : {}) };
}

/** What was written anew comes before what is gone. */
function placesOf(values: readonly ValueDifference[]): DifferencePlace[] {
  const places = [
    ...values.flatMap(({ before, after }) => (after ? [{ at: placeOf(after, before), isBefore: false }] : [])),
    ...values.flatMap(({ before, after }) => (before && !after ? [{ at: shown(before.at), isBefore: true }] : [])),
  ];
  return [...new Map(places.map((place) => [lineKey(place), place])).values()];
}

function lineKey({ at: { file, range }, isBefore }: DifferencePlace): string {
  return `${file.path}\0${file.position(range.start).line}\0${isBefore}`;
}

/** The part of a value that its author did not write before; the value's own place where all of it is new or nobody knows. */
export function placeOf(after: Node, before: Node | undefined): Location {
  const known = new Set(before?.pieces.map(pieceText));
  const anew = known.size === 0 ? undefined : after.pieces.find((piece) => !known.has(pieceText(piece)));
  return shown(anew?.at ?? after.at);
}

function pieceText({ at: { file, range } }: Piece): string {
  return `${file.path}\0${file.text.slice(range.start, range.end)}`;
}
