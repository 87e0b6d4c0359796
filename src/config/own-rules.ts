/** The sections in which a configuration states rules of its own; the others can only be read when it is known which rules there are. */
import type { SourceFile } from '../source.ts';
import type { OwnRules } from './config.ts';
import { ownRuleSections, type Settings } from './declaration.ts';
import { readLayers, type ReadFile } from './layers.ts';
import { Reading, type Placed } from './reading.ts';
import type { Shape } from './shape.ts';

export interface OwnSections {
  readonly customRules: NonNullable<Settings['customRules']>;
  readonly admissionPolicies: readonly Placed<string>[];
}

export interface OwnSources extends OwnSections {
  /** Ids that mean something already. */
  readonly taken: readonly string[];
  readonly readFile: ReadFile;
  /** Where what is wrong is reported. */
  readonly reading: Reading;
}

/** Makes rules of what is stated; loaded where something is. */
export type RulesOf = (sources: OwnSources) => Promise<OwnRules>;

/** Nothing where no file states any. What is of a wrong shape is reported when the whole is read. */
export function readOwnSections(file: SourceFile, readFile: ReadFile): OwnSections | undefined {
  const { settings } = readLayers(file, { shape: onlyOwn, readFile, reading: new Reading() });
  const customRules = settings.find((layer) => layer.customRules !== undefined)?.customRules ?? [];
  const admissionPolicies = settings.find((layer) => layer.admissionPolicies !== undefined)?.admissionPolicies ?? [];
  return customRules.length + admissionPolicies.length === 0 ? undefined : { customRules, admissionPolicies };
}

const onlyOwn: Shape<Settings> = {
  schema: {},
  read(node, reading) {
    if (node.kind !== 'mapping') return undefined;
    const wanted = ownRuleSections.extends.read(node.get('extends'), reading);
    const customRules = ownRuleSections.customRules.read(node.get('customRules'), reading);
    const admissionPolicies = ownRuleSections.admissionPolicies.read(node.get('admissionPolicies'), reading);
    return { ...(wanted ? { extends: wanted } : {}), ...(customRules ? { customRules } : {}), ...(admissionPolicies ? { admissionPolicies } : {}) };
  },
};
