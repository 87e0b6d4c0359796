/** Values as a reader of value files would build them, and a view of who wrote what. */
import { Nearness, SourceFile } from '../../src/source.ts';
import { TemplateSet, type ExecuteOptions } from '../../src/render/go-template/engine.ts';
import { Bool, Dict, List, Num, type Value } from '../../src/render/go-template/value.ts';
import { TracedText, type Origin, type Segment } from '../../src/render/traced-text.ts';
import { caseFunctions } from './case-functions.ts';

/** `values.yaml`, in which each text stands where it is first found. */
export class Authored {
  readonly file: SourceFile;

  constructor(text: string) {
    this.file = new SourceFile('values.yaml', text);
  }

  text(text: string, unknown?: string): TracedText {
    const start = this.file.text.indexOf(text);
    const author = { file: this.file, start, end: start + text.length, text, nearness: Nearness.valueFile, offsets: start };
    return TracedText.of(author, unknown);
  }

  flag(text: 'true' | 'false', unknown?: string): Bool {
    return new Bool(text === 'true', this.text(text, unknown));
  }

  number(text: string): Num {
    return new Num('float64', Number(text), this.text(text));
  }

  list(text: string, items: Value[]): List {
    const start = this.file.text.indexOf(text);
    return new List(items, { at: { file: this.file, range: { start, end: start + text.length } } });
  }
}

export function render(template: string, data: Readonly<Record<string, Value>> = {}, options: ExecuteOptions = {}): TracedText {
  const set = new TemplateSet('set', caseFunctions);
  set.add('t.yaml', new SourceFile('t.yaml', template));
  return set.execute('t.yaml', new Dict(Object.entries(data)), options);
}

/** Each stretch as `text <file:start-end exact|from … through …>`. */
export function stretches(text: TracedText): string[] {
  return text.segments.map((segment) => stretch(text.text, segment));
}

function stretch(text: string, { start, end, origin }: Segment): string {
  const { author, from, to, isExact, also = [], unknown } = origin;
  const offset = typeof author.offsets === 'number' ? author.offsets + from : (author.offsets[from] ?? author.start);
  const place = isExact ? `${author.file.path}:${offset}-${offset + to - from}` : `from ${[origin, ...also].map(written).join(' and ')}`;
  return `${JSON.stringify(text.slice(start, end))} ${place}${through(origin)}${unknown === undefined ? '' : ` unknown: ${unknown}`}`;
}

function written({ author: { file, start, end } }: Origin): string {
  return `${file.path}:${JSON.stringify(file.text.slice(start, end))}`;
}

function through(origin: Origin): string {
  const places: string[] = [];
  for (let passed = origin.passed; passed; passed = passed.before) {
    const { file, range } = passed.at;
    places.unshift(file.text.slice(range.start, range.end));
  }
  return places.length === 0 ? '' : ` through ${places.join(' ')}`;
}
