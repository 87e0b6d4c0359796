/** Charts, their releases and what their templates do. */
import type { Environment, Manifest } from '../model.ts';
import type { Location } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Application } from './application.ts';

export interface Chart {
  readonly folder: string;
  readonly name: string;
  readonly metadata: Node;
  /** Every time it was rendered without an error. */
  readonly releases: readonly ChartRelease[];
}

/** One render of a chart: for a source of an Application, for a value file beside it, or with its own values alone. */
export interface ChartRelease {
  readonly application?: Application;
  readonly environment?: Environment;
  /** What lies over the chart's own values, in the order in which it is applied: whole value files, and what an Application holds itself. */
  readonly values: readonly Node[];
  /** The chart's own values.yaml. */
  readonly ownValues?: Node;
  readonly manifests: readonly Manifest[];
  readonly templates: ReleaseTemplates;
}

/** A place in a template that did something in a release; `at` is the whole action. */
export interface TemplatePlace {
  readonly at: Node;
}

/** What the templates of a chart, and of the charts below it, do in one release. Found out when a rule asks; `*` in a path is every item. */
export interface ReleaseTemplates {
  /** Whether a template reads a value: with everything in it, only something in it, or nothing. What cannot be followed counts as read. */
  coverage(path: readonly string[]): 'all' | 'part' | 'none';
  /** The keys of a mapping that are read. */
  keysReadAt(path: readonly string[]): readonly string[];
  /** Where a key of this name is read. */
  pathsReadTo(key: string): readonly (readonly string[])[];
  /** Values that are missing and that actions printed with nothing to fall back to; of the chart's own templates only. */
  printed(isMissing: (path: readonly string[]) => boolean): readonly (TemplatePlace & { readonly path: readonly string[] })[];
  /** Fields of Helm's dot that Helm does not know: they print nothing. */
  readonly foreign: readonly (TemplatePlace & { readonly names: readonly string[] })[];
  /** Calls of functions that give another result each time. */
  readonly unstable: readonly (TemplatePlace & { readonly function: string })[];
  /** Whole numbers that an action printed as `1e+06` into a string. */
  readonly exponents: readonly (TemplatePlace & { readonly written: string; readonly printed: string; readonly value: Location })[];
  /** Whether a node is one of those above. */
  owns(node: Node): boolean;
}
