/** Reads keys from a terminal, which gives every one as it is pressed meanwhile. */
import type { Key } from './keys.ts';
import { keyReader } from './keys.ts';
import type { Terminal } from './terminal.ts';

/** A sequence comes in one piece or nearly so: the escape key is told from one by nothing following. */
const escapeMilliseconds = 30;

/** @returns what ends it and gives the terminal back to lines */
export function listenToKeys(input: Terminal['input'], listener: (keys: readonly Key[]) => void): () => void {
  const reader = keyReader();
  let timer: NodeJS.Timeout | undefined;
  const read = (chunk: string | Buffer): void => {
    clearTimeout(timer);
    listener(reader.push(String(chunk)));
    if (reader.isWaiting) timer = setTimeout(() => listener(reader.flush()), escapeMilliseconds);
  };
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.on('data', read);
  input.resume();
  return () => {
    clearTimeout(timer);
    input.off('data', read);
    input.pause();
    if (!input.destroyed) input.setRawMode(false);
  };
}
