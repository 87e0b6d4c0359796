/** Failures of templates in Helm's words. Follows `cleanupParseError` and `reformatExecErrorMsg` in pkg/engine/engine.go of helm/helm (Helm 4). */
import type { TemplateError } from '../go-template/template-error.ts';
import { RenderError } from './errors.ts';
import type { HelmRelease } from './profile.ts';
import { FAILURE_END, FAILURE_START } from './functions/flow.ts';

/** A template that Go cannot parse. */
export function parseFailure(error: TemplateError, name: string): RenderError {
  const parts = error.message.split(': ');
  const message = parts.length === 1 ? `parse error in (${name}): ${error.message}` : `parse error at (${parts[1] ?? ''}): ${parts.at(-1) ?? ''}`;
  return new RenderError(message, { kind: 'template', at: error.at });
}

/** A template that failed while it was executed. */
export function executionFailure(error: TemplateError, name: string, helm: HelmRelease): RenderError {
  const where = { kind: error.limit === undefined ? 'template' : 'limit', at: error.at, chain: error.chain } as const;
  return new RenderError(reworded(error, name, helm), where);
}

function reworded(error: TemplateError, name: string, helm: HelmRelease): string {
  const [, location, rest] = splitMessage(error.message);
  if (location === undefined || rest === undefined) return `execution error in (${name}): ${error.message}`;
  const start = rest.indexOf(FAILURE_START);
  const end = rest.lastIndexOf(FAILURE_END);
  if (start >= 0 && end >= start) return `execution error at (${location}): ${rest.slice(start + FAILURE_START.length, end)}`;
  return (helm === '3.19' ? undefined : stackedMessage(error)) ?? error.message;
}

/** At the first two `: `. */
function splitMessage(message: string): [string, string?, string?] {
  const first = message.indexOf(': ');
  if (first < 0) return [message];
  const second = message.indexOf(': ', first + 2);
  if (second < 0) return [message.slice(0, first), message.slice(first + 2)];
  return [message.slice(0, first), message.slice(first + 2, second), message.slice(second + 2)];
}

/** One block for each template on the way; nothing where some cause is not a template's failure. */
function stackedMessage(error: TemplateError): string | undefined {
  const blocks: string[] = [];
  for (let current: unknown = error; current !== undefined; ) {
    if (!(current instanceof Error)) return undefined;
    const block = blockOf(current.message);
    if (block === undefined) return undefined;
    if (blocks.at(-1) !== block) blocks.push(block);
    const { cause } = current;
    if (cause instanceof Error && !current.message.endsWith(cause.message)) return undefined;
    if (cause instanceof Error && !/: error calling [A-Za-z0-9_]+: $/.test(current.message.slice(0, -cause.message.length))) return undefined;
    current = cause;
  }
  return blocks.join('').trim();
}

const PREFIX = 'template: ';

function blockOf(message: string): string | undefined {
  if (!message.startsWith(PREFIX)) return undefined;
  const rest = message.slice(PREFIX.length);
  if (rest.startsWith('no template ')) return `${message}\n`;
  return executingBlock(rest) ?? simpleBlock(rest);
}

/** `NAME: executing "TEMPLATE" at <NODE>: MESSAGE`. */
function executingBlock(rest: string): string | undefined {
  const marker = ': executing ';
  const index = rest.indexOf(marker);
  if (index < 0) return undefined;
  const after = rest.slice(index + marker.length);
  const quote = after.startsWith('"') ? after.indexOf('"', 1) : -1;
  const open = ' at <';
  if (quote < 0 || !after.startsWith(open, quote + 1)) return undefined;
  const node = after.slice(quote + 1 + open.length);
  const close = node.indexOf('>: ');
  if (close < 0) return undefined;
  return `${rest.slice(0, index)}\n  executing "${after.slice(1, quote)}" at <${node.slice(0, close)}>:\n    ${beforeNext(node.slice(close + 3))}\n`;
}

function simpleBlock(rest: string): string | undefined {
  const colon = rest.lastIndexOf(': ');
  return colon < 0 ? undefined : `${rest.slice(0, colon)}\n  ${beforeNext(rest.slice(colon + 2))}\n`;
}

/** A message ends where the next template's begins. */
function beforeNext(message: string): string {
  const next = message.indexOf(' template:');
  return next < 0 ? message : message.slice(0, next);
}
