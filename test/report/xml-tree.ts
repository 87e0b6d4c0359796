/** A strict reader of the XML that reports are: what XML 1.0 does not allow throws. Written another way than what is tested. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, references resolved. */
  readonly text: string;
}

/** Characters that XML 1.0 allows (section 2.2), and of those none that a log would obey. */
const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function readXml(document: string): XmlElement {
  if (!allowed.test(document)) throw new Error('a character that XML does not allow');
  if (!document.startsWith(declaration)) throw new Error('no declaration');
  const reader = new Reader(document.slice(declaration.length));
  const root = reader.element();
  reader.end();
  return root;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  element(): XmlElement {
    const [, name = '', list = '', closed] = this.#take(/<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/)?>/y);
    const attributes: Record<string, string> = {};
    for (const [, key = '', value = ''] of list.matchAll(/ ([a-z]+)="([^"<]*)"/g)) {
      if (key in attributes) throw new Error(`the attribute ${key} stands twice`);
      attributes[key] = resolved(value);
    }
    if (closed !== undefined) return { name, attributes, children: [], text: '' };
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += resolved(this.#take(/[^<]*/y)[0]);
      if (this.#text.startsWith('</', this.#at)) break;
      if (this.#text.startsWith('<!--', this.#at)) this.#take(/<!--(?:[^-]|-[^-])*-->/y);
      else children.push(this.element());
    }
    if (this.#take(/<\/([a-z-]+)>/y)[1] !== name) throw new Error(`${name} is closed by another name`);
    return { name, attributes, children, text };
  }

  end(): void {
    if (this.#text.slice(this.#at) !== '\n') throw new Error('something behind the root');
  }

  #take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) throw new Error(`not XML: ${JSON.stringify(this.#text.slice(this.#at, this.#at + 60))}`);
    this.#at += match[0].length;
    return match;
  }
}

function resolved(text: string): string {
  return text.replaceAll(/&([a-z]*;?)/g, (reference, name: string) => {
    const character = references[name.slice(0, -1)];
    if (!name.endsWith(';') || character === undefined) throw new Error(`not a reference: ${reference}`);
    return character;
  });
}

/** Every element of a name, at any depth. */
export function all(root: XmlElement, name: string): XmlElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => all(child, name))];
}
