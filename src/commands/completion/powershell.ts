/** Completion for PowerShell 5.1 and later. */
import { commandsTaking, namesOf, namesTaking, type Words } from './words.ts';

export function powershellScript(words: Words): string {
  const { commands, options, formats, rules, kinds, shells } = words;
  const withValue = options.filter(({ value }) => value).flatMap(namesOf);
  return `# mllint completion for PowerShell; in $PROFILE: mllint completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName mllint -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = [ordered]@{
${commands.map(({ name, text }) => `        ${quoted(name)} = ${quoted(text)}`).join('\n')}
    }
    $options = [ordered]@{
${options.flatMap((option) => namesOf(option).map((name) => `        ${quoted(name)} = ${quoted(option.text)}`)).join('\n')}
    }
    $formats = @(${list(formats)})
    $rules = @(${list(rules)})
    $kinds = @(${list(kinds)})
    $shells = @(${list(shells)})
    $withValue = @(${list(withValue)})
    $given = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $previous = if ($given.Count -gt 0) { $given[-1] } else { '' }
    $command = ''
    for ($index = 0; $index -lt $given.Count; $index++) {
        if ($withValue -ccontains $given[$index]) { $index++ }
        elseif (-not $given[$index].StartsWith('-')) { $command = $given[$index]; break }
    }
    $found = if (@(${list(namesTaking(words, 'format'))}) -ccontains $previous) { $formats }
        elseif (@(${list(namesTaking(words, 'rule'))}) -ccontains $previous) { $rules }
        elseif ($withValue -ccontains $previous) { @() }
        elseif ($wordToComplete.StartsWith('-')) { $options.Keys }
        elseif ($command -eq '') { $commands.Keys }
        elseif (@(${list(commandsTaking(words, 'rule'))}) -ccontains $command) { $rules }
        elseif (@(${list(commandsTaking(words, 'kind'))}) -ccontains $command) { $kinds }
        elseif (@(${list(commandsTaking(words, 'shell'))}) -ccontains $command) { $shells }
        else { @() }
    $found | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
        $text = if ($options.Contains($_)) { $options[$_] } elseif ($commands.Contains($_)) { $commands[$_] } else { $_ }
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $text)
    }
}
`;
}

function list(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
