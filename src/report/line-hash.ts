/**
 * The hash by which GitHub code scanning follows an alert over changes of the file: `primaryLocationLineHash`.
 * It covers the hundred characters from the start of the line that are no blanks, and says which of equal lines it is.
 * It must equal what github/codeql-action computes, or the upload warns.
 */
import type { SourceFile } from '../source.ts';

const blockSize = 100;
const factor = 37;
const word = 2 ** 32;
/** Stands for the end of the file. */
const endMark = 0xffff;

const [space, tab, lineFeed, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d] as const;

/** What a character weighs when it leaves the block, modulo 2^64. */
const leaving = BigInt.asUintN(64, BigInt(factor) ** BigInt(blockSize));
const leavingHigh = Number(leaving >> 32n);
const leavingLow = Number(leaving & 0xffffffffn);

/** Remembers the hashes of a file, as many findings lie in one. */
export function lineHasher(): (file: SourceFile, line: number) => string | undefined {
  const known = new Map<SourceFile, readonly string[]>();
  return (file, line) => {
    const hashes = known.get(file) ?? lineHashes(file.text);
    known.set(file, hashes);
    return hashes[line - 1];
  };
}

/** The hash of every line; a carriage return alone ends a line here, too. */
export function lineHashes(text: string): string[] {
  const window = new Uint16Array(blockSize);
  const startsLine = new Uint8Array(blockSize);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let [high, low, index] = [0, 0, 0];

  // When the window comes round to where a line started, it holds the block that this line starts.
  const emit = (): void => {
    if (startsLine[index] === 0) return;
    startsLine[index] = 0;
    const hash = high === 0 ? low.toString(16) : `${high.toString(16)}${low.toString(16).padStart(8, '0')}`;
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    hashes.push(`${hash}:${count}`);
  };
  // 64-bit arithmetic in two halves: every product stays below 2^53.
  const shift = (code: number): void => {
    const gone = window[index] ?? 0;
    window[index] = code;
    const lowSum = low * factor + code - gone * leavingLow;
    low = modulo(lowSum);
    high = modulo(high * factor - gone * leavingHigh + (lowSum - low) / word);
    index = (index + 1) % blockSize;
  };

  let isLineStart = true;
  let wasReturn = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : endMark;
    const isSkipped = code === space || code === tab || (wasReturn && code === lineFeed);
    wasReturn = code === carriageReturn;
    if (isSkipped) continue;
    emit();
    if (isLineStart) startsLine[index] = 1;
    isLineStart = code === lineFeed || code === carriageReturn;
    shift(code === carriageReturn ? lineFeed : code);
  }
  for (let rest = 0; rest < blockSize; rest += 1) {
    emit();
    shift(0);
  }
  return hashes;
}

function modulo(value: number): number {
  return ((value % word) + word) % word;
}
