/** Addresses of the internet protocol, as Go's net.ParseIP reads them. */

export function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIpv6(text: string): boolean {
  if (!text.includes(':') || text.length > 45 || text.split('::').length > 2) return false;
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const groups = last.includes('.') ? (isIpv4(last) ? [...parts.slice(0, -1), '0', '0'] : undefined) : parts;
  if (!groups) return false;
  if (!text.includes('::')) return groups.length === 8 && groups.every(isGroup);
  return groups.filter((group) => group !== '').length < 8 && groups.every((group) => group === '' || isGroup(group)) && !/^:[^:]|[^:]:$/.test(text);
}

function isGroup(text: string): boolean {
  return /^[0-9a-f]{1,4}$/i.test(text);
}
