/** The schedules of CronJobs. Follows github.com/robfig/cron, parser.go (v3.0.1), whose standard parser Kubernetes calls; a zone before the fields is refused. */

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const NONE: readonly string[] = [];
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59, names: NONE },
  { least: 0, most: 23, names: NONE },
  { least: 1, most: 31, names: NONE },
  { least: 1, most: 12, names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const WORD = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const DURATION = /^[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

export function isSchedule(text: string): boolean {
  if (text.startsWith('@')) return text.startsWith('@every ') ? DURATION.test(text.slice('@every '.length)) : WORD.test(text);
  const fields = text.trim().split(/\s+/);
  return fields.length === FIELDS.length && FIELDS.every((bounds, index) => isField(fields[index] ?? '', bounds));
}

/** `1,3-5,*\/10` */
function isField(text: string, bounds: Bounds): boolean {
  return text.split(',').filter((part) => part !== '').every((part) => isRange(part, bounds));
}

function isRange(text: string, bounds: Bounds): boolean {
  const [range = '', step, ...others] = text.split('/');
  const [low = '', high, ...further] = range.split('-');
  if (others.length > 0 || further.length > 0 || (step !== undefined && !(Number(wholeOf(step)) > 0))) return false;
  if (low === '*' || low === '?') return true;
  const start = valueOf(low, bounds);
  const end = high === undefined ? start : valueOf(high, bounds);
  return start !== undefined && end !== undefined && start >= bounds.least && end <= bounds.most && start <= end;
}

function valueOf(text: string, { names }: Bounds): number | undefined {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase());
  return named < 0 ? wholeOf(text) : named;
}

function wholeOf(text: string): number | undefined {
  return /^\+?[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}
