/** `toToml` and `fromToml`. Follow pkg/engine/funcs.go of helm/helm; reading TOML is not supported. */
import { plain } from '../../traced-text.ts';
import { UnsupportedFunction } from '../errors.ts';
import { SerialisationError } from '../json-text.ts';
import { tomlText } from '../toml-text.ts';
import { fixed, valueAt, type FunctionTable } from './arguments.ts';

export const tomlFunctions: FunctionTable = [
  ['toToml', fixed(['any'], (args, call) => {
    try {
      return tomlText(valueAt(args, 0), (steps) => call.spend(steps));
    } catch (error) {
      if (error instanceof SerialisationError) return plain(error.message);
      throw error;
    }
  })],
  ['fromToml', fixed(['string'], (_args, call) => {
    throw new UnsupportedFunction('fromToml', call.at);
  })],
];
