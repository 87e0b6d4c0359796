/** Reads tar archives. Follows Go's archive/tar as far as packed charts go: ustar, the long names of GNU and pax, sizes in base 256. */

/** One entry; `kind` is what its header says. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: Uint8Array;
}

/** An archive that cannot be read, or that asks for what is refused. `message` is a clause. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

const BLOCK = 512;
const decoder = new TextDecoder('utf-8');

/** What headers before an entry say of it. */
interface Override {
  readonly name?: string;
  readonly size?: number;
}

/** The entries in their order, without copying their bytes; throws an {@link ArchiveError}. */
export function* tarEntries(archive: Uint8Array): Generator<TarEntry, void, undefined> {
  let override: Override = {};
  for (let at = 0; at < archive.length && !isBlank(archive, at); ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.length < BLOCK || !hasChecksum(header)) throw new ArchiveError('it is no tar archive: a header is damaged');
    const type = String.fromCharCode(header[156] ?? 0);
    const size = 'xgLK'.includes(type) ? number(header, 124, 12) : (override.size ?? number(header, 124, 12));
    const start = at + BLOCK;
    if (start + size > archive.length) throw new ArchiveError('it is no tar archive: it ends within a file');
    const bytes = archive.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L') override = { ...override, name: text(bytes, 0, bytes.length) };
    else if (type === 'x') override = { ...override, ...paxRecords(bytes) };
    else if (type !== 'K' && type !== 'g') {
      const name = override.name ?? headerName(header);
      yield { name, kind: kindOf(type, name), bytes };
      override = {};
    }
  }
}

function isBlank(archive: Uint8Array, at: number): boolean {
  for (let index = at; index < Math.min(at + BLOCK, archive.length); index += 1) if (archive[index] !== 0) return false;
  return true;
}

/** The sum of all bytes, those of the sum itself taken as spaces; some writers took the bytes as signed. */
function hasChecksum(header: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < BLOCK; index += 1) {
    const byte = index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const sum = number(header, 148, 8);
  return sum === unsigned || sum === signed;
}

/** Octal digits, or base 256 where the first bit is set. */
function number(header: Uint8Array, at: number, length: number): number {
  const first = header[at] ?? 0;
  if ((first & 0x80) === 0) {
    const digits = text(header, at, length).trim();
    if (digits === '') return 0;
    if (!/^[0-7]+$/.test(digits)) throw new ArchiveError('it is no tar archive: a header holds no number where one belongs');
    return parseInt(digits, 8);
  }
  let value = first & 0x3f;
  for (let index = at + 1; index < at + length; index += 1) value = value * 256 + (header[index] ?? 0);
  if ((first & 0x40) !== 0 || !Number.isSafeInteger(value)) throw new ArchiveError('it is no tar archive: a size is out of range');
  return value;
}

/** Up to the first zero byte. */
function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

function headerName(header: Uint8Array): string {
  const name = text(header, 0, 100);
  const prefix = text(header, 257, 6) === 'ustar' && header[263] === 0x30 ? text(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of the form `<length> <key>=<value>\n`, the length counting all of it. */
function paxRecords(bytes: Uint8Array): Override {
  let found: Override = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(decoder.decode(bytes.subarray(at, Math.min(space, at + 20))));
    if (!Number.isInteger(length) || length < space - at + 4 || at + length > bytes.length) throw new ArchiveError('it is no tar archive: a pax header is damaged');
    const record = decoder.decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') found = { ...found, name: value };
    if (key === 'size' && /^[0-9]{1,15}$/.test(value)) found = { ...found, size: Number(value) };
    at += length;
  }
  return found;
}

function kindOf(type: string, name: string): TarEntry['kind'] {
  if (type === '5' || (name.endsWith('/') && (type === '0' || type === '\0'))) return 'folder';
  if (type === '1' || type === '2') return 'link';
  return type === '0' || type === '\0' || type === '7' ? 'file' : 'other';
}
