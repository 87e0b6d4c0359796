/** What the keys do: one list for the line at the bottom and the page of keys. */
import type { Mode, Prompt, State } from './state.ts';
import { isPending, selectedDetail, selectedEntry } from './state.ts';
import { widthOf } from './text.ts';

export interface KeyHelp {
  readonly key: string;
  readonly word: string;
}

/** The page of keys, in the form of a rule's page. */
export const HELP = `# Keys

a  accept the fix that is shown; nothing is written yet
A  accept every fix of this rule
e  edit the value by hand; it is checked before it is taken
s  skip: leave it as it is, this time
S  suppress it with a comment that says why, for good or until a day
o  open the file in your editor, at the line
x  explain: the rule's page
n  notes: what was not read or not checked
u  undo what was accepted or skipped last
q  quit; asks whether what is accepted is written
ctrl-c  leave at once; nothing is written

# Moving

up, down  the problem above or below, also k and j
page up  and page down, home and end: further
enter  the problem fills the screen, and back again
left, right  there: the problem before or after
tab  by rule, or by environment

# Meaning

"changes" names what the fix reaches, measured by linting the tree with it. "also changes" names environments in which the problem is not, and which the same edit changes as well. "to be reviewed" marks a fix of which mllint cannot know whether it is what you want.
`;

/** What can be done now. */
export function keysOf(state: State): readonly KeyHelp[] {
  switch (state.mode.kind) {
    case 'browse':
      return state.table === undefined ? [{ key: 'q', word: 'quit' }] : browseKeys(state);
    case 'leaving':
      return [];
    default:
      return dialogueKeys(state.mode);
  }
}

function dialogueKeys(mode: Exclude<Mode, { kind: 'browse' } | { kind: 'leaving' }>): readonly KeyHelp[] {
  switch (mode.kind) {
    case 'prompt':
      return [...(mode.isSent ? [] : promptKeys(mode)), { key: 'esc', word: 'back' }];
    case 'page':
      return [{ key: 'up/down', word: 'scroll' }, { key: 'esc', word: 'back' }];
    case 'question':
      return mode.of === 'quit'
        ? [{ key: 'w', word: 'write' }, { key: 'd', word: 'discard' }, { key: 'b', word: 'back' }]
        : [{ key: 'w', word: 'write and open' }, { key: 'b', word: 'back' }];
  }
}

function promptKeys({ fields, at }: Prompt): readonly KeyHelp[] {
  const next = fields[(at + 1) % fields.length];
  return [{ key: 'enter', word: fields[0]?.name === 'value' ? 'accept' : 'suppress' }, ...(next && fields.length > 1 ? [{ key: 'tab', word: next.name }] : [])];
}

function browseKeys(state: State): readonly KeyHelp[] {
  const entry = selectedEntry(state);
  const { canUndo = false, notes = 0 } = state.table ?? {};
  const rest = [...(notes > 0 ? [{ key: 'n', word: 'notes' }] : []), ...(canUndo ? [{ key: 'u', word: 'undo' }] : []), { key: '?', word: 'help' }, { key: 'q', word: 'quit' }];
  if (!entry) return rest;
  const canAccept = entry.isFixable && !isPending(state, entry);
  const detail = selectedDetail(state);
  const canEdit = detail === undefined || detail.value !== undefined;
  return [
    ...(canAccept ? [{ key: 'a', word: 'accept' }, { key: 'A', word: 'accept all' }] : []),
    ...(canEdit ? [{ key: 'e', word: 'edit' }] : []),
    { key: 's', word: 'skip' }, { key: 'S', word: 'suppress' }, { key: 'o', word: 'open' }, { key: 'x', word: 'explain' },
    ...rest,
  ];
}

/** What gives way first where there is no room; the page of keys holds all of them. */
const GIVING_WAY = ['x', 'n', 'o', 'A', 'S', 'e', 's', 'u', 'a'];

export function fittingKeys(keys: readonly KeyHelp[], width: number): readonly KeyHelp[] {
  const widthOfAll = (some: readonly KeyHelp[]): number => some.reduce((sum, { key, word }) => sum + widthOf(`${key} ${word}`) + 2, -2);
  let kept = keys;
  for (const first of GIVING_WAY) if (widthOfAll(kept) > width) kept = kept.filter(({ key }) => key !== first);
  return kept;
}
