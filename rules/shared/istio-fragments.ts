/** Objects of Istio that only say what is different. */
import { isPatchPath, type Manifest } from '#rule';

/** What is laid over another object. */
export function isPatchFile({ root, name, file: { path } }: Manifest): boolean {
  return root.has('$patch') || name === undefined || isPatchPath(path);
}
