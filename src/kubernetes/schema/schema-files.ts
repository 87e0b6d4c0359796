/** The validators that were compiled from the schemas that mllint carries. None is loaded before it is asked for. */
import { createRequire } from 'node:module';
import { unchecked } from '../../unchecked.ts';
import { home, isBundled } from './package-files.ts';
import { validatorRuntime } from './validator-runtime.ts';

/** Whether plain data fits; what it refuses may still be right, because a server is lax in places where it is not. */
export type Validator = (data: unknown) => boolean;

/** From sources there are none: every document is looked at directly then, with the same verdict. */
export function loadValidator(path: string): Validator | undefined {
  if (!isBundled) return undefined;
  const load = createRequire(home);
  if (!hasRuntime) Object.assign(unchecked<object>(load('./dist/schemas/runtime.cjs')), validatorRuntime);
  hasRuntime = true;
  return unchecked<{ readonly kind: Validator }>(load(`./dist/schemas/${path}.cjs`)).kind;
}

let hasRuntime = false;
