/** Completion for fish. */
import { commandsTaking, namesOf, type OptionWord, type Words } from './words.ts';

export function fishScript(words: Words): string {
  const { commands, options, rules, kinds, shells } = words;
  const names = commands.map(({ name }) => name).join(' ');
  const withValue = options.filter(({ value }) => value).flatMap(namesOf).join(' ');
  return `# mllint completion for fish; mllint completion fish > ~/.config/fish/completions/mllint.fish
# Whether the first word that is neither an option nor its value is one of these; with none, whether there is no such word.
function __mllint_command_is
    set -l isvalue
    for word in (commandline -opc)[2..-1]
        if set -q isvalue[1]
            set isvalue
        else if contains -- $word ${withValue}
            set isvalue yes
        else if not string match -q -- '-*' $word
            contains -- $word $argv
            return
        end
    end
    test "$argv" = none
end

complete -c mllint -f
complete -c mllint -n 'not __mllint_command_is ${names}' -F
${commands.map(({ name, text }) => `complete -c mllint -n '__mllint_command_is none' -a ${name} -d ${quoted(text)}`).join('\n')}
complete -c mllint -n '__mllint_command_is ${commandsTaking(words, 'rule').join(' ')}' -a ${quoted(rules.join(' '))}
complete -c mllint -n '__mllint_command_is ${commandsTaking(words, 'kind').join(' ')}' -a ${quoted(kinds.join(' '))}
complete -c mllint -n '__mllint_command_is ${commandsTaking(words, 'shell').join(' ')}' -a ${quoted(shells.join(' '))}
${options.map((option) => optionLine(option, words)).join('\n')}
`;
}

function optionLine({ long, short, text, value }: OptionWord, words: Words): string {
  const names = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  return ['complete -c mllint', names, ...valueWords(value, words), `-d ${quoted(text)}`].join(' ');
}

function valueWords(value: OptionWord['value'], { formats, rules }: Words): string[] {
  switch (value?.completes) {
    case undefined:
      return [];
    case 'folder':
      return [`-x -a '(__fish_complete_directories (commandline -ct))'`];
    case 'file':
      return ['-r -F'];
    case 'format':
      return [`-x -a ${quoted(formats.join(' '))}`];
    case 'rule':
      return [`-x -a ${quoted(rules.join(' '))}`];
    case 'free':
      return ['-x'];
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
