/** Certificates and keys. What Helm would generate is a text of the right form that nobody knows. Follows crypto.go of Masterminds/sprig. */
import { isIPv4, isIPv6 } from 'node:net';
import { isCertificate } from '../../../digest.ts';
import { FunctionError, type GoType } from '../../go-template/functions.ts';
import { GoObject, List, type Call, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { computedText, fixed, textAt, valueAt, type Arguments, type FunctionTable } from './arguments.ts';
import { decodeBase64, EncodingError } from './base64.ts';
import { printed } from './printing.ts';
import { unknown } from './unknowable.ts';

const CERTIFICATE = 'sprig.certificate';
/** A block that reads as PEM and holds nothing. */
const BODY = 'TWxsaW50IGRvZXMgbm90IGtub3cgd2hhdCBIZWxtIHdvdWxkIGdlbmVyYXRlIGhlcmUu';

function pem(kind: string): string {
  return `-----BEGIN ${kind}-----\n${BODY}\n-----END ${kind}-----\n`;
}

function certificate(cert: TracedText, key: TracedText): GoObject {
  return new GoObject(CERTIFICATE, { fields: [['Cert', cert], ['Key', key]] });
}

function generated(call: Call, keyKind = 'RSA PRIVATE KEY'): GoObject {
  return certificate(unknown(pem('CERTIFICATE'), call), unknown(pem(keyKind), call));
}

const KEY_KINDS: ReadonlyMap<string, string> = new Map([
  ['', 'RSA PRIVATE KEY'], ['rsa', 'RSA PRIVATE KEY'], ['dsa', 'DSA PRIVATE KEY'], ['ecdsa', 'EC PRIVATE KEY'], ['ed25519', 'PRIVATE KEY'],
]);

function privateKey(args: Arguments, call: Call): TracedText {
  const kind = KEY_KINDS.get(textAt(args, 0).text);
  return kind === undefined ? computedText(`Unknown type ${textAt(args, 0).text}`, ...args) : unknown(pem(kind), call);
}

const PEM = /-----BEGIN ([A-Z0-9 ]{0,100})-----\r?\n[A-Za-z0-9+/=\r\n]*-----END /;

/** The kind of the first private key in a text; fails as sprig does where there is none. */
function keyKindOf(text: TracedText, prefix: string): string {
  const kind = PEM.exec(text.text)?.[1];
  if (kind === undefined) throw new FunctionError(`${prefix}no PEM data in input`);
  if (kind === 'PRIVATE KEY') return 'RSA PRIVATE KEY';
  if (!kind.endsWith(' PRIVATE KEY')) throw new FunctionError(`${prefix}no private key data in PEM block of type ${kind}`);
  if (![...KEY_KINDS.values()].includes(kind)) throw new FunctionError(`${prefix}invalid private key type ${kind.slice(0, -' PRIVATE KEY'.length)}`);
  return kind;
}

function isUnknown(text: TracedText): boolean {
  return text.segments.some(({ origin }) => origin.unknown !== undefined);
}

/** The names and addresses of a certificate must be texts; addresses must be addresses. */
function checkNames(args: Arguments, call: Call): void {
  for (const address of itemsAt(args, 1)) {
    if (!(address instanceof TracedText)) throw new FunctionError(`error parsing ip: ${printed(address, call).text} is not a string`);
    if (!isAddress(address.text) && !isUnknown(address)) throw new FunctionError(`error parsing ip: ${address.text}`);
  }
  for (const name of itemsAt(args, 2)) {
    if (!(name instanceof TracedText)) throw new FunctionError(`error processing alternate dns name: ${printed(name, call).text} is not a string`);
  }
}

function itemsAt(args: Arguments, index: number): readonly Value[] {
  const list = valueAt(args, index);
  return list instanceof List ? list.items : [];
}

function isAddress(text: string): boolean {
  return isIPv4(text) || (isIPv6(text) && !text.includes('%'));
}

/** The authority must be a certificate with its key. */
function checkAuthority(value: Value): void {
  if (!(value instanceof GoObject)) return;
  const [cert, key] = ['Cert', 'Key'].map((name) => value.fields.get(name));
  if (!(cert instanceof TracedText) || !(key instanceof TracedText)) return;
  if (!PEM.test(cert.text)) throw new FunctionError('unable to decode certificate');
  keyKindOf(key, 'error parsing private key: ');
}

function customCertificate(args: Arguments, call: Call): Value {
  if (isUnknown(textAt(args, 0)) || isUnknown(textAt(args, 1))) return generated(call);
  const cert = decodedText(textAt(args, 0), 'certificate');
  const key = decodedText(textAt(args, 1), 'private key');
  if (!PEM.test(cert.text)) throw new FunctionError('unable to decode certificate');
  if (!isCertificate(cert.text)) throw new FunctionError('error parsing certificate: decodedCert.Bytes: x509: malformed certificate');
  keyKindOf(key, 'error parsing private key: ');
  return certificate(cert, key);
}

function decodedText(text: TracedText, what: string): TracedText {
  try {
    return computedText(decodeBase64(text.text).toString('utf8'), text);
  } catch (error) {
    if (error instanceof EncodingError) throw new FunctionError(`unable to decode base64 ${what}`);
    throw error;
  }
}

const NAMES: readonly GoType[] = ['string', 'list', 'list', 'int'];
const AUTHORITY: GoType = `go:${CERTIFICATE}`;

export const certificateFunctions: FunctionTable = [
  ['genPrivateKey', fixed(['string'], privateKey)],
  ['buildCustomCert', fixed(['string', 'string'], customCertificate)],
  ['genCA', fixed(['string', 'int'], (_args, call) => generated(call))],
  ['genCAWithKey', fixed(['string', 'int', 'string'], (args, call) => generated(call, keyKindOf(textAt(args, 2), 'parsing private key: ')))],
  ['genSelfSignedCert', fixed(NAMES, (args, call) => {
    checkNames(args, call);
    return generated(call);
  })],
  ['genSelfSignedCertWithKey', fixed([...NAMES, 'string'], (args, call) => {
    const kind = keyKindOf(textAt(args, 4), 'parsing private key: ');
    checkNames(args, call);
    return generated(call, kind);
  })],
  ['genSignedCert', fixed([...NAMES, AUTHORITY], (args, call) => {
    checkAuthority(valueAt(args, 4));
    checkNames(args, call);
    return generated(call);
  })],
  ['genSignedCertWithKey', fixed([...NAMES, AUTHORITY, 'string'], (args, call) => {
    const kind = keyKindOf(textAt(args, 5), 'parsing private key: ');
    checkAuthority(valueAt(args, 4));
    checkNames(args, call);
    return generated(call, kind);
  })],
];
