import { defineRule, fixOf, parseQuantity, setValue, type Manifest, type Node, type Problem } from '#rule';
import { containersOf, podKinds, podsOf } from '../shared/pods.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

export default defineRule({
  id: 'kubernetes/quantity',
  on: 'manifest',
  kinds: [...podKinds, 'PersistentVolumeClaim', 'PersistentVolume', 'ResourceQuota', 'LimitRange'],
  title: 'Amounts of resources are quantities of Kubernetes',
  why: 'The API server refuses the whole object: the sync fails in the cluster, after the review.',
  severity: 'error',
  fixable: true,

  *check(manifest) {
    for (const amount of amountsOf(manifest)) {
      const problem = problemOf(amount);
      if (problem) yield problem;
    }
  },
});

function amountsOf(manifest: Manifest): Node[] {
  const containers = podsOf(manifest).flatMap(containersOf).map((container) => container.get('resources'));
  const { root, kind } = manifest;
  const claims = root.get('spec', 'volumeClaimTemplates').items().map((claim) => claim.get('spec', 'resources'));
  const blocks = [...containers, ...claims, ...(kind === 'PersistentVolumeClaim' ? [root.get('spec', 'resources')] : [])];
  const lists = blocks.flatMap((block) => [block.get('requests'), block.get('limits')]);
  const own = kind === 'PersistentVolume' ? [root.get('spec', 'capacity')] : kind === 'ResourceQuota' ? [root.get('spec', 'hard')] : [];
  const limits = kind === 'LimitRange' ? root.get('spec', 'limits').items().flatMap((limit) => RANGES.map((key) => limit.get(key))) : [];
  return [...lists, ...own, ...limits].flatMap((list) => list.entries().map(([, amount]) => amount));
}

const RANGES = ['default', 'defaultRequest', 'max', 'min', 'maxLimitRequestRatio'];

function problemOf(amount: Node): Problem | undefined {
  const value = amount.kind === 'scalar' && amount.isKnown ? amount.value : undefined;
  if (value === undefined || value === null || value === '' || (typeof value === 'string' && isPlaceholder(value))) return undefined;
  const name = String(amount.path.at(-1));
  if (typeof value === 'boolean') return { at: amount, message: `${name} is ${value}, which is no quantity` };
  const quantity = parseQuantity(value);
  if (!quantity) return { at: amount, ...noQuantity(name, amount, meant(String(value), unitsBeside(amount))) };
  if (quantity.nanos < 0n) return { at: amount, message: `${name} is ${amount.written ?? ''}, less than nothing` };
  const isFraction = (name === 'memory' || name === 'storage') && quantity.nanos > 0n && quantity.nanos < 1_000_000_000n;
  return isFraction ? { at: amount, message: `${name} is ${amount.written ?? ''}, less than one byte; m is a thousandth, Mi a million`, severity: 'warning' } : undefined;
}

function noQuantity(name: string, amount: Node, right: string | undefined): Pick<Problem, 'message' | 'fix'> {
  const message = `${name} is "${amount.written ?? ''}", which is no quantity`;
  return right === undefined ? { message } : { message: `${message}; write ${right}`, fix: fixOf(`write ${right}`, 'review', setValue(amount, right)) };
}

/** What is surely meant by a unit that Kubernetes does not know; by GB and the like what the amounts beside it are given in. */
function meant(text: string, beside: readonly string[]): string | undefined {
  const match = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*$/.exec(text);
  const [, amount = '', unit = ''] = match ?? [];
  const isBinary = /^[kmgt]b$/i.test(unit) && beside.some((one) => one.endsWith('i')) && beside.every((one) => one === '' || one.endsWith('i'));
  const known = parseQuantity(`${amount}${unit}`) ? unit : UNITS.get((isBinary ? unit.replace(/b$/i, 'i') : unit).toLowerCase());
  return match && known !== undefined && parseQuantity(`${amount}${known}`) ? `${amount}${known}` : undefined;
}

/** Units of the same resource in the requests and limits beside. */
function unitsBeside(amount: Node): string[] {
  const name = String(amount.path.at(-1));
  const lists = amount.parent?.parent?.entries().map(([, list]) => list.get(name)) ?? [];
  const others = lists.flatMap((one) => (one.kind === 'scalar' && one.isKnown ? [one.written ?? ''] : [])).filter((one) => parseQuantity(one));
  return others.map((one) => /[A-Za-z]*$/.exec(one)?.[0] ?? '');
}

const UNITS: ReadonlyMap<string, string> = new Map([
  ['', ''], ['kb', 'k'], ['mb', 'M'], ['gb', 'G'], ['tb', 'T'], ['kib', 'Ki'], ['mib', 'Mi'], ['gib', 'Gi'], ['tib', 'Ti'], ['ki', 'Ki'], ['mi', 'Mi'], ['gi', 'Gi'], ['ti', 'Ti'],
  ['g', 'G'], ['t', 'T'], ['core', ''], ['cores', ''], ['cpu', ''], ['cpus', ''], ['milli', 'm'],
]);
