/** Models that an environment no longer serves as far as can be read, while something may serve them all the same: such a loss is no removal. */
import type { Repository, ServedModel } from '../model.ts';
import { modelState } from '../serving/model-state.ts';
import type { Node } from '../yaml/node.ts';
import type { Cell } from './cells.ts';

/** A repository with what is not in it because it cannot be read. */
export interface Side {
  readonly repository: Repository;
  /** Paths of files that cannot be read, whatever they hold. */
  readonly unreadable: ReadonlySet<string>;
  /** The text of `.gitmodules`; empty without one. */
  readonly submodules: () => string;
}

export interface LossesOptions {
  readonly base: Side;
  readonly head: Side;
  /** The files that decide what a served model of the base is. */
  readonly readsOf: (model: ServedModel) => ReadonlySet<string>;
}

/** Why nobody can say that a model is gone. */
export interface Doubt {
  /** A clause. */
  readonly why: string;
  /** Where it is now; absent where that is not known. */
  readonly at?: Node;
}

/** Whether the change really takes models out of an environment. */
export class Losses {
  readonly #options: LossesOptions;

  constructor(options: LossesOptions) {
    this.#options = options;
  }

  /** Nothing where as many models stand there as before, or where those that do not are gone. */
  doubt(before: Cell | undefined, after: Cell | undefined): Doubt | undefined {
    if (!before || (after?.models.length ?? 0) >= before.models.length) return undefined;
    const why = this.#unread(before);
    return this.#escaped(before) ?? (why === undefined ? undefined : { why });
  }

  /** It stands where no gate holds it, or one of an earlier stage does. */
  #escaped({ family, environment, models }: Cell): Doubt | undefined {
    const origins = new Set(models.map(originOf));
    const moved = this.#options.head.repository.models.find((model) => {
      const stage = model.environment?.stage;
      if (model.environment?.name === environment.name || this.#wasThere(model)) return false;
      if (stage === undefined) return model.family === family || origins.has(originOf(model));
      return origins.has(originOf(model)) && stage < (environment.stage ?? 0);
    });
    if (!moved) return undefined;
    const at = moved.sources[0]?.uri ?? moved.from.root;
    return { why: `${at.at.file.path} takes its place and is of ${placeOf(moved)}`, at };
  }

  #wasThere(model: ServedModel): boolean {
    const key = contentOf(model);
    return this.#options.base.repository.models.some((before) => contentOf(before) === key);
  }

  #unread({ environment, models }: Cell): string | undefined {
    const { base, head, readsOf } = this.#options;
    const reads = new Set(models.flatMap((model) => [...readsOf(model)]));
    const file = [...reads].sort().find((path) => head.unreadable.has(path));
    if (file !== undefined) return `${file} cannot be read`;
    const folders = submodulesIn(head.submodules());
    const folder = folders.find((one) => [...reads].some((path) => path.startsWith(`${one}/`)));
    if (folder !== undefined) return `${folder} is a submodule, in which nothing is read`;
    if (folders.length > 0 && head.submodules() !== base.submodules()) return `the change touches .gitmodules, and nothing is read in ${folders.join(' and ')}`;
    const known = new Set(base.repository.unverified.map(textOf));
    const applications = new Set(models.flatMap(({ application }) => application?.name ?? []));
    const { unverified } = head.repository;
    const found = unverified.find(({ application }) => application !== undefined && applications.has(application)) ?? unverified.find((one) => !known.has(textOf(one)));
    if (found) return `${found.what}: ${found.why}`;
    return isPartialIn(head, environment.name) && !isPartialIn(base, environment.name) ? `not all of ${environment.name} can be read` : undefined;
  }
}

function placeOf({ environment }: ServedModel): string {
  if (!environment) return 'no environment';
  return environment.stage === undefined ? `${environment.name}, which has no place in the order of environments` : environment.name;
}

function textOf({ at, what, why }: Repository['unverified'][number]): string {
  return JSON.stringify([at.file.path, what, why]);
}

function isPartialIn({ repository }: Side, environment: string): boolean {
  return repository.environments.some(({ name, isPartial }) => name === environment && isPartial);
}

/** What keeps its name where other words in it change: the Application, else the kustomization, else the file. */
function originOf({ application, from }: ServedModel): string {
  if (application) return `application ${application.namespace ?? ''}/${application.name}`;
  const folder = 'kustomization' in from ? from.kustomization : undefined;
  return folder === undefined ? `file ${from.file.path}` : `kustomization ${folder}`;
}

/** The same model, served in the same place. */
function contentOf(model: ServedModel): string {
  const { stable, canary } = modelState(model);
  return JSON.stringify([model.family, model.environment?.name, originOf(model), stable?.key, canary?.artifact?.key]);
}

/** The folders that `.gitmodules` names. */
function submodulesIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [key, ...rest] = line.split('=');
    return key?.trim() === 'path' ? [rest.join('=').trim()] : [];
  });
}
