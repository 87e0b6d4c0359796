#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const main = new URL('../dist/main.js', import.meta.url);

if (existsSync(main)) {
  // Keeps compiled code between runs (Node 22.1 and later): most of a short run is start-up.
  module.enableCompileCache?.();
  await import(main.href);
} else {
  process.stderr.write('mllint is not built: run "npm run build"\n');
  process.exitCode = 2;
}
