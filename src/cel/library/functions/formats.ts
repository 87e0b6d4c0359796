/** `format.dns1123Label().validate(text)`: nothing, or what is wrong (k8s.io/apiserver, pkg/cel/library/format.go, 0.36; k8s.io/apimachinery, pkg/util/validation). */
import { Optional } from '@marcbachmann/cel-js';
import type { Comparable } from '../equality.ts';
import { define, type Registered, type RegisteredType } from './registered.ts';
import { timestampOf } from './time.ts';

export class Format implements Comparable {
  readonly name: string;
  readonly problems: (text: string) => string[];

  constructor(name: string, problems: (text: string) => string[]) {
    this.name = name;
    this.problems = problems;
  }

  equals(other: unknown): boolean {
    return other instanceof Format && other.name === this.name;
  }
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const REQUEST_URI = /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?\//;

function shaped(form: RegExp, longest: number, what: string): (text: string) => string[] {
  return (text) => [
    ...(text.length > longest ? [`must be no more than ${longest} characters`] : []),
    ...(form.test(text) ? [] : [`must be ${what}`]),
  ];
}

/** `generateName` may end with a dash, which the server puts something behind. */
function prefixed(problems: (text: string) => string[]): (text: string) => string[] {
  return (text) => problems(text.endsWith('-') ? `${text.slice(0, -1)}a` : text);
}

function qualifiedName(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) return ['must be a name with at most one prefix, such as example.com/name'];
  const [name = '', prefix] = parts.toReversed();
  const ofPrefix = prefix === undefined ? [] : prefix === '' ? ['the prefix must not be empty'] : subdomain(prefix);
  return [...ofPrefix, ...(name === '' ? ['the name must not be empty'] : shaped(QUALIFIED, 63, 'letters, digits, "-", "_" and ".", with a letter or digit at both ends')(name))];
}

const label = shaped(LABEL, 63, 'a DNS label: lower-case letters, digits and "-"');
const subdomain = shaped(SUBDOMAIN, 253, 'a DNS name: lower-case letters, digits, "-" and "."');
const label1035 = shaped(LABEL_1035, 63, 'a DNS label that begins with a letter');
const simple = (isFine: (text: string) => boolean, problem: string) => (text: string): string[] => (isFine(text) ? [] : [problem]);

const FORMATS: ReadonlyMap<string, (text: string) => string[]> = new Map([
  ['dns1123Label', label],
  ['dns1123Subdomain', subdomain],
  ['dns1035Label', label1035],
  ['qualifiedName', qualifiedName],
  ['dns1123LabelPrefix', prefixed(label)],
  ['dns1123SubdomainPrefix', prefixed(subdomain)],
  ['dns1035LabelPrefix', prefixed(label1035)],
  ['labelValue', (text: string) => (text === '' ? [] : shaped(QUALIFIED, 63, 'letters, digits, "-", "_" and ".", with a letter or digit at both ends')(text))],
  ['uri', simple((text) => REQUEST_URI.test(text), 'must be a URI')],
  ['uuid', simple((text) => UUID.test(text), 'does not match the UUID format')],
  ['byte', simple((text) => BASE64.test(text), 'invalid base64')],
  ['date', simple((text) => DATE.test(text) && timestampOf(`${text}T00:00:00Z`) !== undefined, 'invalid date')],
  ['datetime', simple((text) => timestampOf(text) !== undefined, 'invalid datetime')],
]);

function named(name: string): Optional {
  const problems = FORMATS.get(name);
  return problems ? Optional.of(new Format(name, problems)) : Optional.none();
}

function validate({ problems }: Format, text: string): Optional {
  const found = problems(text);
  return found.length === 0 ? Optional.none() : Optional.of(found);
}

export const formatTypes: readonly RegisteredType[] = [{ name: 'kubernetes.NamedFormat', constructor: Format }];

export const formatFunctions: readonly Registered[] = [
  ...[...FORMATS].map(([name, problems]) => define(`FormatNamespace.${name}(): kubernetes.NamedFormat`, () => new Format(name, problems))),
  define('FormatNamespace.named(string): optional<dyn>', (_: unknown, name: string) => named(name)),
  define('kubernetes.NamedFormat.validate(string): optional<dyn>', validate),
];
