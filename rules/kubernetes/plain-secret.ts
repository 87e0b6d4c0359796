import { defineRule, type Manifest, type Node, type Problem } from '#rule';
import { isExample, isUndeployedChart } from '../shared/example-folders.ts';
import { containersOf, podKinds, podsOf } from '../shared/pods.ts';
import { decodedText, holdsSecret, isRegistryLogin, isSecretKey, isSecretSetting, isSecretValue } from '../shared/secret-values.ts';

export default defineRule({
  id: 'kubernetes/plain-secret',
  on: 'manifest',
  kinds: ['Secret', 'ConfigMap', ...podKinds],
  title: 'No secret is written in plain text',
  why: 'Everybody who can read the repository, now or later, has the credentials; base64 hides nothing, and the history keeps what a later commit removes.',
  severity: 'error',

  *check(manifest) {
    if (isEncrypted(manifest)) return;
    const isShown = isUndeployedChart(manifest) || (!manifest.application && isExample(manifest.file.path));
    for (const problem of problemsOf(manifest)) yield { ...problem, ...(isShown ? { severity: 'info' as const } : {}) };
  },
});

function problemsOf(manifest: Manifest): Problem[] {
  const { kind, apiVersion } = manifest;
  const isCore = apiVersion === 'v1';
  if (kind === 'Secret' && isCore) return problemOf(secretsIn(manifest), nameOf(manifest, 'Secret'));
  if (kind === 'ConfigMap' && isCore) return problemOf(settingsIn(manifest.root.get('data')), nameOf(manifest, 'ConfigMap'));
  return podsOf(manifest).flatMap(containersOf).flatMap(containerProblem);
}

interface Secret {
  readonly key: string;
  readonly value: Node;
}

/** All that one object holds is one mistake. */
function problemOf(found: readonly Secret[], owner: string): Problem[] {
  const [first] = found;
  if (!first) return [];
  const verb = found.length === 1 ? 'is' : 'are';
  const names = listed(found.map(({ key }) => key));
  return [{ at: first.value, secrets: found.map(({ value }) => value), message: `${names} of ${owner} ${verb} in plain text; keep what is secret in a SealedSecret, an ExternalSecret or encrypted by SOPS` }];
}

/** Of several objects that a loop makes one line is to be edited: only a name that is written as it stands is part of the message. */
function nameOf({ name = '', root }: Manifest, kind: string): string {
  return root.get('metadata', 'name').pieces.length === 1 ? `the ${kind} ${name}` : `a ${kind}`;
}

/** SOPS leaves its own key beside what it has encrypted. */
function isEncrypted({ root }: Manifest): boolean {
  return root.has('sops');
}

/** `data` is base64, `stringData` is as it stands. */
function secretsIn({ root }: Manifest): Secret[] {
  const data = root.get('data').entries().filter(([key, value]) => isPlain(key, value, decodedText));
  const strings = root.get('stringData').entries().filter(([key, value]) => isPlain(key, value, (text) => text));
  return [...data, ...strings].map(([key, value]) => ({ key, value }));
}

function isPlain(key: string, value: Node, decode: (text: string) => string | undefined): boolean {
  const written = writtenIn(value);
  const text = written === undefined ? undefined : decode(written);
  return text !== undefined && (isSecretValue(text, { isNamedSecret: isSecretKey(key) }) || isRegistryLogin(key, text) || holdsSecret(text));
}

function settingsIn(data: Node): Secret[] {
  return data.entries().flatMap(([key, value]) => (isSecretSetting(key, writtenIn(value) ?? '') ? [{ key, value }] : []));
}

function containerProblem(container: Node): Problem[] {
  const variables = container.get('env').items().flatMap((variable) => {
    const [name, value] = [variable.get('name'), variable.get('value')];
    return name.isKnown && name.text !== undefined && isSecretSetting(name.text, writtenIn(value) ?? '') ? [{ key: name.text, value }] : [];
  });
  const name = container.get('name');
  const found = [...variables, ...['command', 'args'].flatMap((list) => container.get(list).items().flatMap(flagIn))];
  return problemOf(found, name.isKnown && name.text !== undefined && name.pieces.length === 1 ? `the container ${name.text}` : 'a container');
}

/** `--password=x`. */
function flagIn(argument: Node): Secret[] {
  const [, flag, value] = /^--?([A-Za-z0-9._-]{2,80})=([^\n]{1,1000})$/.exec(writtenIn(argument) ?? '') ?? [];
  return flag !== undefined && isSecretSetting(flag, value ?? '') ? [{ key: `--${flag}`, value: argument }] : [];
}

function writtenIn(value: Node): string | undefined {
  return value.kind === 'scalar' && value.isKnown && !value.isNull ? value.written : undefined;
}

const MAX_NAMES = 3;

function listed(keys: readonly string[]): string {
  const more = keys.length > MAX_NAMES ? ` and ${keys.length - MAX_NAMES} more` : '';
  return `${keys.slice(0, MAX_NAMES).join(', ')}${more}`;
}
