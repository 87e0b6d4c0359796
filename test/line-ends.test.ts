/** Every case of every rule with the line ends of Windows: found at the same places, repaired without mixing line ends. */
import { existsSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, fixAll, lineOf, lintFiles, ruleCases, type Files } from './cases.ts';

const cases = ruleCases();
const rules = [...new Set(cases.map(({ rule }) => rule))];

describe('line ends of Windows', () => {
  it.each(rules)('change nothing for %s', async (rule) => {
    for (const { folder } of cases.filter((one) => one.rule === rule)) {
      const files = filesOf(folder);
      const turned = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, turnedBytes(bytes)]));
      expect(await said(turned), folder).toEqual(await said(files));
      if (existsSync(join(folder, 'fixed'))) expect(await fixed(turned), folder).toEqual(await fixed(files));
    }
  }, 60_000);
});

/** What is no text stays as it is. */
function turnedBytes(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) && !bytes.includes(0) ? Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll(/\r?\n/g, '\r\n')) : bytes;
}

async function said(files: Files): Promise<string[]> {
  const { report } = await lintFiles(files);
  return [...report.findings.flatMap((finding) => [lineOf(finding), finding.fingerprint]), ...report.unverified.map(({ what, why }) => `${what}: ${why}`)];
}

/** The repaired texts with plain line ends; one that differs from those of its file is left as a carriage return too many, or too few. */
async function fixed(files: Files): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(await fixAll(files)).map(([path, text]) => [path, isMixed(text) ? `mixed line ends: ${text}` : text.replaceAll('\r\n', '\n')]));
}

function isMixed(text: string): boolean {
  return text.includes('\r\n') && /(?<!\r)\n/.test(text);
}
