/** What `mllint promote` and `mllint rollback` say: the edit, and what the gates say of it. */
import type { Finding, ReportedGate } from '../finding.ts';
import type { Carried } from '../promotion/carry-out.ts';
import type { Step } from '../promotion/steps.ts';
import { jsonText, visible } from '../report/escape.ts';
import { changeValue } from '../report/json.ts';
import type { TextEdit } from '../yaml/text-edit.ts';
import { placeText } from './workspace.ts';

export interface Moved {
  readonly family: string;
  readonly environment: string;
  readonly step: Step;
  readonly carried: Carried;
  /** A gate is closed, or cannot decide. */
  readonly isHeld: boolean;
  readonly isDryRun: boolean;
}

/** With the difference, where that is not printed by itself. */
export function movedText({ family, environment, step, carried, isHeld, isDryRun }: Moved, diff = ''): string {
  const { change, edits, errors, restored } = carried;
  const gates = change?.gates ?? [];
  const others = errors.filter(({ rule }) => !gates.some((gate) => gate.rule === rule && !gate.isOpen));
  const lines = [
    `${family} in ${environment}: ${change ? `${change.kind} ${change.from ?? 'none'} → ${change.to ?? 'none'}` : 'nothing moves'}: ${step.title}`,
    '',
    ...edits.flatMap(editLines),
    ...(gates.length > 0 ? ['', ...gates.map(gateText)] : ['', 'no gate decides about it']),
    ...[...others, ...restored].map(({ severity, rule, at, message }) => `${severity.padEnd(7)} ${rule}  ${placeText(at)}: ${visible(message)}`),
    '',
    ...(diff === '' ? [] : [visibleLines(diff), '']),
    endText({ gates, isHeld, isDryRun }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function visibleLines(text: string): string {
  return text.trimEnd().split('\n').map((line) => visible(line.replace(/\r$/, ''))).join('\n');
}

function endText({ gates, isHeld, isDryRun }: Pick<Moved, 'isHeld' | 'isDryRun'> & { readonly gates: readonly ReportedGate[] }): string {
  if (!isHeld) return isDryRun ? 'nothing is written: without --fix-dry-run it is' : 'written; commit it alone, so that reverting the commit undoes just that';
  const closed = gates.filter(({ isOpen }) => !isOpen);
  const until = opensAt(closed);
  return `nothing is written: ${closed.length === 0 ? 'the gate would not let it pass' : `${closed.map(({ rule }) => rule).join(', ')} ${closed.length === 1 ? 'is' : 'are'} closed`}${until === undefined ? '' : ` until ${until}`}`;
}

/** When all gates are open, where time alone opens them. */
export function opensAt(closed: readonly ReportedGate[]): string | undefined {
  const times = closed.flatMap((gate) => gate.opensAt ?? []);
  return closed.length > 0 && times.length === closed.length ? times.sort().at(-1) : undefined;
}

/** Insertions have no old text, removals no new one. */
function editLines({ file, range, text }: TextEdit): string[] {
  const line = lineOf({ file, range, text });
  const old = file.text.slice(range.start, range.end).trim();
  const now = text.trim();
  const place = `${visible(file.path)}:${line}`;
  return [`${place}  ${old === '' ? '' : shown(old)}${old !== '' && now !== '' ? ' → ' : ''}${old === '' ? `+ ${shown(now)}` : now === '' ? ' removed' : shown(now)}`];
}

/** What is put below a line stands in the next one. */
function lineOf({ file, range, text }: TextEdit): number {
  return file.position(range.start).line + (range.start === range.end && /^\r?\n/.test(text) ? 1 : 0);
}

function shown(text: string): string {
  return visible(text.replaceAll(/\s*\n\s*/g, ' ⏎ '));
}

function gateText({ rule, isOpen, evidence }: ReportedGate): string {
  return `${isOpen ? 'open  ' : 'closed'}  ${rule}  ${visible(evidence)}`;
}

/** schemas/move.schema.json. Keys whose value is undefined are left out of the text. */
export function movedJson({ family, environment, step, carried, isHeld, isDryRun }: Moved, diff: string): string {
  const { change, edits, errors, restored } = carried;
  const closed = change?.gates.filter(({ isOpen }) => !isOpen) ?? [];
  return jsonText({
    version: 1,
    model: family,
    environment,
    canary: step.wanted.canary?.percent,
    change: change && changeValue(change),
    held: isHeld,
    opensAt: isHeld ? opensAt(closed) : undefined,
    written: !isHeld && !isDryRun,
    edits: edits.map(({ file, range, text }) => ({ file: file.path, line: lineOf({ file, range, text }), start: range.start, end: range.end, text })),
    diff: diff === '' ? undefined : diff,
    errors: [...errors, ...restored].map(foundValue),
  });
}

function foundValue({ rule, at, message }: Finding): object {
  return { rule, file: at.file.path, line: at.file.position(at.range.start).line, message };
}
