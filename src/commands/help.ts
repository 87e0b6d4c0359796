/** `mllint --help` */
import { shortNames } from './options.ts';
import { COMMAND_TEXTS, OPTION_TEXTS, type CommandText, type OptionText } from './option-texts.ts';

const commandWidth = 33;
const optionWidth = 31;

export const HELP = `mllint knows what every environment would serve if this change were merged.

${Object.entries(COMMAND_TEXTS).map(commandLine).join('\n')}

${Object.entries(OPTION_TEXTS).map(optionLine).join('\n')}

Exit codes: 0 nothing that fails, 1 findings, 2 wrong usage or configuration or a failure of mllint.
`;

/** A usage too long for its column gets a line of its own. */
function commandLine([name, { operands, text }]: [string, CommandText]): string {
  const words = ['mllint', name === 'lint' ? '' : name, operands].filter((word) => word !== '');
  const usage = words.join(' ');
  return usage.length < commandWidth ? `${usage.padEnd(commandWidth)}${text}` : `${usage}\n${''.padEnd(commandWidth)}${text}`;
}

function optionLine([name, { text, value }]: [string, OptionText]): string {
  const short = shortNames.get(name);
  const usage = `${short === undefined ? '    ' : `-${short}, `}--${name}${value ? ` <${value.name}>` : ''}`;
  return usage.length < optionWidth ? `  ${usage.padEnd(optionWidth)}${text}` : `  ${usage}\n  ${''.padEnd(optionWidth)}${text}`;
}
