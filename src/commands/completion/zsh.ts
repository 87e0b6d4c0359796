/** Completion for zsh: as a file `_mllint` in $fpath, or evaluated after compinit. */
import { commandsTaking, type OptionWord, type Words } from './words.ts';

export function zshScript(words: Words): string {
  const { commands, options, formats, rules, kinds, severities, shells } = words;
  return `#compdef mllint
# mllint completion for zsh; in ~/.zshrc after compinit: eval "$(mllint completion zsh)"
_mllint_format() {
  if compset -P '*='; then _files; else compadd -S '' -- ${formats.join(' ')}; fi
}

_mllint_rules() {
  compadd -- ${rules.join(' ')}
}

_mllint_rule() {
  if compset -P '*='; then compadd -- ${severities.join(' ')}; else _mllint_rules; fi
}

_mllint() {
  local -a commands line
  local context state state_descr
  typeset -A opt_args
  commands=(
${commands.map(({ name, text }) => `    ${quoted(`${name}:${text.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -S -C \\
${options.map((option) => `    ${specOf(option)} \\`).join('\n')}
    '1: :->first' \\
    '*: :->rest'
  case $state in
    first) _describe -t commands command commands; _files ;;
    rest)
      case $line[1] in
        ${commandsTaking(words, 'rule').join('|')}) _mllint_rules ;;
        ${commandsTaking(words, 'kind').join('|')}) compadd -- ${kinds.join(' ')} ;;
        ${commandsTaking(words, 'shell').join('|')}) compadd -- ${shells.join(' ')} ;;
        ${commandsTaking(words, 'nothing').join('|')}) ;;
        *) _files ;;
      esac ;;
  esac
}

if [ "$funcstack[1]" = _mllint ]; then _mllint "$@"; else compdef _mllint mllint; fi
`;
}

const actions = { folder: '_files -/', file: '_files', format: '_mllint_format', rule: '_mllint_rule', free: ' ' } as const;

/** Every option may stand more than once: the last counts, or all do. */
function specOf({ long, short, text, value }: OptionWord): string {
  const action = value ? `:${escaped(value.name)}:${actions[value.completes]}` : '';
  const description = `[${escaped(text)}]${action}`;
  const names = short === undefined ? [] : [`${short}${value ? '+' : ''}`];
  return [...names, `${long}${value ? '=' : ''}`].map((name) => quoted(`*${name}${description}`)).join(' ');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, (character) => `\\${character}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
