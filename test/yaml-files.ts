/** All YAML that lies around here: the fixtures, and the corpus of real repositories where it is at hand. */
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDERS = ['../fixtures', '../../shared/corpus'];
/** Longer ones take their time and hold nothing else. */
const MAX_LENGTH = 50_000;

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Texts of files that mean to be YAML or JSON, templates among them; what is no text comes with replacement characters. */
export function yamlFiles(): TextFile[] {
  return FOLDERS.map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) && lstatSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => text.length <= MAX_LENGTH);
}
