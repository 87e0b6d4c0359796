/** Which fields of which objects `ignoreDifferences` leaves out of the comparison. Follows argo-cd, util/argo/normalizers/diff_normalizer.go. */
import { fitsGlob, groupOf, type Manifest, type Node, type Path, type ServedModel } from '#rule';

/** A step of a path: a key, an index, or every item. */
export type FieldStep = string | number | typeof everyItem;
export const everyItem = Symbol('every item');

/** A pointer or expression of an entry, and the field it names. */
export interface IgnoredField {
  readonly at: Node;
  readonly steps: readonly FieldStep[];
}

/** Field managers of people who change objects by hand. */
const BY_HAND: ReadonlySet<string> = new Set(['kubectl', 'kubectl-edit', 'kubectl-patch', 'kubectl-set', 'kubectl-replace', 'kubectl-client-side-apply']);

/** The fields of an entry; expressions that are more than a path are left out. */
export function ignoredFields(entry: Node): IgnoredField[] {
  const pointers = entry.get('jsonPointers').items().map((at) => ({ at, steps: pointerSteps(at.text ?? '') }));
  const expressions = entry.get('jqPathExpressions').items().map((at) => ({ at, steps: jqSteps(at.text ?? '') }));
  return [...pointers, ...expressions].flatMap(({ at, steps }) => (steps ? [{ at, steps }] : []));
}

/** RFC 6901; `undefined` for what does not begin with a slash. */
export function pointerSteps(pointer: string): FieldStep[] | undefined {
  if (!pointer.startsWith('/')) return undefined;
  return pointer.slice(1).split('/').map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** A plain path such as `.spec.containers[].image`; `undefined` for every other jq expression. */
export function jqSteps(expression: string): FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  const step = /\.?\["([^"\\]*)"\]|\.?\[(\d*)\]|\.([A-Za-z_]\w*)|\."([^"\\]*)"/y;
  const text = expression.trim();
  if (!text.startsWith('.') || text.length > 1000) return undefined;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, bracketed, index, name, quoted] = found;
    steps.push(index === undefined ? (bracketed ?? name ?? quoted ?? '') : index === '' ? everyItem : Number(index));
  }
  return steps;
}

/** Whether the field at `path` is the ignored one or lies inside of it. */
export function isInside(path: Path, steps: readonly FieldStep[]): boolean {
  return steps.length <= path.length && steps.every((step, index) => step === everyItem || String(step) === String(path[index]));
}

/** Whether an entry is about an object. */
export function isAbout(entry: Node, { apiVersion, kind, name, namespace }: Manifest): boolean {
  const [ownName, ownNamespace] = [entry.get('name').text ?? '', entry.get('namespace').text ?? ''];
  return fitsGlob(entry.get('group').text ?? '', groupOf(apiVersion)) && fitsGlob(entry.get('kind').text ?? '', kind)
    && (ownName === '' || ownName === name) && (ownNamespace === '' || ownNamespace === namespace);
}

/** What an entry hides of a model's sources: the place that says so, and the field. */
export interface HiddenSource {
  readonly at: Node;
  readonly field: Node;
  readonly manager?: string;
}

export function hiddenSources(entry: Node, { from, sources }: ServedModel): HiddenSource[] {
  if (!('kind' in from) || !isAbout(entry, from)) return [];
  const depth = from.root.path.length;
  const fields = ignoredFields(entry);
  const managers = entry.get('managedFieldsManagers').items().filter(({ text }) => BY_HAND.has(text ?? ''));
  return sources.flatMap(({ uri }): HiddenSource[] => {
    const field = fields.find(({ steps }) => isInside(uri.path.slice(depth), steps));
    if (field) return [{ at: field.at, field: uri }];
    return managers.slice(0, 1).map((at) => ({ at, field: uri, manager: at.text ?? '' }));
  });
}
