/** What requests have to be like to take a route, in words. */
import type { Node } from '../../yaml/node.ts';
import type { Route } from './routes.ts';

const MAX_PARTS = 20;

/** `header x-model = fraud`, alternatives with `or`; `everything else` behind routes with conditions, nothing where every request is taken. */
export function conditionText({ protocol, matches, index }: Route): string {
  if (matches.length === 0) return index > 0 ? 'everything else' : '';
  const texts = matches.slice(0, MAX_PARTS).map((match) => (protocol === 'gateway' ? gatewayMatch(match) : istioMatch(match)));
  if (texts.includes('')) return index > 0 ? 'everything else' : '';
  return [...new Set(texts)].join(' or ');
}

function istioMatch(match: Node): string {
  const parts = match.entries().flatMap(([key, value]): string[] => {
    switch (key) {
      case 'uri':
        return isRoot(value) ? [] : [`path ${stringMatch(value)}`];
      case 'method': case 'scheme': case 'authority':
        return [`${key} ${stringMatch(value)}`];
      case 'headers':
        return value.entries().map(([name, of]) => `header ${name} ${stringMatch(of)}`);
      case 'withoutHeaders':
        return value.entries().map(([name, of]) => `not header ${name} ${stringMatch(of)}`);
      case 'queryParams':
        return value.entries().map(([name, of]) => `query ${name} ${stringMatch(of)}`);
      case 'port':
        return [`port ${shown(value)}`];
      case 'gateways': case 'sniHosts': case 'destinationSubnets':
        return [`${key} ${value.items().map((item) => shown(item)).join(', ')}`];
      case 'sourceLabels':
        return value.entries().map(([name, of]) => `source ${name} = ${shown(of)}`);
      case 'sourceNamespace':
        return [`source namespace ${shown(value)}`];
      default:
        return [];
    }
  });
  return parts.slice(0, MAX_PARTS).join(' and ');
}

function isRoot(uri: Node): boolean {
  const prefix = uri.get('prefix');
  return prefix.isKnown && (prefix.text === '/' || prefix.text === '');
}

function stringMatch(value: Node): string {
  for (const [key, sign] of [['exact', '='], ['prefix', 'starts with'], ['regex', '~']] as const) {
    if (value.get(key).exists) return `${sign} ${shown(value.get(key))}`;
  }
  return 'is there';
}

function gatewayMatch(match: Node): string {
  const path = match.get('path');
  const value = path.get('value').exists ? shown(path.get('value')) : '/';
  const type = path.get('type').exists ? shown(path.get('type')) : 'PathPrefix';
  const isAll = type === 'PathPrefix' && value === '/';
  const named = (key: string, title: string): string[] => match.get(key).items().map((one) => `${title} ${shown(one.get('name'))} ${signOf(one.get('type'))} ${shown(one.get('value'))}`);
  const method = match.get('method');
  const methods = method.kind === 'mapping' ? [`method ${[method.get('service'), method.get('method')].filter(({ exists }) => exists).map((part) => shown(part)).join('/')}`] : method.exists ? [`method = ${shown(method)}`] : [];
  const parts = [...(isAll ? [] : [`path ${signOf(path.get('type'), 'starts with')} ${value}`]), ...methods, ...named('headers', 'header'), ...named('queryParams', 'query')];
  return parts.slice(0, MAX_PARTS).join(' and ');
}

function signOf(type: Node, fallback = '='): string {
  const text = type.exists ? shown(type) : '';
  return text === 'RegularExpression' ? '~' : text === 'Exact' ? '=' : text === 'PathPrefix' ? 'starts with' : fallback;
}

/** Values that cannot be known offline are question marks. */
function shown(node: Node): string {
  return node.isKnown ? (node.written ?? '') : '?';
}
