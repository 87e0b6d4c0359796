/** What a change adds to the policy or relaxes in it: the configuration, the exceptions and the baseline before and after. */
import type { Condition, Rule } from '../rule.ts';
import { SourceFile, startOf, type Location } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { BASELINE_FILE } from './baseline.ts';
import type { Exception, LoadedConfig } from './config.ts';
import { overrideText, policySettings, type Member, type Setting, type SettingPath, type Value } from './policy-settings.ts';

export interface Relaxation {
  readonly at: Location;
  readonly message: string;
}

export interface PolicyChange {
  readonly base: LoadedConfig;
  readonly head: LoadedConfig;
  readonly rules: readonly (Rule | Condition)[];
}

/** In the order of the reference. */
export function relaxations(change: PolicyChange): Relaxation[] {
  const removed = removedFile(change);
  return [...(removed ? [removed] : [...changedSettings(change), ...changedOwnRules(change)]), ...addedExceptions(change), ...addedBaseline(change)];
}

function removedFile({ base, head }: PolicyChange): Relaxation | undefined {
  if (!base.config.file || head.config.file) return undefined;
  return { at: startOf(base.config.file), message: `${base.config.file.path} is removed: only the defaults are left` };
}

/** Whether an expression became stricter, nobody can tell. */
function changedOwnRules({ base, head }: PolicyChange): Relaxation[] {
  return [...base.own.texts].flatMap(([id, text]) => {
    const after = head.own.texts.get(id);
    return after === text ? [] : [{ at: placeOf(['customRules'], head, base), message: `the rule ${id} ${after === undefined ? 'is taken away' : 'says something else'}` }];
  });
}

function changedSettings({ base, head, rules }: PolicyChange): Relaxation[] {
  const [before, after] = [policySettings(base.config, rules), policySettings(head.config, rules)];
  const place = (path: SettingPath): Location => placeOf(path, head, base);
  return [...changedValues(before, after, place), ...changedMembers(before, after, place), ...reordered({ base, head, rules }, place)];
}

type PlaceOf = (path: SettingPath) => Location;

/** Of what only one side has, the set that it belongs to tells. */
function changedValues(before: readonly Setting[], after: readonly Setting[], place: PlaceOf): Relaxation[] {
  const was = new Map(before.filter(isValue).map((one) => [one.key, one]));
  return after.filter(isValue).flatMap((now): Relaxation[] => {
    const old = was.get(now.key);
    if (!old || (old.content ?? old.text) === (now.content ?? now.text)) return [];
    if (old.strictness === undefined || now.strictness === undefined) return [{ at: place(now.path), message: `${now.key} changes${old.text === now.text ? '' : ` from ${old.text} to ${now.text}`}` }];
    const isByPreset = old.content?.includes(' by ') === true && now.content?.includes(' by ') === true;
    if (now.strictness >= old.strictness || isByPreset) return [];
    return [{ at: place(now.path), message: `${now.key} is relaxed from ${old.text} to ${now.text}` }];
  });
}

function changedMembers(before: readonly Setting[], after: readonly Setting[], place: PlaceOf): Relaxation[] {
  const nameOf = ({ key, text }: Member): string => `${key}\0${text}`;
  const [was, is] = [before, after].map((settings) => new Map(settings.filter(isMember).map((one) => [nameOf(one), one])));
  const added = [...(is ?? [])].filter(([name, { looser }]) => !was?.has(name) && looser !== 'removed');
  const gone = [...(was ?? [])].filter(([name, { looser }]) => !is?.has(name) && looser !== 'added');
  return [
    ...added.map(([, { key, path, text }]) => ({ at: place(path), message: `${key} gets ${text}` })),
    ...gone.map(([, { key, path, text }]) => ({ at: place(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path), message: `${key} loses ${text}` })),
  ];
}

/** Of two overrides for one place the later wins. */
function reordered({ base, head }: PolicyChange, place: PlaceOf): Relaxation[] {
  const [before, after] = [base, head].map(({ config }) => config.overrides.map(overrideText));
  const isSameSet = JSON.stringify(before?.toSorted()) === JSON.stringify(after?.toSorted());
  return isSameSet && JSON.stringify(before) !== JSON.stringify(after) ? [{ at: place(['overrides']), message: 'overrides come in another order: the later of two wins' }] : [];
}

function isValue(setting: Setting): setting is Value {
  return setting.kind === 'value';
}

function isMember(setting: Setting): setting is Member {
  return setting.kind === 'member';
}

/** The line of the change that says it, or, where it says nothing any more, what stood around it. */
function placeOf(path: SettingPath, head: LoadedConfig, base: LoadedConfig): Location {
  const found = head.layers.map((layer) => walk(layer, path)).reduce<Walked | undefined>((best, one) => (best && best.depth >= one.depth ? best : one), undefined);
  if (found && found.depth > 0) return found.node.key?.at ?? found.node.at;
  const file = head.config.file ?? base.config.file;
  return startOf(file ?? new SourceFile('mllint.yaml', ''));
}

interface Walked {
  readonly node: Node;
  /** How many steps of the path there are. */
  readonly depth: number;
}

function walk(top: Node, path: SettingPath): Walked {
  let node = top;
  for (const [depth, step] of path.entries()) {
    const next = node.kind === 'sequence' ? node.items().find((item, index) => index === step || item.written === step || (item.kind === 'mapping' && item.get('name').written === step)) : node.has(String(step)) ? node.get(String(step)) : undefined;
    if (!next) return { node, depth };
    node = next;
  }
  return { node, depth: path.length };
}

function addedExceptions({ base, head }: PolicyChange): Relaxation[] {
  const until = new Map<string, string>();
  for (const exception of base.exceptions) until.set(targetOf(exception), latest(until.get(targetOf(exception)), exception));
  return head.exceptions.flatMap((exception): Relaxation[] => {
    const { rule, node, reason, owner } = exception;
    const before = until.get(targetOf(exception));
    const end = latest(undefined, exception);
    if (before !== undefined && end <= before) return [];
    const where = targetText(exception);
    if (before !== undefined) return [{ at: node.at, message: `the exception of ${rule} for ${where} counts ${end === FOREVER ? 'for ever' : `until ${end}`} instead of until ${before}` }];
    const length = end === FOREVER ? 'for ever' : `until ${end}`;
    return [{ at: node.at, message: `an exception is added: ${rule} for ${where}, ${length}${owner === undefined ? '' : `, owned by ${owner}`}: ${JSON.stringify(reason)}` }];
  });
}

/** After every day. */
const FOREVER = '~';

function latest(known: string | undefined, { until = FOREVER }: Exception): string {
  return known !== undefined && known > until ? known : until;
}

function targetOf({ rule, path, resource, model, environment }: Exception): string {
  return JSON.stringify([rule, path?.globs, resource?.globs, model?.globs, environment]);
}

function targetText({ path, resource, model, environment }: Exception): string {
  const parts = [...(path?.globs ?? []), ...(resource?.globs ?? []), ...(model?.globs ?? []), ...(environment === undefined ? [] : [environment])];
  return parts.join(', ');
}

const MAX_NAMES = 5;

function addedBaseline({ base, head }: PolicyChange): Relaxation[] {
  const known = new Set(base.baseline.map(({ fingerprint }) => fingerprint));
  const added = head.baseline.filter(({ fingerprint }) => !known.has(fingerprint));
  const file = head.baselineFile;
  if (added.length === 0 || !file) return [];
  const rules = [...new Set(added.map(({ rule }) => rule))].sort();
  const named = [...rules.slice(0, MAX_NAMES), ...(rules.length > MAX_NAMES ? [`${rules.length - MAX_NAMES} more rules`] : [])].join(', ');
  const start = Math.max(0, file.text.indexOf(added[0]?.fingerprint ?? ''));
  return [{ at: { file, range: { start, end: start } }, message: `${BASELINE_FILE} gets ${added.length === 1 ? 'one finding that does' : `${added.length} findings that do`} not count: ${named}` }];
}
