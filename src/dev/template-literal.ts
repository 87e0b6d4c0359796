/** A text as a template literal, so that its lines stay lines in a diff. */
export function templateLiteral(text: string): string {
  return `\`${text.replaceAll('\r\n', '\n').replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``;
}
