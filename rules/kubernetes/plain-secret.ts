import { defineRule, type Manifest, type Node } from '#rule';
import { isExample, isUndeployedChart } from '../shared/example-folders.ts';
import { decodedText, isSecretKey, isSecretValue } from '../shared/secret-values.ts';

export default defineRule({
  id: 'kubernetes/plain-secret',
  on: 'manifest',
  kinds: ['Secret'],
  title: 'No Secret holds its secrets in plain text',
  why: 'Everybody who can read the repository, now or later, has the credentials; base64 hides nothing, and the history keeps what a later commit removes.',
  severity: 'error',

  *check(manifest) {
    if (isEncrypted(manifest)) return;
    const found = secretsIn(manifest);
    const [first] = found;
    if (!first) return;
    const keys = found.map((value) => String(value.path.at(-1)));
    const isShown = isUndeployedChart(manifest) || (!manifest.application && isExample(manifest.file.path));
    yield {
      at: first,
      message: `${listed(keys)} of ${titleOf(manifest)} ${keys.length === 1 ? 'is' : 'are'} in plain text; keep what is secret in a SealedSecret, an ExternalSecret or encrypted by SOPS`,
      ...(isShown ? { severity: 'info' as const } : {}),
    };
  },
});

/** Of several Secrets that a loop makes one line is to be edited: only a name that is written as it stands is part of the message. */
function titleOf({ name = '', root }: Manifest): string {
  return root.get('metadata', 'name').pieces.length === 1 ? `the Secret ${name}` : 'a Secret';
}

/** SOPS leaves its own key beside what it has encrypted. */
function isEncrypted({ root }: Manifest): boolean {
  return root.has('sops');
}

/** `data` is base64, `stringData` is as it stands. */
function secretsIn({ root }: Manifest): Node[] {
  const data = root.get('data').entries().filter(([key, value]) => isPlain(key, value, decodedText));
  const strings = root.get('stringData').entries().filter(([key, value]) => isPlain(key, value, (text) => text));
  return [...data, ...strings].map(([, value]) => value);
}

function isPlain(key: string, value: Node, decode: (text: string) => string | undefined): boolean {
  const written = value.kind === 'scalar' && value.isKnown ? value.written : undefined;
  const text = written === undefined || value.isNull ? undefined : decode(written);
  return text !== undefined && isSecretValue(text, { isNamedSecret: isSecretKey(key) });
}

const MAX_NAMES = 3;

function listed(keys: readonly string[]): string {
  const more = keys.length > MAX_NAMES ? ` and ${keys.length - MAX_NAMES} more` : '';
  return `${keys.slice(0, MAX_NAMES).join(', ')}${more}`;
}
