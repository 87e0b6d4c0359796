/** The environments of a repository while they are being filled. */
import type { Config, DeclaredEnvironment } from '../config/config.ts';
import type { Environment, Manifest, Placement, ServedModel, Values } from '../model.ts';
import { environmentFinder, type EnvironmentFinder, type Whereabouts } from '../serving/environment.ts';
import { compareText } from '../source.ts';

/** An Environment that can still be added to. */
export interface EnvironmentDraft extends Environment {
  stage?: number;
  isStaged?: boolean;
  readonly manifests: Manifest[];
  readonly models: ServedModel[];
  readonly values: Values[];
  isPartial: boolean;
}

/** Every environment once, by name. */
export class Environments {
  readonly #finder: EnvironmentFinder;
  readonly #drafts = new Map<string, EnvironmentDraft>();
  /** The environment whose branch this tree is: what no other place puts anywhere stands there. */
  readonly #here: string | undefined;

  /** Declared environments are there even where nothing is deployed to them. */
  constructor(config: Config) {
    this.#finder = environmentFinder(config);
    this.#here = config.environments?.find(({ isHere }) => isHere)?.name;
    for (const { name } of config.environments ?? []) this.#named(name);
  }

  /** The environment of a thing, if it has one. */
  find(whereabouts: Whereabouts): EnvironmentDraft | undefined {
    const name = this.#finder.find(whereabouts) ?? this.#here;
    return name === undefined ? undefined : this.#named(name);
  }

  /** As it would be: asking does not make the environment exist, and what is added to it is added nowhere. */
  detached(whereabouts: Whereabouts): Environment | undefined {
    const name = this.#finder.find(whereabouts) ?? this.#here;
    return name === undefined ? undefined : (this.#drafts.get(name) ?? this.#draft(name));
  }

  /** The same by name only: asking does not make the environment exist. */
  placeOf(whereabouts: Whereabouts): Placement | undefined {
    const name = this.#finder.find(whereabouts);
    const stage = name === undefined ? undefined : this.#finder.stageOf(name);
    return name === undefined ? undefined : { name, ...(stage === undefined ? {} : { stage }) };
  }

  draftOf({ environment }: { readonly environment?: Environment }): EnvironmentDraft | undefined {
    return environment && this.#drafts.get(environment.name);
  }

  declared(name: string): DeclaredEnvironment | undefined {
    return this.#finder.declared(name);
  }

  /** In the order of stages, which count up without gaps: what is well known but not here takes no number. */
  ordered(): Environment[] {
    const all = [...this.#drafts.values()];
    const stages = [...new Set(all.flatMap(({ stage }) => stage ?? []))].sort((a, b) => a - b);
    for (const draft of all) {
      if (draft.stage === undefined) continue;
      draft.isStaged = stages.length > 1 || draft.stage > 0;
      draft.stage = stages.indexOf(draft.stage);
    }
    return all.sort((a, b) => (a.stage ?? Infinity) - (b.stage ?? Infinity) || compareText(a.name, b.name));
  }

  #named(name: string): EnvironmentDraft {
    const draft = this.#drafts.get(name) ?? this.#draft(name);
    this.#drafts.set(name, draft);
    return draft;
  }

  #draft(name: string): EnvironmentDraft {
    const stage = this.#finder.stageOf(name);
    const declared = this.#finder.declared(name);
    return {
      name,
      ...(stage === undefined ? {} : { stage }),
      policy: {
        availability: declared?.availability ?? 'oneOf',
        soak: declared?.soak ?? 'current',
        ...(declared ? { after: declared.after } : {}),
        freeze: declared?.freeze ?? [],
        ...(declared?.requiredSoakTime ? { requiredSoakTime: declared.requiredSoakTime } : {}),
        ...(declared?.canary ? { canary: declared.canary } : {}),
      },
      manifests: [], models: [], values: [], isPartial: false,
    };
  }
}
