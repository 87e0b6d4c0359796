/** What an AppProject refuses, gathered so that one list to edit is one finding. */
import { groupOf, grouped, type Node, type Problem } from '#rule';

/** One thing that a list of a project refuses. */
export interface Refused {
  readonly project: Node;
  /** The list that refuses it; a missing one is shown where it would stand. */
  readonly list: Node;
  /** Where what is refused is written. */
  readonly at: Node;
  /** What is refused: a namespace, a cluster and namespace, or a kind. */
  readonly what: string;
  /** What all that goes together is called, such as `namespaces`. */
  readonly noun: 'namespaces' | 'places' | 'kinds';
  /** The finding where nothing else is refused by that list: what one needs may be wrong in itself. */
  readonly alone: Problem;
}

const MAX_NAMED = 5;

/** What several need is missing in the project, and is said there, once for each list. */
export function* refusalProblems(refusals: readonly Refused[]): Iterable<Problem> {
  for (const group of grouped(refusals, ({ list, noun }) => `${placeOf(list)}\0${list.path.join('.')}\0${noun}`).values()) {
    const places = [...new Map(group.map((one) => [placeOf(one.at), one])).values()];
    const [first] = places;
    if (!first) continue;
    if (places.length === 1) for (const { alone } of group) yield alone;
    else yield { at: first.list, message: messageOf(first, new Set(group.map(({ what }) => what))), related: relatedOf(places) };
  }
}

function messageOf({ project, list, noun }: Refused, refused: ReadonlySet<string>): string {
  const key = String(list.path.at(-1));
  const verb = key.endsWith('Blacklist') ? 'holds' : key === 'destinations' ? 'do not allow' : 'does not hold';
  const count = refused.size === 1 ? `a ${noun.slice(0, -1)}` : `${refused.size} ${noun}`;
  const named = [...refused].slice(0, MAX_NAMED).join(', ');
  const rest = refused.size > MAX_NAMED ? ` and ${refused.size - MAX_NAMED} more` : '';
  return `the ${key} of AppProject ${nameOfProject(project)} ${verb} ${count} that its Applications need: ${named}${rest}`;
}

/** The first place of each thing that is refused. */
function relatedOf(places: readonly Refused[]): NonNullable<Problem['related']> {
  const firstOfEach = new Map([...places].reverse().map((one) => [one.what, one]));
  return places.filter((one) => firstOfEach.get(one.what) === one).slice(0, MAX_NAMED).map(({ at, what }) => ({ at, message: what }));
}

function placeOf({ at: { file, range } }: Node): string {
  return `${file.path}:${range.start}`;
}

export function nameOfProject(project: Node): string {
  return project.get('metadata', 'name').text ?? '';
}

/** `ConfigMap`, or `Rollout of argoproj.io`. */
export function kindTitle(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind} of ${group}`;
}
