/** `mllint completion <shell>`: a script that completes commands, options, formats and rules; it reads no repository. */
import { allRules } from '../mllint.ts';
import { kindNames } from '../kubernetes/schema/named-part.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { SHELLS, type Shell } from './options.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { powershellScript } from './completion/powershell.ts';
import { wordsFor, type Words } from './completion/words.ts';
import { zshScript } from './completion/zsh.ts';
import { EXIT, UsageError, type Io } from './io.ts';

const scripts: Readonly<Record<Shell, (words: Words) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript };

export async function completion({ positionals: [name] }: Arguments, io: Io): Promise<number> {
  const shell = SHELLS.find((known) => known === name);
  if (shell === undefined) throw new UsageError(unknownShell(name));
  io.out(scripts[shell](wordsFor({ rules: allRules.map(({ id }) => id).sort(), kinds: kindNames() })));
  return EXIT.ok;
}

function unknownShell(name: string | undefined): string {
  if (name === undefined) return `mllint completion takes a shell: ${SHELLS.join(', ')}`;
  const near = suggest(name, SHELLS);
  return `${JSON.stringify(name)} is not a shell that mllint knows; ${near === undefined ? `known: ${SHELLS.join(', ')}` : `did you mean ${near}?`}`;
}
