/** YAML and JSON in and out. Follow pkg/engine/funcs.go of helm/helm and defaults.go of Masterminds/sprig. */
import { parseTraced } from '../../../yaml/parse.ts';
import { FunctionError, type TemplateFunction } from '../../go-template/functions.ts';
import { Dict, List, type Call, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { jsonText, SerialisationError, type JsonStyle } from '../json-text.ts';
import { JsonSyntaxError, readJson } from '../json-read.ts';
import { treeValue } from '../values/from-tree.ts';
import { yamlText } from '../yaml/emit.ts';
import { fixed, kindName, textAt, valueAt, type FunctionTable } from './arguments.ts';

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

/** The first document of a text; fails with sigs.k8s.io/yaml's message. */
function readYaml(text: TracedText): Value {
  const [document] = parseTraced(text, 'fromYaml').documents;
  const problem = document?.problems[0];
  if (problem) throw new JsonSyntaxError(`error converting YAML to JSON: yaml: ${problem.message}`);
  return document?.root ? treeValue(document.root, { nearness: 0 }) : null;
}

const jsonKinds: Readonly<Record<string, string>> = { slice: 'array', map: 'object', float64: 'number' };

function mismatch(value: Value, wanted: string): string {
  const kind = kindName(value);
  return `json: cannot unmarshal ${jsonKinds[kind] ?? kind} into Go value of type ${wanted}`;
}

type Read = (text: TracedText) => Value;

function intoDict(read: Read, prefix: string): TemplateFunction {
  return fixed(['string'], (args, call) => {
    const outcome = attempt(read, textAt(args, 0), call);
    if (typeof outcome === 'string') return new Dict([['Error', plain(outcome)]]);
    if (outcome === null) return new Dict();
    return outcome instanceof Dict ? outcome : new Dict([['Error', plain(prefix + mismatch(outcome, 'map[string]interface {}'))]]);
  });
}

function intoList(read: Read, prefix: string): TemplateFunction {
  return fixed(['string'], (args, call) => {
    const outcome = attempt(read, textAt(args, 0), call);
    if (typeof outcome === 'string') return new List([plain(outcome)]);
    if (outcome === null) return new List([]);
    return outcome instanceof List ? outcome : new List([plain(prefix + mismatch(outcome, '[]interface {}'))]);
  });
}

/** The value, or the message of what is wrong with the text. */
function attempt(read: Read, text: TracedText, call: Call): Value | string {
  call.spend(text.length);
  try {
    return read(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message;
    throw error;
  }
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
  ['mustFromJson', fixed(['string'], (args, call) => {
    const outcome = attempt(readJson, textAt(args, 0), call);
    if (typeof outcome === 'string') throw new FunctionError(outcome);
    return outcome;
  })],
];
