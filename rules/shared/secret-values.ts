/** What is a secret in plain text, and what only stands for one. */
import { isPlaceholder } from './unfilled.ts';

/** Nobody's secret is shorter. */
const MIN_LENGTH = 4;
/** Longer texts are looked at up to here. */
const MAX_LENGTH = 100_000;

const SECRET_KEY = /pass(?:word|wd|phrase)?$|(?:^|[_.-])pass(?:\.|$)|password|secret[_.-]?(?:access[_.-]?)?key|secret$|token$|api[_.-]?key|access[_.-]?key$|private[_.-]?key|credentials?$|bearer/i;
/** Words of the same letters that name no secret: `tokenizer`, a URL of tokens, names of secrets and users. */
const OTHER_KEY = /(?:pass(?:word)?[_.-]?key|url|uri|endpoint|name|path|file|id|type|expir\w*|ttl|enabled|user(?:name)?|algorithm|issuer)$/i;

/** Whether a key is named like one that holds a secret. */
export function isSecretKey(key: string): boolean {
  const name = key.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return SECRET_KEY.test(name) && !OTHER_KEY.test(name);
}

/** Forms that are secrets under whatever name. */
const SECRET_FORM = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bglpat-[A-Za-z0-9_-]{20}|\bxox[abp]-[0-9A-Za-z-]{10,}|\bhf_[A-Za-z0-9]{30,}|"private_key":\s*"-----BEGIN/;

/** What tools put in place of a secret: SOPS, Vault, Argo CD's vault plug-in, ref+ of vals, variables of any shell. */
const STANDS_FOR = /^ENC\[|^vault:|^ref\+|^<path:|^\$|\{\{|\$\(|^(?:env|file|secret|ssm|awssm|gcpsm):|^(?:arn|projects\/)/;

/** What people write where a secret will be: nothing, one character again and again, a word for it. */
const NO_SECRET = /^(?:|(.)\1*|\.{3}|x{3,}|(?:your|my|some|the|a|an|insert|add|enter|use|dummy|fake|example|sample|placeholder|redacted|todo|tbd|none|null|n\/a|unset|empty|not[_ -]?(?:set|required|needed|used)|change|foo|foobar|bar)(?:[ _-].*|me|this)?|.*(?:placeholder|change[_-]?me|replace[_-]?me|replaced?[_-]|redacted|-here|_here|_HERE|to-be-replaced).*|<.*>|\[.*\]|\*+)$/i;

/** The password that a URL carries: `postgres://user:password@host/database`. */
const IN_URL = /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"']{1,100}:([^\s@/"']{1,200})@/i;

/** Whether a text is a secret and no placeholder. */
export function isSecretValue(text: string, { isNamedSecret }: { readonly isNamedSecret: boolean }): boolean {
  const value = text.slice(0, MAX_LENGTH).trim();
  if (STANDS_FOR.test(value)) return false;
  if (SECRET_FORM.test(value)) return !/example/i.test(value);
  const password = IN_URL.exec(value)?.[1];
  if (password !== undefined && isNoPlaceholder(password)) return !/example/i.test(value);
  return isNamedSecret && value.length < MAX_NAMED && isNoPlaceholder(value);
}

const MAX_NAMED = 4_000;

function isNoPlaceholder(value: string): boolean {
  return value.length >= MIN_LENGTH && !STANDS_FOR.test(value) && !NO_SECRET.test(value) && !isPlaceholder(value) && !/^(?:true|false|yes|no|on|off|%s)$/i.test(value);
}

/** What a line of a file of settings gives a name: `password: x`, `secret_key = "x"`, `"token": "x",`. */
const SETTING = /^[ \t]*(?:export[ \t]+|-[ \t]+)?["']?([A-Za-z0-9_.-]{2,80})["']?[ \t]*[:=][ \t]*(?:"([^"]{1,300})"|'([^']{1,300})'|([^"'\s#,(){}[\]<>]{1,300})),?[ \t]*$/;
const MAX_LINES = 2_000;

/** Whether a file of settings, in whatever form, names a secret that is written out in it. */
export function holdsSecret(text: string): boolean {
  if (!text.includes('\n')) return false;
  return text.split('\n', MAX_LINES).some((line) => {
    const [, key = '', double, single, plain] = line.length > MAX_NAMED ? [] : (SETTING.exec(line) ?? []);
    return isSettingKey(key) && isSecretValue(double ?? single ?? plain ?? '', { isNamedSecret: true }) && !PATH.test(double ?? single ?? plain ?? '');
  });
}

/** A path of a file, or of a module, names where a secret is. */
const PATH = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/;

/** Outside of a Secret `…SECRET` and `…CREDENTIALS` mostly name one, unless the words before it say whose it is. */
const NAMES_ONE = /(?:secret|credentials?)$/i;
const WHOSE = /(?:client|app|jwt|cookie|auth|session|webhook|consumer|shared|oauth)[_.-]?secret$/i;

/** Whether a key that everybody may read is named like one that holds a secret itself. */
export function isSettingKey(key: string): boolean {
  return isSecretKey(key) && (!NAMES_ONE.test(key) || WHOSE.test(key));
}

/** Whether what a variable or a ConfigMap holds is a secret. */
export function isSecretSetting(key: string, text: string): boolean {
  return isSecretValue(text, { isNamedSecret: isSettingKey(key) && !PATH.test(text.trim()) && !text.trim().includes('\n') });
}

/** The credentials of a registry, as Docker keeps them. */
export function isRegistryLogin(key: string, text: string): boolean {
  const found = /^\.?docker(?:configjson|cfg)$/.test(key) ? /"(?:auth|password|identitytoken)"[ \t\r\n]*:[ \t\r\n]*"([^"]{1,4000})"/.exec(text.slice(0, MAX_LENGTH))?.[1] : undefined;
  return found !== undefined && isNoPlaceholder(found);
}

/** The text behind base64; nothing where it is none. */
export function decodedText(text: string): string | undefined {
  const joined = text.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(joined) || joined.length % 4 !== 0 || joined.length > MAX_LENGTH) return undefined;
  return atob(joined);
}
