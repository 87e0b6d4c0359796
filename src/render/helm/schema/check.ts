/** Values against the schemas of a chart and its subcharts. Follows pkg/chart/common/util/jsonschema.go of helm/helm. */
import { startOf, type Location } from '../../../source.ts';
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import type { ChartInstance } from '../chart/instance.ts';
import { RenderError } from '../errors.ts';
import { SchemaDocument, SchemaError, SchemaLimit, SchemaUnknown } from './document.ts';
import { Validator } from './validator.ts';
import { firstCause, violationText, type Violation } from './violation.ts';

/** Something of a schema that Helm would have checked and we cannot; see `Unsupported` in helm.ts. */
export interface Unchecked {
  readonly what: string;
  readonly at: Location;
}

interface Complaint {
  readonly text: string;
  readonly at: Location;
}

const HEADLINE = "values don't meet the specifications of the schema(s) in the following chart(s):\n";

/** Throws a RenderError with Helm's message, shown at the first value that is wrong. Returns what could not be checked. */
export function checkSchemas(root: ChartInstance, values: Dict): readonly Unchecked[] {
  const unchecked: Unchecked[] = [];
  const complaints = [...complaintsOf(root, values, unchecked)];
  const [first] = complaints;
  if (!first) return unchecked;
  throw new RenderError((HEADLINE + complaints.map(({ text }) => text).join('')).trimEnd(), { kind: 'values', at: first.at });
}

function* complaintsOf(instance: ChartInstance, values: Dict, unchecked: Unchecked[]): Generator<Complaint, void, undefined> {
  const { schemaFile } = instance.chart;
  if (schemaFile) yield* complaintsAbout(instance, values, unchecked);
  for (const child of instance.dependencies) {
    const own = values.get(child.name);
    if (own instanceof Dict) yield* complaintsOf(child, own, unchecked);
    else if (own !== undefined && own !== null) yield { text: `${child.name}:\ninvalid type for values: expected object (map), got ${goType(own)}\n`, at: placeOf(own) ?? startOf(child.file) };
  }
}

function* complaintsAbout({ name, chart, file }: ChartInstance, values: Dict, unchecked: Unchecked[]): Generator<Complaint, void, undefined> {
  const at = startOf(chart.schemaFile ?? file);
  try {
    const document = new SchemaDocument(chart.schemaFile?.text ?? '');
    const violations = new Validator(document).violations(values);
    const [first] = violations;
    if (!first) return;
    yield { text: `${name}:\n${violationText(violations)}\n`, at: authored(first) ?? at };
  } catch (error) {
    if (error instanceof SchemaUnknown) unchecked.push({ what: `values.schema.json of chart ${name}: ${error.message}`, at });
    else if (error instanceof SchemaError) yield { text: `${name}:\n${error.message}\n`, at };
    else if (error instanceof SchemaLimit) throw new RenderError(error.message, { kind: 'limit', at });
    else throw error;
  }
}

function authored(violation: Violation): Location | undefined {
  return placeOf(firstCause(violation).value);
}

/** Where a person wrote a value. */
function placeOf(value: Value): Location | undefined {
  if (value instanceof Dict || value instanceof List) return value.at;
  const text = value instanceof TracedText ? value : value instanceof Num || value instanceof Bool ? value.traced : undefined;
  const author = text?.segments[0]?.origin.author;
  return author && { file: author.file, range: { start: author.start, end: author.end } };
}

function goType(value: Value): string {
  if (value instanceof Bool) return 'bool';
  if (value instanceof Num) return value.kind;
  return value instanceof List ? '[]interface {}' : 'string';
}
