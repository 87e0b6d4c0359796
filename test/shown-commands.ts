/** Commands that a page of docs/ shows, with what they print. */

/** A block of them. */
export interface ShownBlock {
  /** Behind `$ `, in order. */
  readonly commands: readonly string[];
  /** The folder of fixtures that an HTML comment above the block names: `<!-- in fixtures/fix/some-case/before -->`; a block without goes on where the one before was. */
  readonly folder: string | undefined;
}

/** The page with what the commands print now; `run` gives that for one command. */
export async function withAnswers(page: string, run: (command: string, block: ShownBlock) => string | Promise<string>): Promise<string> {
  const parts: string[] = [];
  let at = 0;
  for (const { index, 0: whole } of page.matchAll(/^( *)```console\n[^]*?^\1```$/gm)) {
    const indent = /^ */.exec(whole)?.[0] ?? '';
    const commands = whole.split('\n').map((line) => line.slice(indent.length)).filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    const block: ShownBlock = { commands, folder: /<!-- in (fixtures\/\S+) -->\n *$/.exec(page.slice(0, index))?.[1] };
    let shown = '```console\n';
    for (const command of commands) shown += `$ ${command}\n${await run(command, block)}`;
    parts.push(page.slice(at, index), `${shown}\`\`\``.replaceAll(/^(?=.)/gm, indent));
    at = index + whole.length;
  }
  return [...parts, page.slice(at)].join('');
}
