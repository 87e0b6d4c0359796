/** A workshop in a thread of its own: linting takes the thread it runs in, and the interface must answer keys meanwhile. */
import type { MessagePort } from 'node:worker_threads';
import { unchecked } from '../unchecked.ts';
import type { Workshop } from './table.ts';

interface Request {
  readonly number: number;
  readonly method: keyof Workshop;
  readonly argument?: unknown;
}

type Reply = { readonly number: number } & ({ readonly result: unknown } | { readonly error: { readonly name: string; readonly message: string; readonly stack: string | undefined } });

/** What both ends of a thread have. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Answers requests one after the other, in the order in which they come. */
export function serveWorkshop(port: Pick<MessagePort, 'postMessage' | 'on'>, workshop: Workshop): void {
  let before: Promise<unknown> = Promise.resolve();
  port.on('message', (message: unknown) => {
    const request = unchecked<Request>(message); // the other end is workshopBehind
    before = before.then(async () => port.postMessage(await replyTo(request, workshop)));
  });
}

async function replyTo({ number, method, argument }: Request, workshop: Workshop): Promise<Reply> {
  try {
    const call = unchecked<(argument: unknown) => Promise<unknown>>(workshop[method]); // request and answer have the types of the method on both ends
    return { number, result: await call(argument) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { number, error: { name, message, stack } };
  }
}

/** What the thread said went wrong there. */
export class WorkshopError extends Error {
  override readonly name: string;

  constructor({ name, message, stack }: { readonly name: string; readonly message: string; readonly stack: string | undefined }) {
    super(message);
    this.name = name;
    if (stack !== undefined) this.stack = stack;
  }
}

interface Waiting {
  settle(result: unknown): void;
  fail(error: Error): void;
}

/** The workshop that the other end of the port serves. */
export function workshopBehind(port: Port): Workshop & { fail(error: Error): void } {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let broken: Error | undefined;
  port.on('message', (message) => {
    const reply = unchecked<Reply>(message); // the other end is serveWorkshop
    const request = waiting.get(reply.number);
    waiting.delete(reply.number);
    if ('error' in reply) request?.fail(new WorkshopError(reply.error));
    else request?.settle(reply.result);
  });
  const ask = <T>(method: keyof Workshop, argument?: unknown): Promise<T> => {
    if (broken) return Promise.reject(broken);
    const number = (count += 1);
    return new Promise<T>((settle, fail) => {
      waiting.set(number, { settle: (result) => settle(unchecked<T>(result)), fail });
      port.postMessage({ number, method, argument });
    });
  };
  return {
    open: () => ask('open'),
    fulfil: (wish) => ask('fulfil', wish),
    detail: (id) => ask('detail', id),
    measured: (id) => ask('measured', id),
    page: (rule) => ask('page', rule),
    notes: () => ask('notes'),
    finish: () => ask('finish'),
    fail(error) {
      broken = error;
      for (const { fail } of waiting.values()) fail(error);
      waiting.clear();
    },
  };
}
