/** Names of environments: which words are well known, what order they have, where a name hides inside a longer one. */

import type { NameAffixes } from '../model.ts';

/** Words of one group are one stage; the groups are in the order of promotion. */
const STAGES: readonly (readonly string[])[] = [
  ['dev', 'development', 'sandbox'],
  ['test', 'qa', 'int', 'integration'],
  ['stage', 'staging', 'uat', 'preprod'],
  ['prod', 'production', 'prd', 'live'],
];

const STAGE_OF_WORD = new Map(STAGES.flatMap((words, stage) => words.map((word) => [word, stage] as const)));

/** Words that turn the one after them into something else. */
const NEGATIONS = new Set(['non', 'not', 'no']);

interface NamedWord {
  readonly stage: number;
  /** `prod` in `ml-serving-prod-eu`. */
  readonly word: string;
  /** From the word to the end: `prod-eu` in `ml-serving-prod-eu`. */
  readonly name: string;
}

/** The stage group of a name with a well-known word in it; `undefined` for all others. */
export function wellKnownStage(name: string): number | undefined {
  return wellKnownPart(name)?.stage;
}

/** The environment that a longer name speaks of: `prod` in `ml-serving-prod`, `prod-eu` in `prod-eu`. */
export function environmentIn(name: string): string | undefined {
  return wellKnownPart(name)?.name;
}

/** Only the word that names an environment: `prod` in `prod-payments`, where what follows is no region but somebody's name. */
export function environmentWordIn(name: string): string | undefined {
  return wellKnownPart(name)?.word;
}

function wellKnownPart(name: string): NamedWord | undefined {
  const words = wordsOf(name);
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index];
    const before = words[index - 1];
    if (!word || (before && NEGATIONS.has(before.text))) continue;
    if (before?.text === 'pre' && PRODUCTION.has(word.text)) return { stage: 2, word: 'preprod', name: name.slice(before.start) };
    const stage = STAGE_OF_WORD.get(word.text);
    if (stage !== undefined) return { stage, word: word.text, name: name.slice(word.start) };
  }
  return undefined;
}

const PRODUCTION = new Set(['prod', 'production']);

interface Word {
  readonly text: string;
  readonly start: number;
}

/** Runs of letters and digits, in lower case; `mlProd` is two words. */
function wordsOf(name: string): Word[] {
  const words: Word[] = [];
  for (const match of name.slice(0, 500).matchAll(/[A-Z]+(?![a-z])|[A-Za-z][a-z]*|[0-9]+/g)) words.push({ text: match[0].toLowerCase(), start: match.index });
  return words;
}

/** Words that name a region: what a kustomization adds of them to a name is no part of a model's name. */
const REGION_WORDS = new Set([
  'eu', 'europe', 'us', 'usa', 'na', 'sa', 'ca', 'uk', 'ap', 'apac', 'asia', 'emea', 'latam', 'africa', 'me', 'au', 'australia',
  'east', 'west', 'north', 'south', 'central', 'northeast', 'northwest', 'southeast', 'southwest',
]);

interface Surroundings {
  /** Names of declared environments. */
  readonly declared: readonly string[];
  /** The environment that the name stands in; empty where there is none. */
  readonly environment: string;
}

/** The same of a name to which kustomizations added something: those parts lose also the words of regions and of the environment that they stand in. */
export function withoutAddedWords(name: string, { prefixes, suffixes }: NameAffixes, { declared, environment }: Surroundings): string {
  const [before, after] = [prefixes.toReversed(), suffixes];
  const [start, end] = [before.join('').length, name.length - after.join('').length];
  if (start >= end || !name.startsWith(before.join('')) || !name.endsWith(after.join(''))) return withoutEnvironmentWords(name, declared);
  const drop = new Set([...declared, environment].flatMap((one) => one.toLowerCase().split(/[^a-z0-9]+/)));
  const kept = (affix: string): string[] => {
    const words = affix.split(/[-_.]/).filter((word) => word !== '');
    const isDropped = words.map((word) => isOfEnvironment(word.toLowerCase(), drop));
    const left = words.filter((word, index) => !isDropped[index] && !(isDropped[index + 1] && TURNING.has(word.toLowerCase())));
    return left.length === words.length ? [affix.replaceAll(/^[-_.]+|[-_.]+$/g, '')] : left.filter((word) => !/^[0-9]+$/.test(word));
  };
  const own = withoutEnvironmentWords(name.slice(start, end), declared);
  return [...before.flatMap(kept), own, ...after.flatMap(kept)].filter((part) => part !== '').join('-');
}

/** Words that make another name of an environment of the one behind them. */
const TURNING = new Set([...NEGATIONS, 'pre']);

function isOfEnvironment(word: string, drop: ReadonlySet<string>): boolean {
  return drop.has(word) || STAGE_OF_WORD.has(word) || REGION_WORDS.has(word);
}

/** A model's name without the words that name an environment: equal for the same model in different environments. */
export function withoutEnvironmentWords(name: string, declared: readonly string[]): string {
  const drop = new Set(declared.flatMap((environment) => environment.toLowerCase().split(/[^a-z0-9]+/)));
  const written = name.split(/[-_.]/);
  const words = written.map((word) => word.toLowerCase());
  const isNamed = (index: number): boolean => STAGE_OF_WORD.has(words[index] ?? '') && !NEGATIONS.has(words[index - 1] ?? '');
  const isBefore = (index: number): boolean => words[index] === 'pre' && PRODUCTION.has(words[index + 1] ?? '');
  const kept = written.filter((_, index) => !drop.has(words[index] ?? '') && !isNamed(index) && !isBefore(index));
  return kept.length > 0 ? kept.join('-') : name;
}
