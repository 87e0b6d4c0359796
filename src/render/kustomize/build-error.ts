/** What keeps a kustomization from being built. */
import type { Location } from '../../source.ts';

/** A kustomization that `kustomize build` would refuse; `message` says what is wrong at the place, as far as possible in the words of kustomize. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly at: Location;

  constructor(message: string, at: Location) {
    super(message);
    this.at = at;
  }
}
