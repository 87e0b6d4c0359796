/** Completion for bash 3.2 (macOS) and later, without the package bash-completion. */
import { commandsTaking, namesOf, namesTaking, type Words } from './words.ts';

export function bashScript(words: Words): string {
  return `# mllint completion for bash; in ~/.bashrc: eval "$(mllint completion bash)"
${functions}
_mllint() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}" option='' before='' command='' prefix=''
  COMPREPLY=()
${placeOfCursor}
${optionValues(words)}
  if [[ $current == -* ]]; then
    _mllint_words '${words.options.flatMap(namesOf).join(' ')}'
    return
  fi
${commandOf(words)}
${operands(words)}
}

complete -F _mllint mllint
`;
}

const functions = `_mllint_files() {
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

_mllint_words() {
  COMPREPLY=($(IFS=' ' && compgen -W "$1" -- "$current"))
}
`;

/** bash takes `=` for a word of its own, unless COMP_WORDBREAKS was changed. `option` stands before the cursor, `before` before that. */
const placeOfCursor = `  local at=$((COMP_CWORD - 1)) equals=''
  if [[ $current == '=' ]]; then
    current='' equals=1
  elif [[ \${COMP_WORDS[at]} == '=' ]]; then
    at=$((at - 1)) equals=1
  elif [[ $current == --*=* ]]; then
    option="\${current%%=*}" prefix="\${current%%=*}=" current="\${current#*=}"
  fi
  [[ -n $option ]] || option="\${COMP_WORDS[at]}"
  at=$((at - 1))
  [[ $at -gt 1 && \${COMP_WORDS[at]} == '=' ]] && at=$((at - 1))
  [[ $at -gt 0 ]] && before="\${COMP_WORDS[at]}"`;

/** Behind `-f json=` stands a file, behind `--rule id=` a severity. */
function optionValues(words: Words): string {
  const { formats, rules, severities } = words;
  const names = (completes: Parameters<typeof namesTaking>[1]): string => namesTaking(words, completes).join('|');
  return `  if [[ -n $equals && $option != -* ]]; then
    case "$before" in
      ${names('format')}) _mllint_files -f; return ;;
      ${names('rule')}) _mllint_words '${severities.join(' ')}'; return ;;
    esac
  fi
  local isValue=1
  case "$option" in
    ${names('folder')}) _mllint_files -d ;;
    ${names('file')}) _mllint_files -f ;;
    ${names('format')}) _mllint_words '${formats.join(' ')}' ;;
    ${names('rule')}) _mllint_words '${rules.join(' ')}' ;;
    ${names('free')}) ;;
    *) isValue='' ;;
  esac
  if [[ -n $isValue ]]; then
    [[ -n $prefix && \${#COMPREPLY[@]} -gt 0 ]] && COMPREPLY=("\${COMPREPLY[@]/#/$prefix}")
    return
  fi`;
}

/** The first word that is neither an option nor its value. */
function commandOf({ options }: Words): string {
  const withValue = options.filter(({ value }) => value).flatMap(namesOf);
  return `  local index=1
  while [[ $index -lt $COMP_CWORD ]]; do
    case "\${COMP_WORDS[index]}" in
      ${withValue.join('|')}) [[ \${COMP_WORDS[index+1]} == '=' ]] || index=$((index + 1)) ;;
      =) index=$((index + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
    index=$((index + 1))
  done`;
}

function operands(words: Words): string {
  const { commands, rules, kinds, shells } = words;
  return `  case "$command" in
    '')
      _mllint_words '${commands.map(({ name }) => name).join(' ')}'
      local found=("\${COMPREPLY[@]}")
      _mllint_files -f
      COMPREPLY=("\${found[@]}" "\${COMPREPLY[@]}") ;;
    ${commandsTaking(words, 'rule').join('|')}) _mllint_words '${rules.join(' ')}' ;;
    ${commandsTaking(words, 'kind').join('|')}) _mllint_words '${kinds.join(' ')}' ;;
    ${commandsTaking(words, 'shell').join('|')}) _mllint_words '${shells.join(' ')}' ;;
    ${commandsTaking(words, 'nothing').join('|')}) ;;
    *) _mllint_files -f ;;
  esac`;
}
