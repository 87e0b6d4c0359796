/** Paths as this machine writes them, and as a snapshot does: with forward slashes, from the root. */
import path, { type PlatformPath } from 'node:path';

/** With forward slashes where the machine writes backslashes; elsewhere a backslash is a character like any other. */
export function slashed(native: string, { sep }: Pick<PlatformPath, 'sep'> = path): string {
  return sep === '\\' ? native.replaceAll('\\', '/') : native;
}

/** A path of the machine as one below a folder, `''` for the folder itself; `undefined` where it lies elsewhere, perhaps on another drive. */
export function pathBelow(folder: string, native: string, platform: PlatformPath = path): string | undefined {
  const below = slashed(platform.relative(folder, native), platform);
  return below === '..' || below.startsWith('../') || platform.isAbsolute(below) ? undefined : below;
}

/** The target of a link with forward slashes; `/` for one that is absolute, on whatever drive. */
export function linkText(target: string, platform: PlatformPath = path): string {
  return platform.isAbsolute(target) ? '/' : slashed(target, platform);
}
