/** Builds dist/ once before the tests: those of the command line run what users run. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from '../src/dev/bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the bundle cannot be built there must be none: tests that need it then fail, instead of passing with an older one. */
export async function setup(): Promise<void> {
  try {
    await bundle(root);
  } catch (error) {
    rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
    console.error(`The bundle could not be built, so tests that run it will fail: ${String(error)}`);
  }
}
