/** Times as people read them, the same in every time zone and locale. */

/** `2026-11-20 10:02 UTC` */
export function instantText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-11-20T10:02:00Z`, for programs. */
export function rfc3339(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** `2 d 4 h`, `3 h 20 min`, `45 s`: the two largest units, cut off. */
export function lengthText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

/** How long something was there at a time, in milliseconds. What began or ended later than that, as a wrong clock says, did so then. */
export function lengthBetween(from: number, to: number | undefined, now: Date): number {
  return Math.max(0, Math.min(to ?? Infinity, now.getTime()) - from);
}

/** The first seven digits of a commit. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
