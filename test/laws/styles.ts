/** The same YAML, written another way: data and comments stay, layout and quotes do not. */
import { isAlias, isNode, isPair, isScalar, parseAllDocuments, visit, type Document, type YAMLMap, type YAMLSeq } from 'yaml';

export interface Style {
  readonly name: string;
  /** Nothing where the text cannot be written so. */
  readonly write: (text: string) => string | undefined;
}

export const STYLES: readonly Style[] = [
  { name: 'line ends of Windows', write: (text) => text.replaceAll(/\r?\n/g, '\r\n') },
  { name: 'no last line end', write: (text) => (/[|>][+]?\s*$|\|[^\n]*\n(?:[ \t].*\n)*$/m.test(text) ? undefined : text.replace(/(?:\r?\n)+$/, '')) },
  { name: 'indented by four', write: (text) => printed(text, { indent: 4 }) },
  { name: 'lists not indented', write: (text) => printed(text, { indentSeq: false }) },
  { name: 'flow', write: (text) => printed(text, {}, inFlow) },
  { name: 'quoted once', write: (text) => printed(text, {}, (document) => { quote(document, 'QUOTE_SINGLE'); }) },
  { name: 'quoted twice', write: (text) => printed(text, {}, (document) => { quote(document, 'QUOTE_DOUBLE'); }) },
  { name: 'JSON', write: asJson },
  { name: 'comments at the end of lines', write: (text) => lines(text, (line) => (/^\s*(?:- )*[A-Za-z][\w./-]*:(?: [\w./"-]+)?$/.test(line) ? `${line} # said\there` : line)) },
  { name: 'comments and blank lines between', write: (text) => lines(text, (line) => (/^\s+[A-Za-z][\w./-]*: /.test(line) ? `\n${/^\s*/.exec(line)?.[0] ?? ''}# about\n${line}` : line)) },
];

interface Printing {
  readonly indent?: number;
  readonly indentSeq?: boolean;
}

/** What mllint keeps reads the text as it is: suppressions in it, templates and several `|` blocks have their own layout. */
function printed(text: string, options: Printing, change: (document: Document) => void = () => undefined): string | undefined {
  if (text.includes('{{') || text.includes('mllint-') || /[|>][+-]?[0-9]?\s*(?:#.*)?$/m.test(text)) return undefined;
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  const list: readonly Document[] = Array.isArray(documents) ? documents : [];
  if (list.length === 0 || list.some(({ errors }) => errors.length > 0)) return undefined;
  list.forEach(change);
  const parts = list.map((document) => document.toString({ lineWidth: 0, indentSeq: true, ...options }).replace(/^---\n/, ''));
  return parts.join('---\n');
}

/** Everything that holds no comment and lies below the top. */
function inFlow(document: Document): void {
  visit(document, {
    Collection(_, node, path) {
      if (path.length > 3 && !holdsComment(node)) node.flow = true;
    },
  });
}

function holdsComment(node: YAMLMap | YAMLSeq): boolean {
  let isFound = false;
  visit(node, {
    Node(_, { comment, commentBefore }) {
      if ((comment ?? commentBefore ?? '') !== '') isFound = true;
    },
  });
  return isFound;
}

function quote(document: Document, type: 'QUOTE_SINGLE' | 'QUOTE_DOUBLE'): void {
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string') node.type = type;
    },
  });
}

function asJson(text: string): string | undefined {
  if (/#|\{\{/.test(text)) return undefined;
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  const [document, ...others] = Array.isArray(documents) ? documents : [];
  if (!document || others.length > 0 || document.errors.length > 0 || holdsSpecial(document)) return undefined;
  return `${JSON.stringify(document.toJS(), undefined, 2)}\n`;
}

/** What JSON cannot say, or says otherwise: `1.10`. */
function holdsSpecial(document: Document): boolean {
  let isSpecial = false;
  visit(document, (_, node) => {
    if (isAlias(node) || (isScalar(node) && typeof node.value === 'number' && node.source !== String(node.value))) isSpecial = true;
    if (isPair(node) && !isNode(node.key)) isSpecial = true;
  });
  return isSpecial;
}

function lines(text: string, change: (line: string) => string): string | undefined {
  if (/[|>][+-]?[0-9]?\s*(?:#.*)?$/m.test(text) || /^\s*[^#\s].*(?:"[^"]*|\[[^\]]*|\{[^}]*)$/m.test(text)) return undefined;
  return text.split('\n').map(change).join('\n');
}
