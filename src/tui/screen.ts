/** A frame laid out with ink. The only file that imports ink and react: load it with `await import`. */
import { Box, renderToString, Text } from 'ink';
import { createElement, type ReactElement } from 'react';
import type { Paint } from '../report/ansi.ts';
import type { Frame } from './frame.ts';
import { GAP } from './layout.ts';

/** The lines of the screen, as many as it has rows at most, with colours in them. */
export function screenLines(frame: Frame, paint: Paint): string[] {
  const { columns, rows } = frame.layout;
  return renderToString(createElement(Screen, { frame, paint }), { columns }).split('\n').slice(0, rows);
}

interface ScreenProps {
  readonly frame: Frame;
  readonly paint: Paint;
}

function Screen({ frame, paint }: ScreenProps): ReactElement {
  const { columns, rows, body } = frame.layout;
  const rule = body.rows <= rows - 5 ? createElement(Rule, { columns, paint }) : null;
  return createElement(
    Box, { flexDirection: 'column', width: columns, height: rows },
    createElement(Lines, { lines: [frame.top] }),
    rule,
    createElement(Box, { height: body.rows, flexDirection: 'column' }, createElement(Body, { frame, paint })),
    rule,
    createElement(Lines, { lines: [frame.status] }),
    createElement(Lines, { lines: [frame.keys] }),
  );
}

function Body({ frame, paint }: ScreenProps): ReactElement {
  const { body: blocks, layout } = frame;
  const [first = [], second] = blocks;
  if (!second) return createElement(Lines, { lines: first });
  if (layout.arrangement === 'beside') {
    return createElement(
      Box, { flexDirection: 'row' },
      createElement(Box, { width: layout.list.columns, marginRight: GAP, flexShrink: 0 }, createElement(Lines, { lines: first })),
      createElement(Box, { width: layout.detail.columns, flexShrink: 0 }, createElement(Lines, { lines: second })),
    );
  }
  return createElement(
    Box, { flexDirection: 'column' },
    createElement(Lines, { lines: first }),
    createElement(Rule, { columns: layout.columns, paint }),
    createElement(Lines, { lines: second }),
  );
}

function Rule({ columns, paint }: { readonly columns: number; readonly paint: Paint }): ReactElement {
  return createElement(Lines, { lines: [paint('faint', '─'.repeat(columns))] });
}

/** Lines that fit already, so that nothing needs to be cut, which is slow; an empty one keeps its height. */
function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  const text = lines.length === 0 ? ' ' : lines.map((line) => (line === '' ? ' ' : line)).join('\n');
  return createElement(Text, { wrap: 'truncate-end' }, text);
}
