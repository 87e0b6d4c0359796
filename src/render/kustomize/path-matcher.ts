/**
 * The fields that a path leads to, made on the way where that is asked for.
 * Follows kustomize 5.7, `PathMatcher` of kyaml/yaml/match.go: what chooses an item is an expression that may match a part of its value.
 */
import type { Location } from '../../source.ts';
import { compileRe2 } from '../../re2.ts';
import type { Budget } from './build-context.ts';
import { derivedScalar, emptyMapping, emptySequence, locationOf, nullScalar } from './compose-tree.ts';
import { draftOf, entryNamed, isNull, scalarDraft, textOf, type Draft, type MappingDraft, type SequenceDraft } from './draft.ts';
import { indexOfStep, isItemStep, itemChoice, NO_CHOICE, wrongKind } from './field-path.ts';
import { plainMeaning } from './scalar-style.ts';

/** A field that was found, and how to put another value in its place. */
export interface Slot {
  readonly value: Draft;
  readonly replace: (value: Draft) => void;
  /** It was made just now, and has no meaning of its own yet. */
  readonly isNew: boolean;
}

export interface Matching {
  /** What stands at the end of a path that does not exist; without it nothing is made. */
  readonly create: Draft['kind'] | undefined;
  readonly budget: Budget;
  /** What is made is shown here. */
  readonly at: Location;
}

/** Why a path cannot be followed. */
export class PathError extends Error {}

/** @throws PathError where the path does not fit what is there */
export function matchPath(root: Draft, path: readonly string[], matching: Matching): Slot[] {
  return new PathWalk(matching).from({ value: root, replace: () => undefined, isNew: false }, path);
}

class PathWalk {
  readonly #matching: Matching;

  constructor(matching: Matching) {
    this.#matching = matching;
  }

  from(slot: Slot, path: readonly string[]): Slot[] {
    this.#matching.budget.spend(1, this.#matching.at);
    const [step, ...rest] = path;
    if (step === undefined) return [slot];
    const index = indexOfStep(step);
    if (index !== undefined && index >= 0) return this.#item(listIn(slot), { index, step, rest });
    if (isItemStep(step)) return this.#chosen(listIn(slot), { step, rest });
    if (step === '*') {
      const list = listIn(slot);
      return list ? list.items.flatMap((_, at) => this.from(itemSlot(list, at), rest)) : [];
    }
    return this.#field(slot, { step, rest });
  }

  #field({ value }: Slot, { step, rest }: Steps): Slot[] {
    if (isNull(value)) return [];
    if (value.kind !== 'mapping') throw new PathError(wrongKind('MappingNode', value));
    const isNew = entryNamed(value, step) === undefined;
    if (isNew && this.#matching.create === undefined) return [];
    if (isNew) this.#append(value, step, this.#created(rest[0]));
    const entry = entryNamed(value, step);
    if (!entry) return [];
    return this.from({ value: entry.value, isNew, replace: (next) => { entry.value = next; } }, rest);
  }

  #append(mapping: MappingDraft, name: string, value: Draft): void {
    const { at } = this.#matching;
    mapping.entries.push({ entry: { key: derivedScalar(name, at), value: value.tree }, value });
  }

  #item(list: SequenceDraft | undefined, { index, step, rest }: Steps & { readonly index: number }): Slot[] {
    const items = list?.items ?? [];
    const isNew = index === items.length && this.#matching.create !== undefined;
    if (list && isNew) list.items.push(this.#created(rest[0]));
    if (!list || index >= list.items.length) throw new PathError(`index ${Number(step)} specified but only ${items.length} elements found`);
    return this.from({ ...itemSlot(list, index), isNew }, rest);
  }

  #chosen(list: SequenceDraft | undefined, { step, rest }: Steps): Slot[] {
    const choice = itemChoice(step);
    if (!choice) throw new PathError(NO_CHOICE);
    if (!list) return [];
    const matches = this.#matcher(choice.value);
    const found = list.items.flatMap((item, index) => this.#matched(item, choice.field, matches) ? this.#below(itemSlot(list, index), choice.field, rest) : []);
    if (found.length > 0 || this.#matching.create === undefined) return found;
    const { at } = this.#matching;
    const value = scalarDraft(derivedScalar(choice.value, at, plainMeaning(choice.value)));
    const made = choice.field === '' ? value : draftOf(emptyMapping(at));
    if (made.kind === 'mapping') this.#append(made, choice.field, value);
    list.items.push(made);
    // Upstream looks once more, and does so for ever where the text is no expression for itself.
    if (!matches(choice.value)) throw new PathError(`what is made for ${step} does not match it`);
    return this.#below(itemSlot(list, list.items.length - 1), choice.field, rest);
  }

  #matched(item: Draft, field: string, matches: (text: string) => boolean): boolean {
    if (field === '') return item.kind === 'scalar' && matches(printed(item));
    const own = entryNamed(item, field)?.value;
    return own !== undefined && matches(printed(own));
  }

  /** The rest of a path behind a text is not looked at. */
  #below(slot: Slot, field: string, rest: readonly string[]): Slot[] {
    return field === '' ? [slot] : this.from(slot, rest);
  }

  #matcher(expression: string): (text: string) => boolean {
    const { budget, at } = this.#matching;
    try {
      const compiled = compileRe2(expression);
      return (text) => {
        budget.spend(1 + text.length * (1 + expression.length / 50), at);
        return compiled.matcher(text).find();
      };
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new PathError(`the expression ${JSON.stringify(expression)} is wrong: ${line ?? ''}`);
    }
  }

  /** What a missing part becomes is told by the step behind it. */
  #created(next: string | undefined): Draft {
    const { at, create } = this.#matching;
    const kind = next === undefined || next === '' ? create : isItemStep(next) || (indexOfStep(next) ?? -1) >= 0 ? 'sequence' : 'mapping';
    return draftOf(kind === 'mapping' ? emptyMapping(at) : kind === 'sequence' ? emptySequence(at) : nullScalar(at));
  }
}

interface Steps {
  readonly step: string;
  readonly rest: readonly string[];
}

function listIn({ value }: Slot): SequenceDraft | undefined {
  if (isNull(value)) return undefined;
  if (value.kind !== 'sequence') throw new PathError(wrongKind('SequenceNode', value));
  return value;
}

function itemSlot(list: SequenceDraft, index: number): Slot {
  const value = list.items[index] ?? draftOf(nullScalar(locationOf(list.tree)));
  return { value, isNew: false, replace: (next) => { list.items[index] = next; } };
}

/** A scalar as it is printed, its quotes included. */
function printed(draft: Draft): string {
  const text = textOf(draft);
  if (draft.kind !== 'scalar' || (draft.scalar.style !== 'double' && draft.scalar.style !== 'single')) return text.trim();
  return draft.scalar.style === 'double' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
