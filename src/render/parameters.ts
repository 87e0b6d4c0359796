/** `helm.parameters` and `helm.fileParameters` of a source. Follows argo-cd, reposerver/repository/repository.go `helmTemplate` and util/helm/cmd.go `template`. */
import { Buffer } from 'node:buffer';
import type { Raised, Unverified } from '../finding.ts';
import type { SourceReference } from '../model.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { Nearness } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { substituted, tracedText } from './application-variables.ts';
import type { Dict } from './go-template/value.ts';
import { RenderError } from './helm/errors.ts';
import { SetError, SetLimit } from './helm/values/set-error.ts';
import { setInto, textValue, typedValue, type ReadValue, type SetBudget } from './helm/values/strvals.ts';
import type { FileLocator } from './source-paths.ts';
import type { Destined } from './source.ts';
import { concat, plain, TracedText } from './traced-text.ts';
import { fileReference } from './value-files.ts';

/** One `--set` that Argo CD hands to Helm. */
export interface Parameter {
  readonly at: Node;
  readonly flag: 'set' | 'set-string' | 'set-file';
  readonly line: TracedText;
  readonly read: ReadValue;
}

export interface Parameters {
  readonly parameters: readonly Parameter[];
  readonly reads: readonly string[];
  readonly references: readonly SourceReference[];
  readonly raised: readonly Raised[];
  readonly unverified: readonly Unverified[];
  /** Every file is there, and the order is known: what Helm is given is. */
  readonly isComplete: boolean;
}

/** The parameters of a source in the order in which Helm takes them; of equal names the last one counts. */
export function parametersOf(application: Destined, locator: FileLocator, budget: SetBudget): Parameters {
  const helm = application.source.node.get('helm');
  const costly = whatIsTooMuch([...helm.get('parameters').items(), ...helm.get('fileParameters').items()], budget);
  if (costly) {
    const unverified = { at: costly.at.at, what: `Application ${application.name}`, why: costly.why, needs: 'fewer of them' };
    return { parameters: [], reads: [], references: [], raised: [], unverified: [unverified], isComplete: false };
  }
  const given = [...lastOf(helm.get('parameters').items(), isString)];
  const [plainOnes, strings] = [given.filter((one) => !isString(one)), given.filter(isString)];
  const parameters = [...plainOnes, ...strings].map((at): Parameter => {
    const line = concat([nameOf(at), plain('='), withoutCommas(substituted(tracedText(at.get('value')) ?? plain(''), application))]);
    return { at: at.get('value'), line, ...(isString(at) ? { flag: 'set-string', read: textValue } : { flag: 'set', read: typedValue }) };
  });
  const files = [...lastOf(helm.get('fileParameters').items(), () => false)].map((at) => fileParameter(at, locator, application.name));
  const overlap = overlapIn(plainOnes) ?? overlapIn(strings);
  return {
    parameters: [...parameters, ...files.flatMap(({ parameter }) => parameter ?? [])],
    reads: files.flatMap(({ reads }) => reads ?? []),
    references: files.flatMap(({ reference }) => reference ?? []),
    raised: files.flatMap(({ raised }) => raised ?? []),
    unverified: [...files.flatMap(({ unverified }) => unverified ?? []), ...(overlap ? [unordered(overlap, application.name)] : [])],
    isComplete: !overlap && files.every(({ parameter }) => parameter !== undefined),
  };
}

function unordered({ at, above, below }: Overlap, application: string): Unverified {
  const why = `the parameters ${above} and ${below} overlap, and Argo CD hands them to Helm in any order`;
  return { at: at.at, what: `Application ${application}`, why, needs: 'one of them only' };
}

function isString(parameter: Node): boolean {
  const force = parameter.get('forceString');
  return force.isKnown && force.value === true;
}

function nameOf(parameter: Node): TracedText {
  return tracedText(parameter.get('name')) ?? plain('');
}

/** Plain and string parameters are two maps in Argo CD. */
function lastOf(parameters: readonly Node[], kindOf: (parameter: Node) => boolean): Iterable<Node> {
  const byName = new Map<string, Node>();
  for (const parameter of parameters) byName.set(`${kindOf(parameter)} ${nameOf(parameter).text}`, parameter);
  return byName.values();
}

/** Commas are part of a value, unless it is a `{list}` or they are escaped already. */
function withoutCommas(value: TracedText): TracedText {
  const { text } = value;
  if ((text.startsWith('{') && text.endsWith('}')) || !text.includes(',')) return value;
  const parts: TracedText[] = [];
  let from = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
    if (text[at - 1] === '\\') continue;
    parts.push(value.slice(from, at), plain('\\'));
    from = at;
  }
  return concat([...parts, value.slice(from)]);
}

interface FileParameter {
  readonly parameter?: Parameter;
  readonly reads?: readonly string[];
  readonly reference?: SourceReference;
  readonly raised?: Raised;
  readonly unverified?: Unverified;
}

function fileParameter(parameter: Node, locator: FileLocator, application: string): FileParameter {
  const at = parameter.get('path');
  const found = locator.locate(at, 'parameter file');
  if (!found) return {};
  if ('message' in found) return { raised: { rule: 'argocd/source-renders', at: at.at, pieces: at.pieces, message: found.message, applications: [application], path: at.path } };
  if ('why' in found) return { unverified: { at: at.at, what: `Application ${application}`, ...found } };
  const { path, place: { snapshot, isLinted } } = found;
  const reference = fileReference(at, { what: 'parameter file', path, snapshot });
  if (path === undefined || !reference.found) return { reference };
  return { reference, ...(isLinted ? { reads: [path] } : {}), parameter: { at, flag: 'set-file', ...fileLine(parameter, path, snapshot) } };
}

/** The path that Helm is given is absolute: what `--set-file` makes of it must still be that path. */
function fileLine(parameter: Node, path: string, snapshot: Snapshot): Pick<Parameter, 'line' | 'read'> {
  const absolute = `/${path}`;
  return {
    line: concat([nameOf(parameter), plain('='), withoutCommas(plain(absolute))]),
    read: (given) => {
      const content = given.text === absolute ? contentOf(path, snapshot) : undefined;
      if (content) return content;
      throw new SetError(`open ${given.text}: no such file or directory`);
    },
  };
}

function contentOf(path: string, snapshot: Snapshot): TracedText | undefined {
  const file = snapshot.kind(path) === 'file' ? snapshot.file(path) : undefined;
  if (file === undefined) return undefined;
  if (isUnreadable(file)) return plain(Buffer.from(snapshot.bytes(path) ?? []).toString('utf8'));
  const { text } = file;
  return TracedText.of({ file, start: 0, end: text.length, text, nearness: Nearness.inline, offsets: 0 });
}

interface Overlap {
  readonly at: Node;
  readonly above: string;
  readonly below: string;
}

/** `a` and `a.b`, or `a` and `a[0]`. */
function overlapIn(parameters: readonly Node[]): Overlap | undefined {
  const names = new Map(parameters.map((at) => [nameOf(at).text, at]));
  for (const [below, at] of names) {
    for (let end = nextStep(below, 1); end > 0; end = nextStep(below, end + 1)) {
      const above = below.slice(0, end);
      if (names.has(above)) return { at, above, below };
    }
  }
  return undefined;
}

function nextStep(name: string, from: number): number {
  for (let at = from; at < Math.min(name.length, MAX_NAME); at += 1) if (name[at] === '.' || name[at] === '[') return at;
  return -1;
}

/** Helm takes no more than thirty levels. */
const MAX_NAME = 2000;

/** What a parameter and a comma in it cost, in items of lists: all sources share what there is. */
const COST = 25;

function whatIsTooMuch(parameters: readonly Node[], budget: SetBudget): { readonly at: Node; readonly why: string } | undefined {
  for (const at of parameters) {
    try {
      budget.spend(COST * (1 + commasIn(tracedText(at.get('value'))?.text ?? '')));
    } catch (error) {
      if (error instanceof SetLimit) return { at, why: error.message };
      throw error;
    }
  }
  return undefined;
}

function commasIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count += 1;
  return count;
}

/** Sets parameters into values; the budget is that of all sources. Throws a {@link RenderError} with Helm's message. */
export function setParameters(values: Dict, parameters: readonly Parameter[], budget: SetBudget): void {
  for (const { at, flag, line, read } of parameters) {
    try {
      setInto(values, line, { read, budget });
    } catch (error) {
      if (error instanceof SetLimit) throw new RenderError(error.message, { kind: 'size', at: at.at });
      if (error instanceof SetError) throw new RenderError(`failed parsing --${flag} data: ${error.message}`, { kind: 'values', at: at.at });
      throw error;
    }
  }
}
