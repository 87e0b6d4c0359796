/** Who may import whom. Paths are prefixes from the project's root: a folder, or a file without its extension. */
export interface Layer {
  /** What the layer may import; itself only where it is named, because a rule may not import another rule. */
  readonly imports: readonly string[];
  /** What it may import with `import type` only. */
  readonly types?: readonly string[];
}

/** What says where things are written and imports nothing else of ours, so that every layer but the rules may use it. */
const words = ['src/source', 'src/spelling', 'src/groups', 'src/once', 'src/unchecked', 'src/re2', 'src/digest', 'src/instant', 'src/time-zone', 'src/signals'];

/** The layer with the longest matching prefix counts. */
export const layers: Readonly<Record<string, Layer>> = {
  'rules/index': { imports: ['rules'], types: ['src/rule'] },
  'rules/pages': { imports: [] },
  'rules/shared': { imports: ['src/rule', 'rules/shared'] },
  rules: { imports: ['src/rule', 'rules/shared'] },

  'src/source': { imports: ['src/unchecked'] },
  'src/spelling': { imports: ['src/groups'] },
  'src/groups': { imports: [] },
  'src/once': { imports: [] },
  'src/unchecked': { imports: [] },
  'src/re2': { imports: [] },
  'src/digest': { imports: [] },
  'src/instant': { imports: [] },
  'src/time-zone': { imports: [] },
  'src/signals': { imports: [] },
  // Text that knows its authors is a word, too: renderers make it, and yaml reads it.
  'src/render/traced-text': { imports: words },
  'src/yaml': { imports: [...words, 'src/yaml', 'src/render/traced-text'] },
  'src/snapshot': { imports: [...words, 'src/snapshot'] },
  'src/globs': { imports: ['src/globs'] },

  'src/kubernetes': { imports: [...words, 'src/kubernetes', 'src/yaml'], types: ['src/model'] },
  'src/cel': { imports: [...words, 'src/cel', 'src/yaml', 'src/kubernetes'], types: ['src/finding', 'src/model'] },
  // Rules that a configuration states; loaded where one does.
  'src/custom-rules': {
    imports: [...words, 'src/custom-rules', 'src/cel', 'src/globs', 'src/yaml', 'src/kubernetes', 'src/rule', 'src/model', 'src/finding', 'src/snapshot/snapshot'],
    types: ['src/config'],
  },
  'src/finding': { imports: [...words, 'src/yaml'], types: ['src/model'] },
  'src/model': { imports: [...words, 'src/yaml', 'src/kubernetes', 'src/model'], types: ['src/finding', 'src/config', 'src/serving'] },
  'src/option': { imports: words },
  'src/serving': { imports: [...words, 'src/serving', 'src/model', 'src/snapshot', 'src/yaml', 'src/kubernetes'], types: ['src/config'] },
  'src/rule': {
    imports: [...words, 'src/cel', 'src/yaml', 'src/kubernetes', 'src/model', 'src/serving', 'src/finding', 'src/option', 'src/globs', 'src/snapshot/snapshot'],
    types: ['src/config'],
  },
  'src/config': {
    imports: [...words, 'src/config', 'src/yaml', 'src/kubernetes', 'src/finding', 'src/rule', 'src/option'],
    types: ['src/model', 'src/snapshot'],
  },

  'src/render': {
    imports: [...words, 'src/render', 'src/globs', 'src/snapshot', 'src/yaml', 'src/model', 'src/kubernetes', 'src/finding'],
    types: ['src/rule', 'src/argocd/this-repository'],
  },
  // Discovering, rendering and naming environments alternate; the loop that joins them is no part of any of them.
  'src/repository': {
    imports: [
      ...words, 'src/repository', 'src/argocd', 'src/render', 'src/serving', 'src/snapshot', 'src/yaml', 'src/model', 'src/kubernetes', 'src/finding',
    ],
    types: ['src/config', 'src/rule'],
  },
  // What a thread does that parses beside the first one.
  'src/parse-worker': { imports: [...words, 'src/cel/fit', 'src/render', 'src/snapshot'] },
  // What a thread does that lints beside the interface.
  'src/fix-thread': { imports: [...words, 'src/commands'] },
  'src/argocd': {
    imports: [
      ...words, 'src/argocd', 'src/globs', 'src/snapshot', 'src/yaml', 'src/model', 'src/kubernetes', 'src/finding',
      // An ApplicationSet may be a Go template with sprig, whose functions stand with Helm's.
      'src/render/go-template', 'src/render/helm', 'src/render/traced-text',
    ],
    types: ['src/rule', 'src/config'],
  },
  // Reading old trees needs the engine of the present; what they prove does not.
  'src/history-trees': {
    imports: [...words, 'src/argocd', 'src/config', 'src/engine', 'src/history', 'src/model', 'src/render', 'src/repository', 'src/snapshot'],
  },
  'src/merge-gate': { imports: [...words, 'src/diff', 'src/history', 'src/history-trees', 'src/model', 'src/repository', 'src/snapshot'] },
  'src/policy': {
    imports: [...words, 'rules/index', 'src/argocd', 'src/config', 'src/custom-rules', 'src/engine', 'src/finding', 'src/rule', 'src/snapshot'],
  },
  'src/comparison': {
    imports: [...words, 'rules/index', 'src/argocd', 'src/config', 'src/engine', 'src/finding', 'src/history-trees', 'src/merge-gate', 'src/model', 'src/render', 'src/repository', 'src/restored', 'src/snapshot'],
  },
  'src/restored': { imports: [...words, 'src/finding', 'src/history', 'src/merge-gate', 'src/model', 'src/repository'] },
  'src/history': { imports: [...words, 'src/history', 'src/snapshot', 'src/yaml', 'src/model', 'src/serving'], types: ['src/config'] },
  'src/engine': {
    imports: [...words, 'src/engine', 'src/rule', 'src/model', 'src/finding', 'src/config', 'src/option', 'src/yaml', 'src/kubernetes'],
  },
  'src/diff': { imports: [...words, 'src/diff', 'src/yaml', 'src/kubernetes', 'src/model'], types: ['src/finding'] },
  // What a repository is told about itself; the texts that are written come from templates/.
  'src/init': {
    imports: [...words, 'src/init', 'src/config/scalars', 'src/fix/apply', 'src/report/escape', 'src/yaml', 'rules/shared'],
    types: ['src/model', 'src/finding'],
  },
  'src/fix': {
    imports: [...words, 'src/fix', 'src/yaml', 'src/finding', 'src/diff', 'src/kubernetes', 'src/model', 'src/snapshot'],
    types: ['src/mllint', 'src/engine'],
  },
  // From what the base proves to the edit that its gates accept.
  'src/promotion': {
    imports: [...words, 'src/promotion', 'src/fix', 'src/history', 'src/serving', 'src/yaml', 'src/finding', 'src/model'], types: ['src/config', 'src/merge-gate'],
  },
  'src/report': { imports: [...words, 'src/report', 'src/finding'] },

  'src/mllint': {
    imports: [
      ...words, 'rules/index', 'src/argocd', 'src/cel/fit', 'src/config', 'src/diff', 'src/repository', 'src/engine', 'src/finding', 'src/kubernetes', 'src/comparison', 'src/history-trees', 'src/merge-gate', 'src/policy', 'src/model',
      'src/render', 'src/rule', 'src/serving', 'src/snapshot', 'src/yaml',
    ],
  },
  'src/tui': { imports: [...words, 'src/tui', 'src/mllint', 'src/fix', 'src/report', 'src/finding'] },
  'src/commands': {
    imports: [
      ...words, 'src/commands', 'src/mllint', 'src/init', 'src/fix', 'src/promotion', 'src/report', 'src/tui', 'src/finding', 'src/config', 'src/engine', 'src/snapshot',
      'src/yaml/print-lines', 'src/kubernetes/secret-values', 'src/kubernetes/schema', 'rules/index', 'rules/pages',
    ],
    types: ['src/model', 'src/rule', 'src/option', 'src/yaml'],
  },
  'src/main': { imports: ['src/commands', 'src/mllint', 'src/signals', 'package.json'] },
  'src/dev': { imports: ['src', 'rules', 'package.json'] },
};

/** Which layers may import a package, by the same prefixes. A package that is not listed may be imported by none. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '@marcbachmann/cel-js': ['src/cel/library', 'src/dev'],
  '@kubernetes/client-node': ['src/snapshot', 'src/commands'],
  ajv: ['src/kubernetes', 'src/config', 'src/serving', 'src/dev'],
  croner: ['src/config'],
  diff: ['src/fix'],
  esbuild: ['src/dev'],
  typescript: ['src/dev'],
  'fast-glob': ['src/snapshot', 'src/dev'],
  ink: ['src/tui'],
  micromatch: ['src'],
  re2js: ['src'],
  react: ['src/tui'],
  yaml: ['src/yaml', 'src/dev'],
};

/** Who may import Node's own modules: rules read no file, clock or network, and a report is a text. */
export const mayUseNode: readonly string[] = ['src'];
export const mayNotUseNode: readonly string[] = ['src/rule', 'src/report'];

/** Who touches the process it runs in. */
export const mayUseProcess: readonly string[] = ['src/main', 'src/dev'];
