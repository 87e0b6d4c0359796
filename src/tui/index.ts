/** `mllint --fix` in a terminal: keys and answers go into the model, frames and wishes come out of it. */
import { join } from 'node:path';
import { painter } from '../report/ansi.ts';
import { ENDING } from '../signals.ts';
import { displayOn, type Display } from './display.ts';
import { runEditor, type Place } from './editor.ts';
import { frameOf } from './frame.ts';
import { keep, keptPath, takeKept } from './kept.ts';
import { listenToKeys } from './key-listener.ts';
import { reduce } from './reduce.ts';
import { startState, type Effect, type Event, type State } from './state.ts';
import type { Ending, Workshop } from './table.ts';
import type { Terminal } from './terminal.ts';

export interface InterfaceOptions {
  readonly terminal: Terminal;
  readonly workshop: Workshop;
  readonly color: boolean;
  /** The folder that paths are relative to. */
  readonly root: string;
  /** The day of the clock in UTC. */
  readonly today: string;
}

/** Ends when the user quits or a signal comes. The terminal is as it was then, whatever happened. */
export async function runInterface(options: InterfaceOptions): Promise<Ending> {
  const display = displayOn(options.terminal);
  const restore = (): void => display.leave();
  options.terminal.signals.once('exit', restore); // a failure of ours ends the process without coming back here
  try {
    return await new Interface(options, display).run();
  } finally {
    display.leave();
    options.terminal.signals.off('exit', restore);
  }
}

/** A problem is looked at for so long before what its fix reaches is measured. */
const idleMilliseconds = 250;
const tickMilliseconds = 400;

type ScreenLines = typeof import('./screen.ts').screenLines;

class Interface {
  readonly #options: InterfaceOptions;
  readonly #display: Display;
  readonly #ended = deferred<Ending>();
  readonly #releases: (() => void)[] = [];
  readonly #kept: string | undefined;
  #state: State;
  #tick = 0;
  #screenLines: ScreenLines | undefined;
  #isPainting = false;
  #idle: NodeJS.Timeout | undefined;
  /** Writing, which nothing interrupts: all files or none. */
  #writing: Promise<unknown> = Promise.resolve();
  #stopKeys: () => void = () => undefined;

  constructor(options: InterfaceOptions, display: Display) {
    this.#options = options;
    this.#display = display;
    this.#state = startState(sizeOf(options.terminal), options.today);
    this.#kept = takeKept(keptPath(options.root, options.terminal.env));
  }

  async run(): Promise<Ending> {
    try {
      this.#take();
      this.#listen();
      this.#paint();
      this.#work(this.#open());
      this.#work(this.#loadScreen());
      return await this.#ended.promise;
    } finally {
      for (const release of this.#releases) release();
      clearTimeout(this.#idle);
      this.#stopKeys();
    }
  }

  async #loadScreen(): Promise<void> {
    this.#screenLines = (await import('./screen.ts')).screenLines;
    this.#paint();
  }

  async #open(): Promise<void> {
    const ticking = setInterval(() => {
      this.#tick += 1;
      this.#paint();
    }, tickMilliseconds);
    this.#releases.push(() => clearInterval(ticking));
    const opened = await this.#options.workshop.open();
    clearInterval(ticking);
    if (opened.kind === 'ending') this.#ended.resolve(opened);
    else this.#dispatch({ kind: 'opened', table: opened.table, ...(this.#kept === undefined ? {} : { note: 'what was accepted before the interface was closed is kept; where, is said when you quit' }) });
  }

  #listen(): void {
    const { output, signals, input } = this.#options.terminal;
    const resized = (): void => this.#dispatch({ kind: 'resize', size: sizeOf(this.#options.terminal) });
    const hungUp = (): void => this.#work(this.#leave(ENDING.SIGHUP));
    output.on('resize', resized);
    input.on('end', hungUp);
    input.on('error', hungUp);
    this.#releases.push(() => output.off('resize', resized), () => input.off('end', hungUp));
    for (const [signal, code] of Object.entries(ENDING)) {
      const leave = (): void => this.#work(this.#leave(code));
      signals.on(signal, leave);
      this.#releases.push(() => signals.off(signal, leave));
    }
  }

  #dispatch(event: Event): void {
    const { state, effects } = reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#work(this.#perform(effect));
    clearTimeout(this.#idle);
    if (event.kind !== 'idle' && state.mode.kind !== 'leaving') this.#idle = setTimeout(() => this.#dispatch({ kind: 'idle' }), idleMilliseconds);
    this.#paint();
  }

  async #perform(effect: Effect): Promise<void> {
    const { workshop } = this.#options;
    switch (effect.kind) {
      case 'wish': {
        const answering = workshop.fulfil(effect.wish);
        if (effect.wish.kind === 'write') this.#writing = answering;
        return this.#dispatch({ kind: 'answer', wish: effect.wish, answer: await answering });
      }
      case 'detail':
        return this.#dispatch({ ...effect, detail: await workshop.detail(effect.id) });
      case 'measure':
        return this.#dispatch({ ...effect, kind: 'detail', detail: await workshop.measured(effect.id) });
      case 'page':
        return this.#dispatch({ ...effect, text: await workshop.page(effect.rule) });
      case 'notes':
        return this.#dispatch({ kind: 'notes', notes: await workshop.notes() });
      case 'edit':
        return this.#edit({ ...effect, file: join(this.#options.root, effect.file) });
      case 'end':
        return effect.how === 'interrupt' ? this.#leave(ENDING.SIGINT) : this.#ended.resolve(this.#withNote(await workshop.finish()));
      case 'suspend':
        return this.#suspend();
      case 'redraw':
        return this.#display.forget();
    }
  }

  /** From outside or with Ctrl-C: nothing is written any more, and what was accepted is kept. */
  async #leave(code: number): Promise<void> {
    await this.#writing.catch(() => undefined);
    const { patch = '' } = this.#state.table ?? {};
    const path = keep(patch, keptPath(this.#options.root, this.#options.terminal.env));
    const note = patch === '' ? undefined : path === undefined ? 'what was accepted is not written' : `what was accepted is not written; it is kept: git apply ${path}`;
    this.#ended.resolve({ code, text: '', ...(note === undefined ? {} : { note }) });
  }

  #withNote(ending: Ending): Ending {
    return this.#kept === undefined ? ending : { ...ending, note: `kept from an interface that was closed: git apply ${this.#kept}` };
  }

  async #edit(place: Place): Promise<void> {
    this.#giveBack();
    const problem = await runEditor(this.#options.terminal.env, place);
    this.#take();
    this.#dispatch({ kind: 'edited', ...(problem === undefined ? {} : { problem }) });
  }

  #suspend(): void {
    const { terminal } = this.#options;
    this.#giveBack();
    terminal.signals.once('SIGCONT', () => {
      this.#take();
      this.#dispatch({ kind: 'resize', size: sizeOf(terminal) });
    });
    terminal.stop();
  }

  #take(): void {
    this.#display.enter();
    this.#stopKeys = listenToKeys(this.#options.terminal.input, (keys) => {
      for (const key of keys) this.#dispatch({ kind: 'key', key });
    });
  }

  #giveBack(): void {
    this.#stopKeys();
    this.#display.leave();
  }

  /** Once for all that happens at the same time. */
  #paint(): void {
    if (this.#isPainting) return;
    this.#isPainting = true;
    setImmediate(() => {
      this.#isPainting = false;
      this.#work(this.#show());
    });
  }

  async #show(): Promise<void> {
    const paint = painter(this.#options);
    const frame = frameOf(this.#state, { paint, tick: this.#tick });
    const lines = this.#screenLines?.(frame, paint) ?? [frame.top, ...frame.body.flat()]; // ink is still being loaded
    this.#display.show(lines, frame.cursor);
  }

  /** What fails ends the interface, so that it can be reported on a screen that stays. */
  #work(work: Promise<void>): void {
    work.catch((error: unknown) => this.#ended.reject(error instanceof Error ? error : new Error(String(error))));
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

function deferred<T>(): Deferred<T> {
  let settle: Pick<Deferred<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (error) => settle?.reject(error) };
}

function sizeOf({ output }: Terminal): State['size'] {
  return { columns: output.columns || 80, rows: output.rows || 24 };
}
