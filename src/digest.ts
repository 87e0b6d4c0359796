/** Digests and ciphers. Loaded on first use: Node takes as long for its module `crypto` as for a tenth of its own start. */
import { createDecipheriv, createHash, createHmac, scryptSync, X509Certificate } from 'node:crypto';

/** The digest of a text or of bytes, in lower-case hexadecimal digits. */
export function hexDigest(algorithm: 'sha1' | 'sha256' | 'sha512', text: string | Uint8Array): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** scrypt with the costs of the Master Password algorithm; takes a tenth of a second and 64 MiB. */
export function masterKey(password: Uint8Array, salt: Uint8Array): Uint8Array {
  const memory = 128 * 32_768 * 8;
  return scryptSync(password, salt, 64, { N: 32_768, r: 8, p: 2, maxmem: 2 * memory });
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest();
}

/** AES-256 in CBC mode, padding kept; `bytes` are whole blocks. */
export function decryptAes256(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

/** Whether a text is an X.509 certificate in PEM form. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
