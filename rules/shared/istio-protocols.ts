/** Protocols of ports. Follows istio/istio, pkg/config/protocol/instance.go (1.31): letters of either case. */

const HTTP: ReadonlySet<string> = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const TLS: ReadonlySet<string> = new Set(['https', 'tls']);
const OTHERS: ReadonlySet<string> = new Set(['tcp', 'udp', 'mongo', 'redis', 'mysql']);

export function isHttp(protocol: string): boolean {
  return HTTP.has(protocol.toLowerCase());
}

export function isTls(protocol: string): boolean {
  return TLS.has(protocol.toLowerCase());
}

export function isKnownProtocol(protocol: string): boolean {
  return isHttp(protocol) || isTls(protocol) || OTHERS.has(protocol.toLowerCase());
}
