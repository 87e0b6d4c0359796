// npm runs this for a package that it installs from Git, as pre-commit does: what users run is built. It prints nothing on standard output,
// since `npm pack` prints the package's file name there.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// npm before 12 looks for the dependencies among the global packages when it installs globally (npm/cli#8440).
if (!isInstalled('esbuild')) run('npm', ['ci', '--global=false', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']);
run(process.execPath, ['scripts/run.js', 'src/dev/build.ts', '--silent']);

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function run(command, args) {
  const shell = command === 'npm' && process.platform === 'win32'; // npm is a .cmd file there
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
