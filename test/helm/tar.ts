/** Packs files as `helm package` does, and as nobody should. */
import { gzipSync } from 'node:zlib';

export interface TarMember {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** The type flag; `0` is a regular file. */
  readonly type?: string;
}

/** A gzipped ustar archive. */
export function packed(members: readonly TarMember[]): Uint8Array {
  return gzipSync(Buffer.concat([...members.flatMap(blocks), Buffer.alloc(1024)]));
}

function blocks({ name, content = '', type = '0' }: TarMember): Buffer[] {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
