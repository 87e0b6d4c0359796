/** What Istio takes for names, durations and headers. Follows istio/istio, pkg/config/validation (1.31): each answers with what is wrong, or nothing. */
import { knownText, type Node, type Problem } from '#rule';
import { isPlaceholder } from './unfilled.ts';

/** Whether something is set; null is nothing. */
export function isGiven(node: Node): boolean {
  return node.exists && (!node.isKnown || !node.isNull);
}

/** A text that somebody has written out; nothing where it is not known, or still to be filled in. */
export function spelledOut(node: Node): string | undefined {
  const text = knownText(node);
  return text === undefined || isPlaceholder(text) ? undefined : text;
}

/** Its text; empty where it is not set, and where nobody can know it. */
export function textOf(node: Node): string {
  return node.exists ? (spelledOut(node) ?? '') : '';
}

/** Its number, where there is one that can be known. */
export function numberOf(node: Node): number | undefined {
  return node.exists && node.isKnown ? node.number : undefined;
}

export function isSetTrue(node: Node): boolean {
  return node.exists && node.isKnown && node.value === true;
}

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)$/;
const MAX_DOMAIN = 255;

export function isLabelName(text: string): boolean {
  return LABEL.test(text);
}

/** A name in the DNS, all of it; a dot at its end is part of it. */
export function nameProblem(name: string): string | undefined {
  return lengthProblem(name) ?? labelsProblem(name, name);
}

/** A name that may begin with a wildcard. */
export function hostProblem(host: string): string | undefined {
  const [first = '', ...rest] = host.split('.');
  if (lengthProblem(host) !== undefined) return lengthProblem(host);
  if (!WILDCARD_LABEL.test(first)) return `${host} is no name in the DNS: "${first}" is no label of one`;
  return rest.length === 0 ? undefined : labelsProblem(rest.join('.'), host);
}

function lengthProblem(name: string): string | undefined {
  if (name === '') return 'an empty name is none in the DNS';
  return name.length > MAX_DOMAIN ? `the name has ${name.length} characters, more than ${MAX_DOMAIN}` : undefined;
}

function labelsProblem(domain: string, whole: string): string | undefined {
  const labels = domain.split('.');
  if (/^[+-]?[0-9]+$/.test(labels.at(-1) ?? '')) return `${whole} is no name in the DNS: it ends in a number`;
  const wrong = labels.find((label, index) => !LABEL.test(label) && !(label === '' && index === labels.length - 1));
  return wrong === undefined ? undefined : `${whole} is no name in the DNS: "${wrong}" is no label of one`;
}

/** Roughly: what is made of numbers and dots, or has colons, is meant as an address. */
export function isAddress(text: string): boolean {
  const parts = text.split('.');
  if (parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255)) return true;
  return text.includes(':') && /^[0-9a-fA-F:.]{2,45}$/.test(text) && text.split(':').length <= 8 + 1;
}

const UNITS: ReadonlyMap<string, number> = new Map([['ns', 1], ['us', 1e3], ['µs', 1e3], ['ms', 1e6], ['s', 1e9], ['m', 60e9], ['h', 3600e9]]);

/** How many nanoseconds; nothing where it is no duration, which is a matter of its schema. */
export function nanoseconds(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (body === '' || body.length > 40 || !/^(?:[0-9]*\.?[0-9]*(?:ns|us|µs|ms|s|m|h))+$/.test(body)) return undefined;
  const parts = [...body.matchAll(/([0-9]*\.?[0-9]*)(ns|us|µs|ms|s|m|h)/g)];
  return sign * parts.reduce((sum, [, amount = '', unit = '']) => sum + Math.round(Number(amount) * (UNITS.get(unit) ?? 0)), 0);
}

/** Proxies take whole milliseconds, and at least one. */
export function* durationProblem(at: Node): Iterable<Problem> {
  const text = textOf(at);
  const length = nanoseconds(text);
  if (length === undefined) return;
  if (length < 1e6) yield { at, message: `${text} is less than one millisecond, which Istio refuses` };
  else if (length % 1e6 !== 0) yield { at, message: `${text} is not a whole number of milliseconds, which Istio refuses` };
}

export function* hostNameProblem(at: Node): Iterable<Problem> {
  const host = at.exists ? spelledOut(at) : undefined;
  const problem = host === undefined ? undefined : hostProblem(host);
  if (problem !== undefined) yield { at, message: problem };
}

/** A percentage with a fraction, from the least that a proxy can count. */
export function* percentProblem(at: Node): Iterable<Problem> {
  const value = numberOf(at.get('value'));
  if (value === undefined || value === 0 || (value >= 0.0001 && value <= 100)) return;
  yield { at: at.get('value'), message: `${value} is neither 0 nor from 0.0001 to 100` };
}

/** Where only whole numbers from nothing on mean something. */
export function* negativeProblems(node: Node, keys: readonly string[]): Iterable<Problem> {
  for (const key of keys) {
    const value = numberOf(node.get(key));
    if (value !== undefined && value < 0) yield { at: node.get(key), message: `${key} is ${value}, less than 0` };
  }
}
