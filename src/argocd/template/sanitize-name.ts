/** Names that Kubernetes accepts. */

const LONGEST_NAME = 253;

/** Follows argo-cd, applicationset/utils/template_functions.go and utils.go `SanitizeName`. */
export function sanitizeName(name: string): string {
  return name
    .replaceAll('\u0130', 'i') // Go knows no other lower case of it
    .toLowerCase()
    .replaceAll(/[^-a-z0-9.]/gu, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^[-.]+/, '')
    .replace(/[-.]+$/, '');
}
