/** Value files that claim the contract: which environment they speak of, and which models nothing but they name. */
import type { Application, Placement, Values } from '../model.ts';
import type { Claim } from '../serving/contract.ts';
import type { Belonging } from '../serving/served-model.ts';
import { folderOf } from '../snapshot/snapshot.ts';
import type { Holdings } from './holdings.ts';
import type { Parts } from './parts.ts';

/** An Application whose models can be added to. */
interface Deploying extends Application {
  readonly models: Application['models'][number][];
}

export class ClaimedValues {
  readonly #holdings: Holdings;
  readonly #claims = new Map<string, Claim[]>();
  /** Files out of which something rendered a served model. */
  readonly #servedFrom = new Map<string, Belonging>();
  readonly #values: Values[] = [];
  readonly #problems: Parts['contractProblems'];

  constructor({ claims, contractProblems }: Pick<Parts, 'claims' | 'contractProblems'>, holdings: Holdings) {
    this.#holdings = holdings;
    this.#problems = contractProblems;
    for (const claim of claims) this.#claims.set(claim.file.path, [...(this.#claims.get(claim.file.path) ?? []), claim]);
  }

  get values(): readonly Values[] {
    return this.#values;
  }

  /** The environment that the only claim among the files names. */
  environmentIn(reads: ReadonlySet<string>): string | undefined {
    for (const path of reads) {
      const claims = this.#claims.get(path);
      if (claims?.length === 1) return claims[0]?.environmentName;
    }
    return undefined;
  }

  /** Remembers of which files something rendered a model. */
  served(reads: ReadonlySet<string>, belonging: Belonging): void {
    for (const path of reads) if (this.#claims.has(path)) this.#servedFrom.set(path, belonging);
  }

  /** Once everything was rendered; `notRendered` are Applications that perhaps deploy what a file claims. */
  resolve(notRendered: readonly Deploying[]): void {
    for (const claim of [...this.#claims.values()].flat()) this.#resolve(claim, notRendered);
  }

  #resolve(claim: Claim, notRendered: readonly Deploying[]): void {
    const { environments, reader } = this.#holdings;
    const valueFiles = [claim.file.path];
    const rendered = this.#servedFrom.get(claim.file.path);
    const environment = environments.find({ contract: claim.environmentName, valueFiles }) ?? rendered?.environment;
    const belonging = environment ? { environment } : {};
    const stated = environments.placeOf({ contract: claim.environmentName });
    const placement: Placement | undefined = environments.placeOf({ valueFiles });
    const values: Values = {
      ...claim, isRendered: rendered !== undefined, ...(this.#problems ? { schemaProblems: this.#problems.get(claim.root) ?? [] } : {}), ...belonging, ...(stated ? { stated } : {}), ...(placement ? { placement } : {}),
    };
    this.#values.push(values);
    environments.draftOf(belonging)?.values.push(values);
    const model = rendered ? undefined : reader.ofValues(values, belonging);
    if (!model) return;
    this.#holdings.serve(model);
    for (const application of notRendered) if (readsValues(application, claim.file.path)) application.models.push(model);
  }
}

/** What an Application would deploy if it could be rendered: its value files, or files beside them where there is no chart to name them for. */
function readsValues({ references }: Application, path: string): boolean {
  return references.some((reference) => (reference.what === 'value file' ? reference.path === path : reference.path === folderOf(path)));
}
