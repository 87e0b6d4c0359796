/** `.Files`. Follows pkg/engine/files.go of helm/helm. Text keeps the file as its author. */
import { Buffer } from 'node:buffer';
import type { TextMatches } from '../../../globs/machine.ts';
import { PatternError } from '../../../globs/pattern-error.ts';
import { gobwas, wildcards } from '../../../globs/wildcards.ts';
import { Nearness } from '../../../source.ts';
import { isUnreadable } from '../../../snapshot/snapshot.ts';
import { Dict, GoObject, List, Num, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { computedText, fixed, textAt } from '../functions/arguments.ts';
import { splitText } from '../functions/lists.ts';
import { yamlText } from '../yaml/emit.ts';
import type { Call } from '../../go-template/value.ts';
import { bytesOfFile, textOfFile, type ChartFile, type Loading } from './chart-file.ts';

type Files = ReadonlyMap<string, ChartFile>;

/** The `.Files` of a chart. */
export function filesObject(files: readonly ChartFile[], loading: Loading): GoObject {
  return objectOf(new Map(files.map((file) => [file.name, file])), loading);
}

function objectOf(files: Files, loading: Loading): GoObject {
  return new LazyFiles(files, loading).object;
}

class LazyFiles {
  readonly #files: Files;
  readonly #loading: Loading;
  readonly object: GoObject;

  constructor(files: Files, loading: Loading) {
    this.#files = files;
    this.#loading = loading;
    const textOf = (name: string): TracedText => this.#text(name);
    this.object = new FilesObject(files, textOf, {
      methods: [
        ['Get', fixed(['string'], (args) => this.#text(textAt(args, 0).text))],
        ['GetBytes', fixed(['string'], (args) => this.#bytes(textAt(args, 0).text))],
        ['Lines', fixed(['string'], (args) => this.#lines(textAt(args, 0).text))],
        ['Glob', fixed(['string'], (args) => this.#glob(textAt(args, 0).text))],
        ['AsConfig', fixed([], (_args, call) => this.#asYaml(call, (name) => this.#text(name)))],
        ['AsSecrets', fixed([], (_args, call) => this.#asYaml(call, (name) => this.#base64(name)))],
      ],
    });
  }

  #text(name: string): TracedText {
    const file = this.#files.get(name);
    if (!file) return plain('');
    const source = textOfFile(file, this.#loading);
    if (source === undefined) return plain('');
    if (isUnreadable(source)) return plain(Buffer.from(bytesOfFile(file, this.#loading)).toString('utf8'));
    const { text } = source;
    return TracedText.of({ file: source, start: 0, end: text.length, text, nearness: Nearness.chartDefault, offsets: 0 });
  }

  #raw(name: string): Uint8Array {
    const file = this.#files.get(name);
    if (!file) return new Uint8Array();
    const bytes = bytesOfFile(file, this.#loading);
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  }

  #bytes(name: string): List {
    return new List(Array.from(this.#raw(name), (byte) => new Num('uint8', byte)), { elementType: 'byte' });
  }

  #base64(name: string): TracedText {
    return computedText(Buffer.from(this.#raw(name)).toString('base64'), this.#text(name));
  }

  #lines(name: string): List {
    const text = this.#text(name);
    if (text.length === 0) return new List([], { elementType: 'string' });
    const body = text.text.endsWith('\n') ? text.slice(0, text.length - 1) : text;
    return new List(splitText(body, '\n'), { elementType: 'string' });
  }

  #glob(pattern: string): GoObject {
    const matches = filePattern(pattern);
    return objectOf(new Map([...this.#files].filter(([name]) => matches(name))), this.#loading);
  }

  /** Files under their last segments, as the data of a ConfigMap. */
  #asYaml(call: Call, content: (name: string) => TracedText): TracedText {
    const entries = [...this.#files.keys()].map((name) => [name.slice(name.lastIndexOf('/') + 1), content(name)] as const);
    const text = yamlText(new Dict(entries, { elementType: 'string' }), 'v2', (steps) => call.spend(steps));
    return text.slice(0, text.length - 1);
  }
}

/** The map is only built where a template ranges over the files: most never look. */
class FilesObject extends GoObject {
  readonly #files: Files;
  readonly #text: (name: string) => TracedText;
  #contents: Dict | undefined;

  constructor(files: Files, text: (name: string) => TracedText, parts: { methods: Iterable<readonly [string, ReturnType<typeof fixed>]> }) {
    super('engine.files', parts);
    this.#files = files;
    this.#text = text;
    Object.defineProperty(this, 'underlying', { get: () => this.#all(), enumerable: true });
  }

  #all(): Dict {
    this.#contents ??= new Dict([...this.#files.keys()].sort().map((name): readonly [string, Value] => [name, this.#text(name)]));
    return this.#contents;
  }
}

/** What gobwas refuses takes every file: helm, pkg/engine/files.go `Glob`. */
function filePattern(pattern: string): TextMatches {
  try {
    return wildcards(pattern, gobwas('/'));
  } catch (error) {
    if (error instanceof PatternError) return () => true;
    throw error;
  }
}
