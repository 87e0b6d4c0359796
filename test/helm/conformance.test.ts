/** Helm's own golden cases for `helm template` (pkg/cmd/template_test.go), where the corpus lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart, type ChartResult, type ValueSource } from '../../src/render/helm/helm.ts';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { Bool, Dict, type Value } from '../../src/render/go-template/value.ts';
import { TracedText } from '../../src/render/traced-text.ts';
import { pathPattern } from '../../src/globs/path-match.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';

const root = '../shared/corpus/helm/pkg/cmd';
const casesFile = '../shared/corpus/helm/template-cases.json';

interface GoldenCase {
  readonly name: string;
  readonly cmd: string;
  readonly golden: string;
}

/** What is no rendering at all. */
const aboutTheCommandLine = new Set(['check no args']);

function readCases(): GoldenCase[] {
  const parsed: unknown = JSON.parse(readFileSync(casesFile, 'utf8'));
  if (!Array.isArray(parsed)) return [];
  return parsed.map((entry: unknown) => {
    const fields = new Map(Object.entries(Object(entry)));
    return { name: String(fields.get('name')), cmd: String(fields.get('cmd')), golden: String(fields.get('golden')) };
  });
}

/** The words of a command line; single quotes keep spaces. */
function words(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

interface Given {
  readonly chart: string;
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

const SWITCHES = new Set(['--include-crds', '--skip-tests', '--debug']);

function given(command: string): Given {
  const flags = new Map<string, string[]>();
  let chart = '';
  const rest = words(command).slice(2);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      chart = word;
      continue;
    }
    const [flag = '', inline] = word.split(/=(.*)/s);
    const value = SWITCHES.has(flag) ? 'true' : (inline ?? rest.shift() ?? '');
    flags.set(flag, [...(flags.get(flag) ?? []), value]);
  }
  return { chart, flags };
}

/** `--set a.b=c` as far as the cases go. */
function setValues(assignment: string): ValueSource {
  const [path = '', text = ''] = assignment.split('=');
  const leaf: Value = text === 'true' ? new Bool(true) : new TracedText(text);
  const values = path.split('.').reduceRight<Value>((below, key) => new Dict([[key, below]]), leaf);
  return { kind: 'values', values: values instanceof Dict ? values : new Dict() };
}

function valueSources(snapshot: Snapshot, { flags }: Given): ValueSource[] {
  const files = [...(flags.get('--values') ?? []), ...(flags.get('-f') ?? [])];
  const fromFiles = files.map((path): ValueSource => {
    const file = snapshot.file(path);
    if (!file || isUnreadable(file)) throw new Error(`${path} is missing`);
    return { kind: 'file', file };
  });
  return [...fromFiles, ...(flags.get('--set') ?? []).map(setValues)];
}

async function render(one: GoldenCase): Promise<string> {
  const { chart, flags } = given(one.cmd);
  const snapshot = await diskSnapshot(root, { useGit: false });
  try {
    const result = renderChart({
      snapshot, folder: chart, releaseName: flags.get('--name-template')?.[0] ?? 'release-name', namespace: 'default', helm: '4.2.4',
      valueSources: valueSources(snapshot, { chart, flags }),
      capabilities: { kubeVersion: flags.get('--kube-version')?.[0] ?? 'v1.20.0', apiVersions: (flags.get('--api-versions') ?? []).flatMap((list) => list.split(',')) },
    });
    return shownOnly(printed(result, flags), flags.get('--show-only') ?? []);
  } catch (error) {
    if (error instanceof RenderError) return `Error: ${error.message}\n`;
    throw error;
  }
}

function printed(result: ChartResult, flags: Given['flags']): string {
  const documents = flags.has('--skip-tests') ? result.documents.filter(({ isTest }) => !isTest) : result.documents;
  return printHelmTemplate({ ...result, documents }, { includesCrds: flags.has('--include-crds') });
}

/** The documents of the named templates, in the order of the names. */
function shownOnly(output: string, templates: readonly string[]): string {
  if (templates.length === 0) return output;
  const documents = output.split(/^---[ \t]*/m).filter((text) => text.trim() !== '');
  const from = (document: string): string => /# Source: [^/]+\/(.+)/.exec(document)?.[1] ?? '';
  return templates.flatMap((name) => documents.filter((document) => pathPattern(name)(from(document)))).map((document) => `---\n${document.trimStart()}\n`).join('');
}

/** Of failures the message counts; what libyaml says of wrong YAML is its own. */
function comparable(output: string): string {
  const error = /(?:^|\n)(Error: [\s\S]*)$/.exec(output)?.[1];
  if (error === undefined) return output;
  return error.replace(/\n\nUse --debug flag.*\s*$/, '').replace(/(YAML to JSON: yaml: ).*/s, '$1…').trimEnd();
}

describe("Helm's golden cases", () => {
  if (!existsSync(casesFile)) {
    test('corpus', ({ skip }) => skip(`${casesFile} is not there`));
    return;
  }
  test.for(readCases())('$name: $cmd', async (one, { skip }) => {
    if (aboutTheCommandLine.has(one.name)) skip('it is about the command line of helm alone');
    const expected = readFileSync(join(root, 'testdata', one.golden), 'utf8');
    expect(comparable(await render(one))).toBe(comparable(expected));
  });
});
