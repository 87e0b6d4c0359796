/** What a declared version decides. */

/** Whether a version such as `0.20` or `v3.4.1` is at least `major.minor`; `undefined` where nobody declared enough to tell. */
export function isAtLeast(declared: string | undefined, major: number, minor: number): boolean | undefined {
  const [declaredMajor, declaredMinor] = (declared ?? '').replace(/^v/, '').split('.', 2).map((part) => Number.parseInt(part, 10));
  if (declaredMajor === undefined || Number.isNaN(declaredMajor)) return undefined;
  if (declaredMajor !== major) return declaredMajor > major;
  return declaredMinor === undefined || Number.isNaN(declaredMinor) ? undefined : declaredMinor >= minor;
}
