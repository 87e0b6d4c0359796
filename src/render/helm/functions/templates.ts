/** `include` and `tpl`. Follow pkg/engine/engine.go of helm/helm. */
import { FunctionError, type TemplateFunction } from '../../go-template/functions.ts';
import { goQuote } from '../../go-template/quote.ts';
import { TemplateError } from '../../go-template/template-error.ts';
import type { Call } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { splice, TracedText as Text } from '../../traced-text.ts';
import { fixed, textAt, valueAt, type Arguments, type FunctionTable } from './arguments.ts';

/** What Go prints for a missing value, and Helm deletes. */
const NO_VALUE = '<no value>';
/** Helm's `recursionMaxNums`. */
const MAX_NESTED = 1000;
const CHARACTERS_A_STEP = 2;

/** Deletes Go's mark for missing values. */
export function withoutNoValue(text: TracedText): TracedText {
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (let at = text.text.indexOf(NO_VALUE); at >= 0; at = text.text.indexOf(NO_VALUE, at + NO_VALUE.length)) {
    edits.push({ start: at, end: at + NO_VALUE.length, text: Text.empty });
  }
  return edits.length === 0 ? text : splice(text, edits);
}

/** `include` counts how often a name stands within itself; what a render counted is taken back when it ends, however it ends. */
export function templateFunctions(): FunctionTable {
  const nested = new Map<string, number>();
  const include: TemplateFunction = fixed(['string', 'any'], (args, call) => {
    const name = textAt(args, 0).text;
    const count = nested.get(name) ?? 0;
    if (count > MAX_NESTED) throw new FunctionError(`rendering template has a nested reference name: ${name}: unable to execute template`);
    nested.set(name, count + 1);
    try {
      return call.execution.execute(name, valueAt(args, 1));
    } finally {
      nested.set(name, count);
    }
  });
  return [['include', include], ['tpl', fixed(['string', 'any'], tpl)]];
}

function tpl(args: Arguments, call: Call): TracedText {
  const source = textAt(args, 0);
  if (!source.text.includes('{{')) return withoutNoValue(source);
  const { execution } = call;
  call.spend(Math.ceil(source.length / CHARACTERS_A_STEP)); // to parse takes longer than to run
  const templates = execution.templates.overlay();
  const template = wrapping('cannot parse template', source, () => templates.add('gotpl', { text: source, at: call.at }));
  return wrapping('error during tpl function execution for', source, () => withoutNoValue(execution.execute(template, valueAt(args, 1), templates)));
}

function wrapping<T>(what: string, source: TracedText, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const wrapped = new FunctionError(`${what} ${goQuote(source.text)}: ${error.message}`);
    wrapped.cause = error;
    throw wrapped;
  }
}
