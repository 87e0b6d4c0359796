/** Every function that a Helm template can call, by name. Follows pkg/engine/funcs.go of helm/helm (Helm 4). */
import type { Functions, TemplateFunction } from '../../go-template/functions.ts';
import { certificateFunctions } from './certificates.ts';
import { dateFunctions } from './dates.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encoding.ts';
import { flowFunctions } from './flow.ts';
import { joiningFunctions } from './joining.ts';
import { letterCaseFunctions } from './letter-case.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { passwordFunctions } from './passwords.ts';
import { pathFunctions } from './paths.ts';
import { regularExpressionFunctions } from './regular-expressions.ts';
import { serialisingFunctions } from './serialising.ts';
import { templateFunctions } from './templates.ts';
import { tomlFunctions } from './toml.ts';
import { trimmingFunctions } from './trimming.ts';
import { typeFunctions } from './types.ts';
import { unknowableFunctions } from './unknowable.ts';
import { urlFunctions } from './urls.ts';
import { versionFunctions } from './versions.ts';

const shared: readonly (readonly [string, TemplateFunction])[] = [
  ...trimmingFunctions, ...joiningFunctions, ...letterCaseFunctions, ...listFunctions, ...dictFunctions, ...numberFunctions, ...dateFunctions,
  ...encodingFunctions, ...regularExpressionFunctions, ...versionFunctions, ...flowFunctions, ...typeFunctions, ...pathFunctions, ...urlFunctions,
  ...serialisingFunctions, ...tomlFunctions, ...unknowableFunctions, ...certificateFunctions, ...passwordFunctions,
];

const all: Functions = new Map([...shared, ...templateFunctions()]);

/** The functions of every render. */
export function helmFunctions(): Functions {
  return all;
}
