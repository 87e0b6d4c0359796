/** YAML and JSON in and out. Follow pkg/engine/funcs.go of helm/helm and defaults.go of Masterminds/sprig. */
import { parseTraced } from '../../../yaml/parse.ts';
import { FunctionError, type TemplateFunction } from '../../go-template/functions.ts';
import { Dict, List, type Call, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { jsonText, SerialisationError, type JsonStyle } from '../json-text.ts';
import { JsonSyntaxError, readJson } from '../json-read.ts';
import { treeValue } from '../values/from-tree.ts';
import { yamlText } from '../yaml/emit.ts';
import { fixed, kindName, textAt, unknownText, valueAt, type Arguments, type FunctionTable } from './arguments.ts';

type Print = (value: Value, call: Call) => TracedText;

/** Helm swallows what cannot be printed; the `must` variants report it. */
function swallowing(print: Print): TemplateFunction {
  return fixed(['any'], (args, call) => {
    try {
      return print(valueAt(args, 0), call);
    } catch (error) {
      if (error instanceof SerialisationError) return plain('');
      throw error;
    }
  });
}

function reporting(print: Print): TemplateFunction {
  return fixed(['any'], (args, call) => {
    try {
      return print(valueAt(args, 0), call);
    } catch (error) {
      if (error instanceof SerialisationError) throw new FunctionError(error.message);
      throw error;
    }
  });
}

function trimLine(text: TracedText): TracedText {
  return text.text.endsWith('\n') ? text.slice(0, text.length - 1) : text;
}

const printYaml: Print = (value, call) => trimLine(yamlText(value, 'v2', (steps) => call.spend(steps)));
const printPrettyYaml: Print = (value, call) => trimLine(yamlText(value, 'v3', (steps) => call.spend(steps)));
const json = (style: JsonStyle): Print => (value, call) => jsonText(value, style, (steps) => call.spend(steps));
const printJson = json({ indent: 0, escapesHtml: true });
const printPrettyJson = json({ indent: 2, escapesHtml: true });
const printRawJson = json({ indent: 0, escapesHtml: false });

/** Text that is no YAML, in our reader's words; Helm's are others. */
class YamlSyntaxError extends JsonSyntaxError {}

/** The first document of a text; fails with sigs.k8s.io/yaml's message. */
function readYaml(text: TracedText): Value {
  const [document] = parseTraced(text, 'fromYaml').documents;
  const problem = document?.problems[0];
  if (problem) throw new YamlSyntaxError(`error converting YAML to JSON: yaml: ${problem.message}`);
  return document?.root ? treeValue(document.root, { nearness: 0 }) : null;
}

const jsonKinds: Readonly<Record<string, string>> = { slice: 'array', map: 'object', float64: 'number' };

function mismatch(value: Value, wanted: string): string {
  const kind = kindName(value);
  return `json: cannot unmarshal ${jsonKinds[kind] ?? kind} into Go value of type ${wanted}`;
}

type Read = (text: TracedText) => Value;

type Fail = (message: TracedText) => Value;

function intoDict(read: Read, prefix: string, failed: Fail = (message) => new Dict([['Error', message]])): TemplateFunction {
  return fixed(['string'], (args, call) => {
    return reading(read, args, call, { failed, taken: (value) => {
      if (value === null) return new Dict();
      return value instanceof Dict ? value : failed(plain(prefix + mismatch(value, 'map[string]interface {}')));
    } });
  });
}

function intoList(read: Read, prefix: string, failed: Fail = (message) => new List([message])): TemplateFunction {
  return fixed(['string'], (args, call) => {
    return reading(read, args, call, { failed, taken: (value) => {
      if (value === null) return new List([]);
      return value instanceof List ? value : failed(plain(prefix + mismatch(value, '[]interface {}')));
    } });
  });
}

interface Outcome {
  readonly taken: (value: Value) => Value;
  readonly failed: Fail;
}

/** Reads the first argument; what it holds, or the message of what is wrong with it, becomes a value. */
function reading(read: Read, args: Arguments, call: Call, { taken, failed }: Outcome): Value {
  const text = textAt(args, 0);
  call.spend(text.length);
  let value: Value;
  try {
    value = read(text);
  } catch (error) {
    if (error instanceof YamlSyntaxError) return failed(unknownText(error.message, 'Helm words a YAML error in its own way', call));
    if (error instanceof JsonSyntaxError) return failed(TracedText.derived(error.message, [text]));
    throw error;
  }
  return taken(value);
}

const raise: Fail = (message) => {
  throw new FunctionError(message.text);
};

/** JSON of any kind. */
function intoAny(failed: Fail): TemplateFunction {
  return fixed(['string'], (args, call) => reading(readJson, args, call, { failed, taken: (value) => value }));
}

const YAML_PREFIX = 'error unmarshaling JSON: while decoding JSON: ';

export const serialisingFunctions: FunctionTable = [
  ['toYaml', swallowing(printYaml)],
  ['mustToYaml', reporting(printYaml)],
  ['toYamlPretty', swallowing(printPrettyYaml)],
  ['toJson', swallowing(printJson)],
  ['mustToJson', reporting(printJson)],
  ['toPrettyJson', swallowing(printPrettyJson)],
  ['mustToPrettyJson', reporting(printPrettyJson)],
  ['toRawJson', reporting(printRawJson)],
  ['mustToRawJson', reporting(printRawJson)],
  ['fromYaml', intoDict(readYaml, YAML_PREFIX)],
  ['fromYamlArray', intoList(readYaml, YAML_PREFIX)],
  ['fromJson', intoDict(readJson, '')],
  ['fromJsonArray', intoList(readJson, '')],
  ['mustFromJson', intoAny(raise)],
];

/** What ApplicationSets have under the same names: YAML that raises its errors, and sprig's own `fromJson`, which gives nothing instead. */
export const setSerialisingFunctions: FunctionTable = [
  ['toYaml', reporting(printYaml)],
  ['fromYaml', intoDict(readYaml, YAML_PREFIX, raise)],
  ['fromYamlArray', intoList(readYaml, YAML_PREFIX, raise)],
  ['fromJson', intoAny(() => null)],
];
