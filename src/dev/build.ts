/** npm run build: bundles src/main.ts into dist/. With --silent it prints nothing, because `npm pack` prints the package's file name. */
import { bundle } from './bundle.ts';

const { outputs } = await bundle(process.cwd());
if (!process.argv.includes('--silent')) {
  const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
  for (const [path, { bytes }] of Object.entries(outputs)) console.log(`${path}  ${kibibytes(bytes)}`);
}
