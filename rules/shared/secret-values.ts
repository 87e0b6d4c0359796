/** What is a secret in plain text, and what only stands for one. */
import { isPlaceholder } from './unfilled.ts';

/** Nobody's secret is shorter. */
const MIN_LENGTH = 4;
/** Longer texts are looked at up to here. */
const MAX_LENGTH = 100_000;

const SECRET_KEY = /pass(?:word|wd|phrase)?$|(?:^|[_.-])pass(?:[_.-]|$)|password|secret[_.-]?(?:access[_.-]?)?key|secret$|token$|api[_.-]?key|access[_.-]?key$|private[_.-]?key|credentials?$|bearer/i;
/** Words of the same letters that name no secret: `tokenizer`, a URL of tokens, names of secrets and users. */
const OTHER_KEY = /(?:url|uri|endpoint|name|path|file|id|type|expir\w*|ttl|enabled|user(?:name)?|algorithm|issuer)$/i;

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
const NO_SECRET = /^(?:|(.)\1*|\.{3}|x{3,}|(?:your|my|some|the|a|an|insert|add|enter|use|dummy|fake|example|sample|placeholder|redacted|todo|tbd|none|null|n\/a|unset|empty|not-?set|change|foo|foobar|bar)(?:[ _-].*|me|this)?|.*(?:placeholder|change[_-]?me|replace[_-]?me|replaced?[_-]|redacted|-here|_here|_HERE|to-be-replaced).*|<.*>|\[.*\]|\*+)$/i;

/** Whether a text is a secret and no placeholder. */
export function isSecretValue(text: string, { isNamedSecret }: { readonly isNamedSecret: boolean }): boolean {
  const value = text.slice(0, MAX_LENGTH).trim();
  if (STANDS_FOR.test(value)) return false;
  if (SECRET_FORM.test(value)) return !/example/i.test(value);
  return isNamedSecret && value.length >= MIN_LENGTH && value.length < 4_000 && !NO_SECRET.test(value) && !isPlaceholder(value) && !/^(?:true|false)$/i.test(value);
}

/** The text behind base64; nothing where it is none. */
export function decodedText(text: string): string | undefined {
  const joined = text.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(joined) || joined.length % 4 !== 0 || joined.length > MAX_LENGTH) return undefined;
  return atob(joined);
}
