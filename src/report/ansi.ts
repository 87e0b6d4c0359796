/** The few colours that the terminal format has. */

const codes = { error: '1;31', warning: '1;33', info: '1;34', path: '1', rule: '36', faint: '2', fix: '32' } as const;

export type Style = keyof typeof codes;

/** Wraps a text in a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export function painter({ color }: { readonly color: boolean }): Paint {
  return color ? (style, text) => (text === '' ? '' : `\u001B[${codes[style]}m${text}\u001B[0m`) : (_style, text) => text;
}
