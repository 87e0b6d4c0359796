/** Charts whose templates never end, or end with more than anybody can hold. */
import { chartWith } from './charts.ts';
import type { HostileCase } from './repository.ts';

const MEGABYTE = 1_000_000;

function template(name: string, text: string, values?: string, more?: Record<string, string>): HostileCase {
  return { name, files: chartWith(text, values, more) };
}

export const templateCases: readonly HostileCase[] = [
  template('a template that includes itself', '{{ define "me" }}{{ include "me" . }}{{ end }}{{ include "me" . }}'),
  template('a template that calls itself', '{{ define "me" }}x{{ template "me" . }}{{ end }}{{ template "me" . }}'),
  template('a template that includes itself twice', '{{ define "me" }}{{ if lt (len .) 60 }}{{ include "me" (append . 1) }}{{ include "me" (append . 1) }}{{ end }}{{ end }}{{ include "me" (list) }}'),
  template('repeat', 'a: {{ repeat 1000000000 "x" }}'),
  template('until', 'a: {{ until 1000000000 }}'),
  template('nested ranges', '{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}'),
  template('a dictionary that contains itself', '{{ $d := dict }}{{ $_ := set $d "me" $d }}a: {{ toYaml $d }}'),
  template('a dictionary that contains itself as JSON', '{{ $d := dict }}{{ $_ := set $d "me" $d }}a: {{ toJson $d }}'),
  template('a dictionary that contains itself printed', '{{ $d := dict }}{{ $_ := set $d "me" $d }}a: {{ $d }}'),
  template('a dictionary that contains itself copied', '{{ $d := dict }}{{ $_ := set $d "me" $d }}a: {{ len (deepCopy $d) }}'),
  template('a dictionary that contains itself compared', '{{ $d := dict }}{{ $_ := set $d "me" $d }}{{ $e := dict }}{{ $_ := set $e "me" $e }}a: {{ deepEqual $d $e }}'),
  template('a dictionary that contains itself merged', '{{ $d := dict }}{{ $_ := set $d "me" $d }}{{ $e := dict }}{{ $_ := set $e "me" $e }}a: {{ len (merge $d $e) }}'),
  template('a regular expression that backtracks', `a: {{ regexMatch "(a+)+$" "${'a'.repeat(60)}!" }}\nb: {{ regexReplaceAll "(x+x+)+y" "${'x'.repeat(5000)}" "" }}`),
  template('a regular expression with huge counts', 'a: {{ regexMatch "((a{1000}){1000}){1000}" "aaa" }}'),
  template('printf with a huge width', 'a: {{ printf "%999999999d" 1 }}'),
  template('printf with a width from an argument', 'a: {{ printf "%*d" 999999999 1 }}'),
  template('printf with a precision of millions', 'a: {{ printf "%.999999f" 1.0 }}'),
  template('tpl that calls itself', 'a: {{ tpl .Values.me . }}', 'me: "{{ tpl .Values.me . }}"\n'),
  template('tpl that grows', 'a: {{ tpl .Values.me . }}', 'me: "{{ tpl (print .Values.me .Values.me) . }}"\n'),
  template('a huge nindent', 'a: {{ "x" | nindent 1000000000 }}'),
  template('an action left open', 'a: {{'),
  template('an action left open far above', `a: {{ if .x\n${'b: c\n'.repeat(100_000)}`),
  template('1 MB of parentheses', `a: {{ ${'('.repeat(MEGABYTE)} }}`),
  template('closed parentheses', `a: {{ ${'('.repeat(100_000)}1${')'.repeat(100_000)} }}`),
  template('blocks in blocks', `${'{{ if true }}'.repeat(50_000)}${'{{ end }}'.repeat(50_000)}`),
  template('else if after else if', `{{ if false }}${'{{ else if false }}'.repeat(50_000)}{{ end }}`),
  template('a pipeline of 100,000 commands', `a: {{ 1 ${'| int'.repeat(100_000)} }}`),
  template('a field chain of 100,000', `a: {{ .Values${'.a'.repeat(100_000)} }}`),
  template('many variables', `${Array.from({ length: 50_000 }, (_, index) => `{{ $v${index} := ${index} }}`).join('')}a: 1`),
  template('an output of many documents', '{{ range until 20000 }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: "n{{ . }}" }\n{{ end }}'),
  template('an output nested deeply', 'a: {{ repeat 10000 "[" }}{{ repeat 10000 "]" }}'),
  template('fromYaml of something deep', 'a: {{ len (fromYaml (print "a: " (repeat 10000 "[") (repeat 10000 "]"))) }}'),
  template('fromJson of something deep', 'a: {{ len (fromJsonArray (print (repeat 10000 "[") (repeat 10000 "]"))) }}'),
  template('fromYaml of an alias bomb', `a: {{ toYaml (fromYaml .Values.bomb) }}`, `bomb: |\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghij', (name, level) => `  ${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefghij'[level]}`).join(',')}]\n`).join('')}`),
  template('a hostile version constraint', `a: {{ semverCompare "${'>=1.2.3 || '.repeat(20_000)}>=1" "1.2.3" }}`),
  template('shuffle and other randomness', 'a: {{ randAlphaNum 100000000 }}'),
  template('fromYaml of many', '{{ $s := toYaml (until 1000) }}{{ range until 100000 }}{{ $_ := fromYamlArray $s }}{{ end }}a: 1'),
  template('regexMatch of many', '{{ $s := repeat 100000 "a" }}{{ range until 100000 }}{{ $_ := regexMatch "(a|b)*c" $s }}{{ end }}a: 1'),
  template('has of many', '{{ $l := until 100000 }}{{ range until 100000 }}{{ $_ := has -1 $l }}{{ end }}a: 1'),
  template('one parse a round', '{{ $s := repeat 20000 "{{ 1 }}" }}{{ range until 1000 }}{{ $_ := tpl $s $ }}{{ end }}'),
  template('files of a huge glob', '{{ range $path, $_ := .Files.Glob "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}**" }}x{{ end }}'),
  template('a file outside of the chart', 'a: {{ .Files.Get "../../../../etc/passwd" | quote }}\nb: {{ .Files.Get "/etc/passwd" | quote }}'),
  template('environment of the machine', 'a: {{ env "PATH" }}'),
  template('a lookup by DNS', 'a: {{ getHostByName "example.com" }}'),
  template('a name of 1 MB', 'a: 1', '{}\n', { 'Chart.yaml': `apiVersion: v2\nname: ${'n'.repeat(MEGABYTE)}\nversion: 0.1.0\n` }),
  template('a chart name with dots', 'a: 1', '{}\n', { 'Chart.yaml': 'apiVersion: v2\nname: ../../etc\nversion: 0.1.0\n' }),
  template('a chart whose metadata is a list', 'a: 1', '{}\n', { 'Chart.yaml': '- apiVersion: v2\n' }),
  template('a hostile .helmignore', 'a: 1', '{}\n', { '.helmignore': `${'*?'.repeat(20000)}\n${'**/'.repeat(1000)}x\n[\n` }),
  template('a schema with a hostile pattern', 'a: 1', `a: "${'a'.repeat(60)}!"\n`, { 'values.schema.json': '{"properties":{"a":{"type":"string","pattern":"^(a+)+$"}}}' }),
  template('values of a prototype', 'a: {{ .Values.polluted }}{{ .Values.__proto__ }}{{ .Values.constructor }}', '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n'),
];
