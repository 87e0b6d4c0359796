/** Methods of values: those of objects, and the few of `time.Duration` that templates use. */
import { plain } from '../traced-text.ts';
import { durationText } from './duration.ts';
import type { TemplateFunction } from './functions.ts';
import { traced } from './tracing.ts';
import { Dict, GoObject, Num, type Callable, type Value } from './value.ts';

export function methodOf(value: Value, name: string): Callable | TemplateFunction | undefined {
  if (value instanceof GoObject || value instanceof Dict) return value.methods?.get(name);
  return value instanceof Num && value.kind === 'duration' ? durationMethod(value, name) : undefined;
}

const perUnit: ReadonlyMap<string, number> = new Map([
  ['Hours', 3_600e9],
  ['Minutes', 60e9],
  ['Seconds', 1e9],
]);
const wholeUnits: ReadonlyMap<string, bigint> = new Map([
  ['Milliseconds', 1_000_000n],
  ['Microseconds', 1000n],
  ['Nanoseconds', 1n],
]);

function durationMethod(duration: Num, name: string): TemplateFunction | undefined {
  const nanoseconds = BigInt(duration.value);
  const method = (run: () => Value): TemplateFunction => ({ params: [], run });
  const unit = perUnit.get(name);
  if (unit !== undefined) return method(() => new Num('float64', Number(nanoseconds) / unit, duration.traced));
  const whole = wholeUnits.get(name);
  if (whole !== undefined) return method(() => new Num('int64', nanoseconds / whole, duration.traced));
  return name === 'String' ? method(() => traced(durationText(nanoseconds), duration.traced ?? plain(''))) : undefined;
}
