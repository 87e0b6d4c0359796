/** The interface as a pure function: what follows from keys and answers. */
import { describe, expect, it } from 'vitest';
import { frameOf } from '../../src/tui/frame.ts';
import type { Key, KeyName } from '../../src/tui/keys.ts';
import { inputText } from '../../src/tui/line-input.ts';
import { reduce } from '../../src/tui/reduce.ts';
import { startState, type Effect, type Event, type State } from '../../src/tui/state.ts';
import type { Detail, Entry, Table } from '../../src/tui/table.ts';

const SIZE = { columns: 80, rows: 24 };

function entry(id: string, more: Partial<Entry> = {}): Entry {
  return { id, rule: 'istio/weights-sum', severity: 'error', message: `message of ${id}`, file: `${id}.yaml`, line: 3, column: 5, environments: ['prod'], isFixable: true, isSkipped: false, ...more };
}

function table(entries: readonly Entry[], more: Partial<Table> = {}): Table {
  return { entries, accepted: [], changed: [], patch: '', canUndo: (more.accepted ?? []).length > 0 || entries.some(({ isSkipped }) => isSkipped), notes: 0, ...more };
}

function detail(id: string, more: Partial<Detail> = {}): Detail {
  return { id, title: 'title', why: 'why', related: [], applications: [], models: [], ...more };
}

interface Played {
  readonly state: State;
  /** Of the last event. */
  readonly effects: readonly Effect[];
}

function play(state: State, ...events: readonly Event[]): Played {
  let effects: readonly Effect[] = [];
  for (const event of events) ({ state, effects } = reduce(state, event));
  return { state, effects };
}

const NAMES = new Set<string>(['up', 'down', 'left', 'right', 'home', 'end', 'page-up', 'page-down', 'enter', 'escape', 'tab', 'backspace', 'interrupt', 'suspend', 'redraw']);
const isName = (text: string): text is KeyName => NAMES.has(text);

/** Keys by name, else letter by letter. */
function keys(text: string): Event[] {
  return text.split(' ').flatMap((word) => (isName(word) ? [{ kind: 'name', name: word } satisfies Key] : Array.from(word, (letter): Key => ({ kind: 'text', text: letter, isPasted: false })))).map((key) => ({ kind: 'key', key }));
}

const abc = table(['a1', 'b2', 'c3'].map((id) => entry(id)));
const opened = (of: Table): State => play(startState(SIZE), { kind: 'opened', table: of }).state;
const wishesOf = (effects: readonly Effect[]): unknown[] => effects.flatMap((effect) => (effect.kind === 'wish' ? [effect.wish] : []));

describe('moving', () => {
  const many = opened(table(Array.from({ length: 100 }, (_, index) => entry(`e${index}`))));
  const CASES: readonly (readonly [string, string])[] = [
    ['down', 'e1'], ['down down up', 'e1'], ['up', 'e0'], ['j j k', 'e1'], ['end', 'e99'], ['G g', 'e0'], ['end down', 'e99'],
    ['page-down', 'e5'], ['page-down page-up', 'e0'], ['enter right right left', 'e1'], ['enter down', 'e0'],
  ];

  it.each(CASES)('%s leads to %s', (typed, id) => {
    expect(play(many, ...keys(typed)).state.selected).toBe(id);
  });

  it('shows what is looked at, wherever it is', () => {
    for (const size of [SIZE, { columns: 40, rows: 12 }, { columns: 200, rows: 60 }, { columns: 20, rows: 6 }]) {
      for (const typed of ['', 'G', 'page-down page-down', 'end up up']) {
        const { state } = play(many, { kind: 'resize', size }, ...keys(typed));
        const body = frameOf(state, { paint: (_, text) => text, tick: 0 }).body[0] ?? [];
        expect(body.filter((line) => line.startsWith('> ')).length, `${size.columns} ${typed}`).toBe(1);
      }
    }
  });

  it('keeps to the lines there are, so that one step back is one line', () => {
    const long = play(many, { kind: 'detail', id: 'e0', generation: 1, detail: detail('e0', { why: 'because '.repeat(400) }) }, ...keys('enter end')).state;
    const { state } = play(long, ...keys('up'));
    expect(state.scroll).toBe(long.scroll - 1);
    expect(long.scroll).toBeGreaterThan(10);
  });
});

describe('what is wished for', () => {
  it('accepts what is looked at and looks at the next meanwhile', () => {
    const { state, effects } = play(opened(abc), ...keys('a'));
    expect(wishesOf(effects)).toEqual([{ kind: 'accept', id: 'a1' }]);
    expect(state.selected).toBe('b2');
  });

  it('does not wish for the same twice', () => {
    const { effects } = play(opened(abc), ...keys('a up a'));
    expect(wishesOf(effects)).toEqual([]);
  });

  it('wishes for one after the other without waiting', () => {
    const { state } = play(opened(abc), ...keys('a a s'));
    expect(state.pending).toEqual([{ kind: 'accept', id: 'a1' }, { kind: 'accept', id: 'b2' }, { kind: 'skip', id: 'c3' }]);
  });

  it('says why there is nothing to accept', () => {
    const { state, effects } = play(opened(table([entry('x', { isFixable: false })])), ...keys('a'));
    expect(effects).toEqual([]);
    expect(state.notice?.kind).toBe('refused');
  });

  it('looks at what stands in the place of what is gone', () => {
    const asked = play(opened(abc), ...keys('down a')).state;
    const { state } = play(asked, { kind: 'answer', wish: { kind: 'accept', id: 'b2' }, answer: { table: table([entry('a1'), entry('c3')], { accepted: [{ title: 't', rule: 'r', count: 1 }] }) } });
    expect(state.selected).toBe('c3');
    expect(state.pending).toEqual([]);
  });

  it('leaves nothing to look at when all is gone', () => {
    const { state } = play(opened(table([entry('a1')])), ...keys('enter a'), { kind: 'answer', wish: { kind: 'accept', id: 'a1' }, answer: { table: table([]) } });
    expect([state.selected, state.isOpen]).toEqual([undefined, false]);
    expect(frameOf(state, { paint: (_, text) => text, tick: 0 }).body[0]?.join(' ')).toContain('Nothing is left');
  });

  it('undoes only where there is something', () => {
    expect(wishesOf(play(opened(abc), ...keys('u')).effects)).toEqual([]);
    const done = opened(table([entry('a1')], { accepted: [{ title: 't', rule: 'r', count: 1 }] }));
    expect(wishesOf(play(done, ...keys('u')).effects)).toEqual([{ kind: 'undo' }]);
  });

  it('forgets what was on its way for an earlier tree', () => {
    const { state } = play(opened(abc), { kind: 'answer', wish: { kind: 'reload' }, answer: { table: abc } }, { kind: 'detail', id: 'a1', generation: 1, detail: detail('a1') });
    expect(state.details.size).toBe(0);
  });
});

/** The lines of the prompt. */
function typedIn({ mode }: State): string[] {
  return mode.kind === 'prompt' ? mode.fields.map(({ input }) => inputText(input)) : [];
}

describe('typing', () => {
  const withValue = play(opened(abc), { kind: 'detail', id: 'a1', generation: 1, detail: detail('a1', { value: 'latest' }) }).state;

  it('starts a value with what stands there', () => {
    const { state } = play(withValue, ...keys('e backspace backspace X'));
    expect(typedIn(state)[0]).toBe('lateX');
  });

  it('starts as soon as it is known what stands there, unless something else is done meanwhile', () => {
    const known = (id: string): Event => ({ kind: 'detail', id, generation: 1, detail: detail(id, { value: 'latest' }) });
    const { state } = play(opened(abc), ...keys('e'));
    expect(typedIn(play(state, known('a1')).state)).toEqual(['latest']);
    expect(typedIn(play(state, known('b2')).state)).toEqual([]);
    expect(typedIn(play(state, ...keys('down'), known('a1')).state)).toEqual([]);
    expect(play(state, { kind: 'detail', id: 'a1', generation: 1, detail: detail('a1') }).state.notice?.text).toContain('no single value');
  });

  it('keeps what was not taken, with the reason', () => {
    const sent = play(withValue, ...keys('e X enter'));
    expect(wishesOf(sent.effects)).toEqual([{ kind: 'set-value', id: 'a1', text: 'latestX' }]);
    const { state } = play(sent.state, ...keys('Y'), { kind: 'answer', wish: { kind: 'set-value', id: 'a1', text: 'latestX' }, answer: { table: abc, refused: 'not done: no' } });
    expect(state.mode).toMatchObject({ kind: 'prompt', error: 'not done: no', isSent: false });
    expect(typedIn(state)[0]).toBe('latestX');
  });

  it('needs a reason', () => {
    const { state, effects } = play(opened(abc), ...keys('S enter'));
    expect(effects).toEqual([]);
    expect(state.mode).toMatchObject({ kind: 'prompt', error: 'a reason is needed' });
  });

  it.each([
    ['S why enter', { reason: 'why' }], ['S why tab 2026-12-24 enter', { reason: 'why', until: '2026-12-24' }], ['S tab 2026-12-24 up why enter', { reason: 'why', until: '2026-12-24' }],
    ['S why down 2026-11-26 tab ! enter', { reason: 'why!', until: '2026-11-26' }],
  ])('%s suppresses with a reason, for good or until a day', (typed, words) => {
    const { state, effects } = play({ ...opened(abc), today: '2026-11-26' }, ...keys(typed));
    expect(wishesOf(effects)).toEqual([{ kind: 'suppress', id: 'a1', ...words }]);
    expect(play(state, { kind: 'answer', wish: { kind: 'suppress', id: 'a1', ...words }, answer: { table: abc, done: 'accepted' } }).state.mode.kind).toBe('browse');
  });

  it.each([
    ['S tab 2026-12-24 enter', 0, 'a reason is needed'], ['S why tab 2026-02-30 enter', 1, '"2026-02-30" is no day such as 2027-01-31'],
    ['S why tab soon tab enter', 1, '"soon" is no day such as 2027-01-31'], ['S why tab 2026-11-25 enter', 1, '2026-11-25 has passed'],
  ])('%s leads to the line %i: %s', (typed, at, error) => {
    const { state, effects } = play({ ...opened(abc), today: '2026-11-26' }, ...keys(typed));
    expect([effects, state.mode]).toMatchObject([[], { kind: 'prompt', at, error, isSent: false }]);
  });

  it('takes letters as letters', () => {
    const { state } = play(opened(abc), ...keys('S q a u ?'));
    expect(typedIn(state)[0]).toBe('qau?');
  });

  it('ends with escape and wishes for nothing', () => {
    const { state, effects } = play(opened(abc), ...keys('S because escape'));
    expect([state.mode.kind, wishesOf(effects)]).toEqual(['browse', []]);
  });
});

describe('taking back', () => {
  const skipped = table([entry('a1', { isSkipped: true }), entry('b2'), entry('c3')]);

  it('knows of what was skipped', () => {
    expect(wishesOf(play(opened(skipped), ...keys('u')).effects)).toEqual([{ kind: 'undo' }]);
    expect(play(opened(abc), ...keys('u'))).toMatchObject({ effects: [], state: { notice: { text: 'there is nothing to undo' } } });
  });

  it('looks at what is there again, unless more is wished for', () => {
    const answer: Event = { kind: 'answer', wish: { kind: 'undo' }, answer: { table: abc, shows: 'a1' } };
    expect(play(opened(skipped), ...keys('down down u'), answer).state.selected).toBe('a1');
    expect(play(opened(skipped), ...keys('down down u up a'), answer).state.selected).not.toBe('a1');
  });
});

describe('notes', () => {
  it('are a page of their own where there are any', () => {
    const { state, effects } = play(opened(table([entry('a1')], { notes: 2 })), ...keys('n'));
    expect([effects, state.mode]).toMatchObject([[{ kind: 'notes' }], { kind: 'page', of: 'notes' }]);
    const notes = { notes: ['said once'], unverified: [{ place: 'a.yaml:1', what: 'the chart', why: 'it is not here', needs: 'a copy' }], unverifiedLeft: 1, crashes: [] };
    const frame = frameOf(play(state, { kind: 'notes', notes }).state, { paint: (_, text) => text, tick: 0 });
    expect(frame.body[0]).toEqual(['Of this run', '- said once', '', 'Not checked', '- a.yaml:1 the chart', '  why: it is not here', '  needs: a copy', '', 'and 1 more: mllint without --fix lists them']);
  });

  it('are none where all was read', () => {
    expect(play(opened(abc), ...keys('n')).state).toMatchObject({ mode: { kind: 'browse' }, notice: { text: 'there are no notes: all was read and checked' } });
  });
});

describe('the editor', () => {
  it('opens at the place', () => {
    expect(play(opened(abc), ...keys('o')).effects).toEqual([{ kind: 'edit', file: 'a1.yaml', line: 3, column: 5 }]);
  });

  it('asks first where the file has changes that are not written', () => {
    const changed = opened(table([entry('a1')], { changed: ['a1.yaml'], accepted: [{ title: 't', rule: 'r', count: 1 }] }));
    const asked = play(changed, ...keys('o'));
    expect([asked.state.mode, asked.effects]).toEqual([{ kind: 'question', of: 'open' }, []]);
    const written = play(asked.state, ...keys('w'), { kind: 'answer', wish: { kind: 'write' }, answer: { table: table([entry('a1')]) } });
    expect(written.effects).toContainEqual({ kind: 'edit', file: 'a1.yaml', line: 3, column: 5 });
  });

  it('does not open where writing failed', () => {
    const changed = opened(table([entry('a1')], { changed: ['a1.yaml'], accepted: [{ title: 't', rule: 'r', count: 1 }] }));
    const { state, effects } = play(changed, ...keys('o w'), { kind: 'answer', wish: { kind: 'write' }, answer: { table: table([entry('a1')]), refused: 'a1.yaml: read-only' } });
    expect(effects.filter(({ kind }) => kind === 'edit')).toEqual([]);
    expect([state.mode.kind, state.notice?.text]).toEqual(['browse', 'a1.yaml: read-only']);
  });

  it('reads the tree again afterwards, also when it was killed', () => {
    const { state, effects } = play(opened(abc), { kind: 'edited', problem: 'vi was ended by SIGKILL' });
    expect(wishesOf(effects)).toEqual([{ kind: 'reload' }]);
    expect(state.notice?.text).toBe('vi was ended by SIGKILL');
  });
});

describe('quitting', () => {
  const some = table([entry('a1')], { accepted: [{ title: 't', rule: 'r', count: 1 }], changed: ['x.yaml'] });

  it('asks nothing where nothing is accepted', () => {
    expect(play(opened(abc), ...keys('q')).effects).toEqual([{ kind: 'end', how: 'finish' }]);
  });

  it.each([['q', [], 'question'], ['q b', [], 'browse'], ['q escape', [], 'browse'], ['q x', [], 'question'], ['q d', [{ kind: 'end', how: 'finish' }], 'leaving'], ['q w', [{ kind: 'wish', wish: { kind: 'write' } }], 'question']] as const)(
    '%s with something accepted', (typed, effects, mode) => {
      const played = play(opened(some), ...keys(typed));
      expect([played.effects.filter(({ kind }) => kind !== 'detail'), played.state.mode.kind]).toEqual([effects, mode]);
    });

  it('ends after writing, and not where writing failed', () => {
    const writing = play(opened(some), ...keys('q w w')).state;
    expect(writing.pending).toEqual([{ kind: 'write' }]);
    expect(play(writing, { kind: 'answer', wish: { kind: 'write' }, answer: { table: table([]) } }).effects).toEqual([{ kind: 'end', how: 'finish' }]);
    const failed = play(writing, { kind: 'answer', wish: { kind: 'write' }, answer: { table: some, refused: 'full' } });
    expect([failed.state.mode.kind, failed.state.notice?.text, failed.state.table?.accepted.length]).toEqual(['browse', 'full', 1]);
  });

  it('waits for what is being checked, and asks then', () => {
    const waiting = play(opened(abc), ...keys('a q'));
    expect(waiting.effects.filter(({ kind }) => kind === 'end')).toEqual([]);
    const { state } = play(waiting.state, { kind: 'answer', wish: { kind: 'accept', id: 'a1' }, answer: { table: some } });
    expect(state.mode).toEqual({ kind: 'question', of: 'quit' });
  });

  it.each([['browse', ''], ['prompt', 'S'], ['page', '?'], ['question', 'o']])('leaves at once with Ctrl-C from %s', (_, typed) => {
    const played = play(opened(table([entry('a1')], { changed: ['a1.yaml'] })), ...keys(`${typed} interrupt`));
    expect(played.effects).toEqual([{ kind: 'end', how: 'interrupt' }]);
  });

  it('takes no key while the tree is linted but those that leave', () => {
    expect(play(startState(SIZE), ...keys('a A S u o')).effects).toEqual([]);
    expect(play(startState(SIZE), ...keys('q')).effects).toEqual([{ kind: 'end', how: 'interrupt' }]);
  });
});
