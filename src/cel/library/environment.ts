/** The package with Kubernetes' functions and types. */
import { Environment } from '@marcbachmann/cel-js';
import { unchecked } from '../../unchecked.ts';
import type { CompilePattern } from '../program.ts';
import { addressFunctions, addressTypes } from './functions/addresses.ts';
import { amountFunctions, amountTypes } from './functions/amounts.ts';
import { authorizationFunctions, authorizationTypes } from './functions/authorization.ts';
import { formatFunctions, formatTypes } from './functions/formats.ts';
import { listFunctions } from './functions/lists.ts';
import { macros } from './functions/macros.ts';
import { patternFunctions } from './functions/regular-expressions.ts';
import type { Registered } from './functions/registered.ts';
import { stringFunctions } from './functions/strings.ts';
import { timeFunctions } from './functions/time.ts';
import { urlFunctions, urlTypes } from './functions/urls.ts';

/** The package lets nobody replace a function: calls of these are led to ours, which stand beside its own under this prefix. */
export const OWN_PREFIX = 'k8s_';
export const REPLACED: ReadonlySet<string> = new Set([
  'matches', 'indexOf', 'lastIndexOf', 'substring', 'split', 'join', 'lowerAscii', 'upperAscii', 'trim', 'timestamp', 'duration', 'int', 'value',
]);

/** What functions with a dot in front of their name are called on. */
class StringsNamespace {}
class ListsNamespace {}
class SetsNamespace {}
class FormatNamespace {}
class IpNamespace {}

const NAMESPACES = [
  ['strings', 'StringsNamespace', StringsNamespace], ['lists', 'ListsNamespace', ListsNamespace], ['sets', 'SetsNamespace', SetsNamespace],
  ['format', 'FormatNamespace', FormatNamespace], ['ip', 'IpNamespace', IpNamespace],
] as const;

const environments = new Map<string, Environment>();

/** One environment for every list of variables; each value is of any type. */
export function environmentOf(variables: readonly string[], compilePattern: CompilePattern): Environment {
  const key = variables.join(' ');
  const known = environments.get(key);
  if (known) return known;
  const environment = baseEnvironment(compilePattern).clone();
  for (const name of variables) environment.registerVariable(name, 'dyn');
  environment.evaluate(SHALLOW);
  environments.set(key, environment);
  return environment;
}

/** Tells the evaluator, which is what functions are called on, to look at no item of a list only to tell its type: that would count as read. */
const SHALLOW = 'k8s_shallow()';

function shallow(this: { debugType(value: unknown): unknown; debugTypeDeep(value: unknown): unknown }): boolean {
  this.debugTypeDeep = (value) => this.debugType(value);
  return true;
}

let base: Environment | undefined;

function baseEnvironment(compilePattern: CompilePattern): Environment {
  if (base) return base;
  const environment = new Environment({ enableOptionalTypes: true, limits: { maxAstNodes: 20_000, maxDepth: 250 } });
  for (const [name, type, constructor] of NAMESPACES) environment.registerType(type, constructor).registerConstant(name, type, new constructor());
  for (const { name, constructor } of [...addressTypes, ...urlTypes, ...amountTypes, ...formatTypes, ...authorizationTypes]) {
    environment.registerType(name, unchecked<new () => object>(constructor));
    environment.registerOperator(`${name} == ${name}`, (a: unknown, b: unknown) => a === b); // what it says is never asked, see instrument.ts
  }
  environment.registerOperator('optional<A> == optional<A>', (a: unknown, b: unknown) => a === b);
  const functions: readonly Registered[] = [
    ...stringFunctions, ...listFunctions, ...timeFunctions, ...patternFunctions(compilePattern), ...addressFunctions, ...urlFunctions, ...amountFunctions, ...formatFunctions, ...authorizationFunctions, ...macros,
  ];
  for (const { signature, handler } of functions) environment.registerFunction(signature, unchecked<() => unknown>(handler), { async: false });
  environment.registerFunction('k8s_shallow(): bool', shallow, { async: false });
  base = environment;
  return environment;
}
