/** The licences of what the bundle contains: whoever distributes a package's code passes its licence on. */
import type { Metafile } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './write.ts';

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const header = 'mllint contains code of the packages below, each under its own licence.\n';
const rule = '-'.repeat(80);

/** The text of THIRD-PARTY-NOTICES.txt: name, version and licence of every package of which the bundle holds code. */
export function noticesOf(metafile: Metafile, root: string): string {
  return [header, ...bundledPackages(metafile).map((folder) => noticeOf(join(root, folder)))].join(`\n${rule}\n\n`);
}

/** The folders of the packages of which some code went into the bundle, sorted. */
export function bundledPackages(metafile: Metafile): string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).flatMap(([path]) => packageFolder(path) ?? []);
  return [...new Set(folders)].sort();
}

function packageFolder(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

function noticeOf(folder: string): string {
  const { name, version, license } = manifestOf(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file))
    .sort()
    .map((file) => textOf(join(folder, file))?.trim() ?? '');
  if (texts.length === 0 && license === '') throw new Error(`${name} ${version} is bundled and has no licence`);
  return [`${name} ${version} (${license})`, ...texts].join('\n\n') + '\n';
}

function manifestOf(folder: string): PackageManifest {
  const manifest: unknown = JSON.parse(textOf(join(folder, 'package.json')) ?? '{}');
  const field = (name: string): string => {
    const value: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { name: field('name'), version: field('version'), license: field('license') };
}
