/** What is called a patch, by its file or its folder: what it lacks stands in what it is laid over. */
export function isPatchPath(path: string): boolean {
  return /patch/i.test(path.slice(path.lastIndexOf('/') + 1)) || /(?:^|\/)patches\//.test(path);
}
