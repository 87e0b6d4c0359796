/** Repositories whose Git would run programs, if it were asked carelessly. */
import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, type HostileCase } from './repository.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';

/** A program that leaves a trace when it is run. */
function evil(folder: string): string {
  const path = join(folder, '.git', 'evil.sh');
  writeFileSync(path, `#!/bin/sh\ntouch ${join(folder, '.git', 'executed')}\ncat\n`);
  chmodSync(path, 0o755);
  return path;
}

function configured(config: (program: string) => string): (folder: string) => void {
  return (folder) => {
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'one');
    appendFileSync(join(folder, '.git', 'config'), config(evil(folder)));
  };
}

/** What Git does not track is still to be found. */
function otherWorkTree(folder: string): void {
  configured(() => '[core]\n\tworktree = /etc\n')(folder);
  writeFileSync(join(folder, 'new.yaml'), 'apiVersion: [v1\nkind: a\nmetadata: b\n');
}

function brokenIndex(folder: string): void {
  configured(() => '')(folder);
  writeFileSync(join(folder, '.git', 'index'), 'broken');
}

function innerRepository(folder: string): void {
  const inner = join(folder, 'inner');
  git(inner, 'init', '-q');
  git(inner, 'add', '-A');
  git(inner, 'commit', '-q', '-m', 'one');
  configured(() => '')(folder);
}

function nothingRan(folder: string): void {
  if (existsSync(join(folder, '.git', 'executed'))) throw new Error('the repository had a program executed');
}

/** A configuration that names a program wherever Git could run one while it reads. */
export function namingPrograms(program: string): string {
  return `[core]
	fsmonitor = ${program}
	pager = ${program}
	sshCommand = ${program}
	alternateRefsCommand = ${program}
[diff]
	external = ${program}
[diff "evil"]
	command = ${program}
	textconv = ${program}
[filter "evil"]
	clean = ${program}
	smudge = ${program}
	process = ${program}
	required = true
[merge "evil"]
	driver = ${program}
[gpg]
	program = ${program}
[log]
	showSignature = true
`;
}

export const gitCases: readonly HostileCase[] = [
  {
    name: 'a configuration that names programs',
    files: { 'one.yaml': MANIFEST, '.gitattributes': '* filter=evil diff=evil merge=evil\n' },
    prepare: configured((program) => `${namingPrograms(program)}[core]
	hooksPath = .git
	editor = ${program}
	askPass = ${program}
[alias]
	ls-files = !${program}
	config = !${program}
	symbolic-ref = !${program}
[credential]
	helper = !${program}
[trace2]
	eventTarget = ${program}
[remote "origin"]
	url = ext::${program}
	fetch = +refs/heads/*:refs/remotes/origin/*
`),
    after: nothingRan,
  },
  { name: 'a configuration that cannot be read', files: { 'one.yaml': MANIFEST }, prepare: configured(() => '[core\n\tbroken') },
  { name: 'a configuration with another work tree', files: { 'one.yaml': MANIFEST }, prepare: otherWorkTree },
  { name: 'a configuration of a bare repository', files: { 'one.yaml': MANIFEST }, prepare: configured(() => '[core]\n\tbare = true\n') },
  { name: 'a configuration that includes a pipe', files: { 'one.yaml': MANIFEST }, prepare: configured(() => '[include]\n\tpath = /dev/stdin\n') },
  { name: 'a .git that is a file', files: { 'one.yaml': MANIFEST, '.git': 'gitdir: /nowhere\n' } },
  { name: 'an empty .git', files: { 'one.yaml': MANIFEST }, prepare: (folder) => mkdirSync(join(folder, '.git')) },
  { name: 'an index that is broken', files: { 'one.yaml': MANIFEST }, prepare: brokenIndex },
  { name: 'a repository within the repository', files: { 'one.yaml': MANIFEST, 'inner/two.yaml': 'a: [\n' }, prepare: innerRepository },
];
