/** Objects of Istio that only say what is different. */
import type { Manifest } from '#rule';

/** A patch, by the name of its file or of its folder: what it lacks stands in what it is laid over. */
export function isPatchFile({ root, name, file: { path } }: Manifest): boolean {
  return root.has('$patch') || name === undefined || /patch/i.test(path.slice(path.lastIndexOf('/') + 1)) || /(?:^|\/)patches\//.test(path);
}
