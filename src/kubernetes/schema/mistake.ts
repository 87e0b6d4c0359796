/** What does not fit a schema, before anybody says where a person wrote it. */
import type { Tree } from '../../yaml/tree.ts';
import type { Schema } from './schema.ts';

export type Step = string | number;

export interface Mistake {
  /** `unknown`: a field that nobody knows · `required`: one that is missing · `version`: one that the declared version has not · `key`: a key of another form · `form`: none, or too many, of the forms that are allowed. */
  readonly about: 'unknown' | 'required' | 'value' | 'form' | 'version' | 'key';
  /** From the root of the object; of an unknown field and a key its own, of a missing one that of the mapping that lacks it. */
  readonly path: readonly Step[];
  /** One lower-case clause. */
  readonly message: string;
  readonly severity?: 'warning' | 'info';
  /** What surely is meant: another name for the key, another value, or another mapping to stand in, whose way there is said in words. */
  readonly repair?: { readonly key: string } | { readonly value: string | number | boolean } | { readonly into: readonly Step[]; readonly where: string };
  /** Where the author surely wanted to write it: these fields are not missing, and it is they that make a form. */
  readonly meant?: readonly (readonly Step[])[];
  /** Of a mapping that lacks something: the names of all that it lacks, and the mapping. */
  readonly missing?: readonly string[];
  readonly place?: Place;
}

/** A value and what it has to fit, with the way that led there. */
export interface Place {
  readonly schema: Schema;
  readonly tree: Tree;
  /** Read by Go's decoder, which is lax where a schema is not: Kubernetes' own kinds, and metadata everywhere. */
  readonly isDecoded: boolean;
  readonly step?: Step;
  readonly above?: Place;
  /** Where the schema is a form: the one that it stands beside, whose defaults are filled in. */
  readonly base?: Schema | undefined;
}

export function pathOf(place: Place): Step[] {
  const steps: Step[] = [];
  for (let at: Place | undefined = place; at; at = at.above) if (at.step !== undefined) steps.push(at.step);
  return steps.reverse();
}

/** How a place is called in a message: `replicas`, `args[0]`; of the object as a whole its kind. */
export function nameOf(place: Place, kind = 'the object'): string {
  const { step, above } = place;
  if (step === undefined) return kind;
  return typeof step === 'number' && above ? `${nameOf(above, kind)}[${step}]` : String(step);
}
