/** What a call of a function makes of its arguments. Follows the functions of sprig and of pkg/engine/funcs.go of helm/helm. */
import type { OperandNode } from '../../go-template/ast.ts';
import { below, consume, elements, known, takeWhole, type Surroundings } from './evaluation.ts';
import { CHOICES, ELEMENT, KEEPING, MERGING, TESTS, TOLERANT, UNSTABLE } from './function-kinds.ts';
import { dictMeaning, itemsMeaning, NOTHING, optional, type Meaning } from './meaning.ts';
import { EACH } from './read-tree.ts';

export interface Calling {
  readonly name: string;
  /** As written, without what is piped. */
  readonly operands: readonly OperandNode[];
  readonly args: readonly Meaning[];
}

export function callFunction(calling: Calling, at: Surroundings): Meaning {
  const { name, args } = calling;
  const { site, context, facts } = at;
  if (UNSTABLE.has(name)) facts.unstable.push({ name, site, context });
  if (TESTS.has(name)) return NOTHING;
  if (CHOICES.has(name)) return choice(name, args, at);
  if (MERGING.has(name)) changes(args[0] ?? NOTHING, undefined, at);
  if (KEEPING.has(name)) return known(optional(kept(name, args, at)), at);
  if (ELEMENT.has(name)) return elements(args[0] ?? NOTHING, at);
  const special = SPECIAL.get(name);
  if (special) return special(calling, at);
  for (const arg of args) {
    if (TOLERANT.has(name)) takeWhole(arg, at);
    else consume(arg, at);
  }
  return NOTHING;
}

function choice(name: string, args: readonly Meaning[], at: Surroundings): Meaning {
  if (name === 'required') return known(optional(args.at(-1) ?? NOTHING), at);
  return known(optional((name === 'ternary' ? args.slice(0, 2) : args).flat()), at);
}

/** Lists and mappings go on as they are; what says which part of them is read. */
function kept(name: string, args: readonly Meaning[], at: Surroundings): Meaning {
  if (name === 'concat' || MERGING.has(name)) return args.flat();
  for (const arg of args.slice(1)) takeWhole(arg, at);
  return args[0] ?? NOTHING;
}

/** `set` and its like: from here on a key of the first argument is what a template made it. */
function changes(target: Meaning, key: string | undefined, { facts }: Surroundings): void {
  for (const shape of target) {
    if (shape.kind === 'scope') facts.ownKeys.add(key ?? EACH);
    if (shape.kind === 'values') facts.writes.whole(key === undefined ? shape.path : [...shape.path, key]);
  }
}

function textOf(meaning: Meaning | undefined): string | undefined {
  const [only, ...others] = meaning ?? [];
  return only?.kind === 'text' && others.length === 0 ? only.text : undefined;
}

type Special = (calling: Calling, at: Surroundings) => Meaning;

/** What stands under a key that may only be known when it is rendered. */
function under(container: Meaning, key: Meaning, at: Surroundings): Meaning {
  const name = textOf(key);
  takeWhole(key, at);
  return name === undefined ? elements(container, at) : below(container, [name], at);
}

function index({ args: [container = NOTHING, ...keys] }: Calling, at: Surroundings): Meaning {
  return keys.reduce((found, key) => under(found, key, at), container);
}

/** `dig "a" "b" fallback mapping`. */
function dig({ args }: Calling, at: Surroundings): Meaning {
  const keys = args.slice(0, -2);
  const found = keys.reduce((value, key) => under(value, key, at), args.at(-1) ?? NOTHING);
  return known(optional([...found, ...(args.at(-2) ?? NOTHING)]), at);
}

function dict({ args }: Calling, at: Surroundings): Meaning {
  const entries = new Map<string, Meaning>();
  for (let position = 0; position < args.length; position += 2) {
    const name = textOf(args[position]);
    const value = args[position + 1] ?? NOTHING;
    if (name === undefined) takeWhole(value, at);
    else entries.set(name, value);
  }
  return dictMeaning(entries) ?? surrender(args, at);
}

function surrender(args: readonly Meaning[], at: Surroundings): Meaning {
  for (const arg of args) takeWhole(arg, at);
  return NOTHING;
}

/** A mapping that a template changes is not followed: what goes into it is read. */
function set({ args: [target = NOTHING, key, value = NOTHING] }: Calling, at: Surroundings): Meaning {
  takeWhole(value, at);
  changes(target, textOf(key), at);
  return target;
}

function include({ operands: [operand], args: [name, dot = NOTHING] }: Calling, at: Surroundings): Meaning {
  const text = textOf(name);
  if (text !== undefined) at.include(text, dot, at);
  // Every file of the chart is looked at anyway.
  else if (!operand || !namesTemplateFile(operand)) takeWhole(dot, at);
  takeWhole(name ?? NOTHING, at);
  return NOTHING;
}

/** `print $.Template.BasePath "/config-map.yaml"`. */
function namesTemplateFile(operand: OperandNode): boolean {
  if (operand.kind === 'field' || operand.kind === 'variable') return operand.names.at(-2) === 'Template' && operand.names.at(-1) === 'BasePath';
  return operand.kind === 'pipe' && operand.commands.some(({ args }) => args.some(namesTemplateFile));
}

function tpl({ args: [template = NOTHING, dot = NOTHING] }: Calling, at: Surroundings): Meaning {
  const text = textOf(template);
  if (text !== undefined) at.render(text, dot, at);
  else {
    const prefix = at.scope.prefix;
    at.facts.rendersValues.set(JSON.stringify(prefix), prefix);
    if (!template.some(({ kind }) => kind === 'values')) at.facts.rendersAnything = true;
    // Who knows what the text reads of a dot that is not Helm's.
    for (const shape of dot) if (shape.kind !== 'scope') takeWhole([shape], at);
  }
  consume(template, at);
  return NOTHING;
}

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['index', index],
  ['get', (calling, at) => optional(index(calling, at))],
  ['pluck', ({ args: [key = NOTHING, ...containers] }, at) => optional(containers.flatMap((container) => under(container, key, at)))],
  ['dig', dig],
  ['dict', dict],
  ['list', ({ args }, at) => itemsMeaning(known(args.flat(), at)) ?? surrender(args, at)],
  ['tuple', ({ args }, at) => itemsMeaning(known(args.flat(), at)) ?? surrender(args, at)],
  ['append', appended],
  ['mustAppend', appended],
  ['prepend', appended],
  ['mustPrepend', appended],
  ['values', ({ args: [container = NOTHING] }, at) => itemsMeaning(elements(container, at)) ?? NOTHING],
  ['set', set],
  ['unset', ({ args: [target = NOTHING] }) => target],
  ['include', include],
  ['tpl', tpl],
]);

function appended({ args: [list = NOTHING, item = NOTHING] }: Calling, at: Surroundings): Meaning {
  const items = itemsMeaning(item);
  return items ? known([...list, ...items], at) : surrender([list, item], at);
}
