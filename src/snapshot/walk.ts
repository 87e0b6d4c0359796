/** Every file below a folder, where Git gives no list. Links are listed and not followed. */
import glob from 'fast-glob';

export async function walk(folder: string): Promise<string[]> {
  const found = await glob('**/*', {
    cwd: folder,
    dot: true,
    onlyFiles: false,
    markDirectories: true,
    followSymbolicLinks: false,
    ignore: ['**/.git/**', '**/node_modules/**'],
    suppressErrors: true,
  });
  return found.filter((path) => !path.endsWith('/'));
}
