/** Digests. Loaded on first use: Node takes as long for its module `crypto` as for a tenth of its own start. */
import { createHash } from 'node:crypto';

/** The digest of a text, in lower-case hexadecimal digits. */
export function hexDigest(algorithm: 'sha1' | 'sha256' | 'sha512', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
