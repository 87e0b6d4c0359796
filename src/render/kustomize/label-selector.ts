/**
 * Label selectors in text, such as `app=fraud,tier in (a, b),!beta`.
 * Follows kustomize 5.7, kyaml/yaml/internal/k8sgen/pkg/labels/selector.go.
 */

export interface Requirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  readonly values: readonly string[];
}

/** What a selector asks for; `undefined` where it is wrong. An empty one asks for nothing. */
export function parseLabelSelector(text: string): readonly Requirement[] | undefined {
  return new Parser(tokens(text)).requirements();
}

export function matchesLabels(requirements: readonly Requirement[], labels: ReadonlyMap<string, string>): boolean {
  return requirements.every((requirement) => matches(requirement, labels.get(requirement.key)));
}

function matches({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case '=':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    default:
      return value !== undefined && INTEGER.test(value) && (operator === '>' ? BigInt(value) > BigInt(values[0] ?? 0) : BigInt(value) < BigInt(values[0] ?? 0));
  }
}

const INTEGER = /^[-+]?\d{1,19}$/;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const SYMBOLS = new Set(['=', '==', '!=', '!', '(', ')', ',', '>', '<']);

function tokens(text: string): string[] {
  return text.match(/==|!=|[=!(),<>]|[^=!(),<>\s]+/g) ?? [];
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(all: readonly string[]) {
    this.#tokens = all;
  }

  requirements(): readonly Requirement[] | undefined {
    const found: Requirement[] = [];
    if (this.#tokens.length === 0) return found;
    for (;;) {
      const requirement = this.#requirement();
      if (!requirement || !isValid(requirement)) return undefined;
      found.push(requirement);
      if (this.#at >= this.#tokens.length) return found;
      if (this.#next() !== ',') return undefined;
    }
  }

  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? '';
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #requirement(): Requirement | undefined {
    const isAbsent = this.#peek() === '!';
    if (isAbsent) this.#next();
    const key = this.#next();
    if (key === '' || SYMBOLS.has(key)) return undefined;
    if (isAbsent) return { key, operator: '!', values: [] };
    if (this.#peek() === '' || this.#peek() === ',') return { key, operator: 'exists', values: [] };
    const operator = this.#next();
    switch (operator) {
      case '=':
      case '==':
        return { key, operator: '=', values: [this.#single()] };
      case '!=':
      case '>':
      case '<':
        return { key, operator, values: [this.#single()] };
      case 'in':
      case 'notin': {
        const values = this.#list();
        return values && { key, operator, values };
      }
      default:
        return undefined;
    }
  }

  #single(): string {
    return SYMBOLS.has(this.#peek()) ? '' : this.#next();
  }

  #list(): string[] | undefined {
    if (this.#next() !== '(') return undefined;
    const values: string[] = [];
    for (;;) {
      values.push(this.#single());
      const next = this.#next();
      if (next === ')') return values;
      if (next !== ',') return undefined;
    }
  }
}

function isValid({ key, operator, values }: Requirement): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  if (!NAME.test(name) || name.length > 63) return false;
  if (slash >= 0 && (!PREFIX.test(key.slice(0, slash)) || slash > 253)) return false;
  if ((operator === '>' || operator === '<') && !INTEGER.test(values[0] ?? '')) return false;
  return values.every((value) => value === '' || (value.length <= 63 && NAME.test(value)));
}
