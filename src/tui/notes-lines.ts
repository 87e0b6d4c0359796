/** What the run says beside the problems, as lines: nothing that was left out is left unsaid. */
import { plural } from '../report/summary.ts';
import type { LineOptions } from './detail-lines.ts';
import type { Notes } from './table.ts';
import { fit, wrap } from './text.ts';

export function notesLines({ notes, unverified, unverifiedLeft, crashes }: Notes, options: LineOptions): string[] {
  const { width, paint } = options;
  const blocks = [
    block('Rules that failed', crashes, options),
    block('Of this run', notes, options),
    unverified.length === 0 ? [] : [paint('path', fit('Not checked', width)), ...unverified.flatMap((one) => unverifiedLines(one, options))],
    unverifiedLeft === 0 ? [] : [paint('faint', fit(`and ${plural(unverifiedLeft, 'more')}: mllint without --fix lists them`, width))],
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function block(title: string, texts: readonly string[], { width, paint }: LineOptions): string[] {
  return texts.length === 0 ? [] : [paint('path', fit(title, width)), ...texts.flatMap((text) => wrap(`- ${text}`, width, { indent: 2 }))];
}

function unverifiedLines({ place, what, why, needs }: Notes['unverified'][number], { width, paint }: LineOptions): string[] {
  const below = [...wrap(`why: ${why}`, width - 2, { indent: 5 }), ...wrap(`needs: ${needs}`, width - 2, { indent: 7 })];
  return [...wrap(`- ${place} ${what}`, width, { indent: 2 }), ...below.map((line) => paint('faint', `  ${line}`))];
}
