/** A version that no environment serves yet: it enters where nothing stands before, such as when a registry tells of it. */
import type { UriSettings } from '../config/config.ts';
import { environmentsBefore } from '../history/upstreams.ts';
import { mainSources, plainVersion } from '../serving/model-state.ts';
import { parseModelUri } from '../serving/model-uri.ts';
import { versionKey } from '../serving/version-form.ts';
import type { Nothing, Step, StepOptions } from './steps.ts';
import { wantedUri, type WantedVersion } from './wanted.ts';

export interface NewVersionOptions extends Pick<StepOptions, 'history' | 'family' | 'environment'> {
  readonly uris: UriSettings;
  /** As the registry names it; a leading `v` is that of the place where it is written. */
  readonly version: string;
}

/** The version in the place of the one that the environment serves, in the same URI. */
export function newVersionStep({ history, family, environment, uris, version }: NewVersionOptions): Step | Nothing {
  const before = environmentsBefore(environment, history.tip.environments);
  if (before.length > 0) return { why: `a new version enters where nothing stands before, and ${before.join(' and ')} stands before ${environment.name}; promote it from there` };
  const model = history.tip.models.find((one) => one.family === family && one.environment?.name === environment.name);
  const [source, ...others] = model && !model.promoted ? mainSources(model.sources) : [];
  if (!source?.uri.isKnown || !source.parsed.version || others.length > 0) return { why: `the URI of ${family} in ${environment.name} holds no version that another could replace` };
  const plain = plainVersion(version);
  const wanted: WantedVersion = { key: '', text: plain, versions: [plain], uris: [], from: environment.name, isRestored: false };
  const uri = wantedUri(source, 0, wanted, { environment: environment.name, mirrors: uris.mirrors });
  const patterns = { useDefaults: uris.useDefaultPatterns, declared: uris.versionPatterns.map((pattern) => (text: string) => pattern.matches(text)) };
  const parsed = uri === undefined ? undefined : parseModelUri(uri, patterns);
  if (!parsed?.version || parsed.mutable || plainVersion(parsed.version.text) !== plain) return { why: `${JSON.stringify(version)} is no version that names the same artifact for ever` };
  const key = `version ${versionKey(parsed.version)}`;
  if (key === `version ${versionKey(source.parsed.version)}`) return { why: `${environment.name} serves version ${plain} already` };
  return { wanted: { stable: { ...wanted, key } }, stables: [key], title: `version ${plain} is new`, notes: [] };
}
