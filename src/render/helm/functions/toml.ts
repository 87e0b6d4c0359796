/** `toToml` and `fromToml`. Follow pkg/engine/funcs.go of helm/helm. */
import { FunctionError } from '../../go-template/functions.ts';
import { Dict, type Call, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { SerialisationError } from '../json-text.ts';
import { readToml } from '../toml-read.ts';
import { TomlError } from '../toml-scanner.ts';
import { tomlText } from '../toml-text.ts';
import { fixed, textAt, valueAt, type Arguments, type FunctionTable } from './arguments.ts';

/** What cannot be printed becomes the message, or fails. */
function printToml(args: Arguments, call: Call, onFailure: (message: string) => TracedText): TracedText {
  try {
    return tomlText(valueAt(args, 0), (steps) => call.spend(steps));
  } catch (error) {
    if (error instanceof SerialisationError) return onFailure(error.message);
    throw error;
  }
}

/** What is no TOML leaves its message under `Error`. */
function fromToml(text: TracedText, call: Call): Value {
  try {
    return readToml(text, (steps) => call.spend(steps));
  } catch (error) {
    if (error instanceof TomlError) return new Dict([['Error', TracedText.derived(error.message, [text])]]);
    throw error;
  }
}

export const tomlFunctions: FunctionTable = [
  ['toToml', fixed(['any'], (args, call) => printToml(args, call, (message) => new TracedText(message)))],
  ['mustToToml', fixed(['any'], (args, call) => printToml(args, call, (message) => {
    throw new FunctionError(message);
  }))],
  ['fromToml', fixed(['string'], (args, call) => fromToml(textAt(args, 0), call))],
];
