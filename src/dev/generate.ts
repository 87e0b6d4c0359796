/** npm run generate [-- --check]: writes the generated files, or names those that are out of date and exits with 1. */
import { regenerate, staleFiles } from './generated-files.ts';

const root = process.cwd();

if (process.argv.includes('--check')) {
  const stale = await staleFiles(root);
  for (const path of stale) console.error(`${path} is out of date: run "npm run generate"`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of await regenerate(root)) console.log(`wrote ${path}`);
}
