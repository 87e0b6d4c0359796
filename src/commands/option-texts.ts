/** What every option and command is for: help and completion are made of this. */
import { SHELLS, type CommandName, type OptionName } from './options.ts';
import { FORMATS } from '../report/format.ts';

/** What a value can be, for completion; `free` is what only the user knows. */
export type Completes = 'folder' | 'file' | 'format' | 'rule' | 'free';

export interface OptionText {
  readonly text: string;
  /** Absent for a switch. */
  readonly value?: { readonly name: string; readonly completes: Completes };
}

/** In the order of the help. */
export const OPTION_TEXTS: Readonly<Record<OptionName, OptionText>> = {
  root: { text: 'default: the folder with mllint.yaml, else the Git top level', value: { name: 'dir', completes: 'folder' } },
  fix: { text: 'repair what is found: in a terminal one problem at a time, elsewhere all that is safe' },
  yes: { text: 'nobody is asked: with --fix all that is safe, with init every default' },
  'unsafe-fixes': { text: 'with --fix or --fix-dry-run: also what a person should look at first' },
  'fix-dry-run': { text: 'print what --fix, promote or rollback would change as a difference for git apply; change nothing' },
  format: { text: `${FORMATS.join(' | ')}; repeatable`, value: { name: 'name[=file]', completes: 'format' } },
  'output-file': { text: 'for the one format that names no file', value: { name: 'file', completes: 'file' } },
  config: { text: 'instead of mllint.yaml at the root', value: { name: 'file', completes: 'file' } },
  'print-config': { text: 'the configuration in force, and where each value comes from' },
  base: { text: 'the branch to merge into: its policy and its history count', value: { name: 'ref', completes: 'free' } },
  'fail-on': { text: 'with a base: new (default) | all; what promotion gates hold back always fails', value: { name: 'new|all', completes: 'free' } },
  staged: { text: 'what the next commit would hold, for hooks; promotion gates only warn' },
  rule: { text: 'only this rule; repeatable', value: { name: 'id[=severity]', completes: 'rule' } },
  env: { text: 'only this environment; repeatable', value: { name: 'name', completes: 'free' } },
  'stdin-filename': { text: 'standard input replaces this file; only its findings are reported', value: { name: 'path', completes: 'file' } },
  'max-warnings': { text: 'more warnings than this fail', value: { name: 'n', completes: 'free' } },
  quiet: { text: 'errors only' },
  'exit-zero': { text: 'findings do not fail' },
  now: { text: 'the clock for snoozes and soak times', value: { name: 'RFC 3339 time', completes: 'free' } },
  origins: { text: 'with render: where each value was written' },
  gates: { text: 'with history: what the gates say of each step' },
  traffic: { text: 'with state: who gets what share of the requests' },
  depth: { text: 'with schema: how many levels of fields, 3 by default', value: { name: 'n', completes: 'free' } },
  to: { text: 'with promote: the environment to bring a version to; with rollback: the version to go back to', value: { name: 'env|version', completes: 'free' } },
  in: { text: 'with rollback: the environment', value: { name: 'env', completes: 'free' } },
  percent: { text: 'with promote: the share of the canary', value: { name: 'n', completes: 'free' } },
  prune: { text: 'with baseline: only take out what is gone' },
  workflows: { text: 'with init: also workflows that open the pull requests of promotions, canaries and rollbacks' },
  from: { text: 'with init: where hook and workflows get mllint from', value: { name: 'url#commit', completes: 'free' } },
  color: { text: 'colours, also where there is no terminal' },
  'no-color': { text: 'no colours' },
  version: { text: 'the version of mllint' },
  help: { text: 'this text' },
};

export interface CommandText {
  /** What follows the name. */
  readonly operands: string;
  readonly text: string;
  readonly completes: 'file' | 'rule' | 'shell' | 'kind' | 'nothing';
}

/** In the order of the help. */
export const COMMAND_TEXTS: Readonly<Record<CommandName, CommandText>> = {
  lint: { operands: '[paths…]', text: 'lint; paths only choose what is reported', completes: 'file' },
  state: { operands: '', text: 'which model version every environment would serve, and since when', completes: 'nothing' },
  history: { operands: '<model>', text: 'when each version entered and left each environment', completes: 'nothing' },
  promote: { operands: '<model>[@<version>] --to <env>', text: 'the edit that brings a version to the next stage, if the gates are open', completes: 'nothing' },
  rollback: { operands: '<model> --in <env> [--to <version>]', text: 'the edit that brings back what ran there before', completes: 'nothing' },
  diff: { operands: '', text: 'what every environment would hold otherwise than at the base', completes: 'nothing' },
  render: { operands: '[application…]', text: 'what Argo CD would apply', completes: 'nothing' },
  watch: { operands: '', text: 'the state, anew whenever a file changes', completes: 'nothing' },
  init: { operands: '', text: 'write an mllint.yaml that fits the repository; hook and workflow offered', completes: 'nothing' },
  baseline: { operands: '', text: 'write what is found now, so that only what comes new counts', completes: 'nothing' },
  rules: { operands: '', text: 'every rule, with its severity here', completes: 'nothing' },
  explain: { operands: '<rule>', text: "a rule's page and the setting in force", completes: 'rule' },
  schema: { operands: '<kind>[.<path>]', text: 'the fields of a kind; -f json: a JSON Schema for editors', completes: 'kind' },
  completion: { operands: '<shell>', text: `what completes arguments: ${SHELLS.join(' | ')}`, completes: 'shell' },
};
