/** `npm run mutants -- [--seed n] [--most n] [--kind id] [--show]`: how many plausible mistakes mllint finds and repairs. */
import { parseArgs } from 'node:util';
import { mutantsOf } from './generate.ts';
import { judge, type Verdict } from './judge.ts';
import { ALL_KINDS } from './kinds/all.ts';
import { complaint, shortcomings, table } from './table.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, most: { type: 'string', default: '5' }, kind: { type: 'string' }, show: { type: 'boolean', default: false } },
});

const started = performance.now();
const chosen = ALL_KINDS.filter(({ id }) => values.kind === undefined || values.kind.split(',').some((name) => id.startsWith(name)));
const verdicts: Verdict[] = [];
for (const mutant of mutantsOf(chosen, { seed: Number(values.seed), most: Number(values.most) })) {
  const verdict = await judge(mutant);
  verdicts.push(verdict);
  const complaints = complaint(verdict);
  if (complaints.length > 0) console.error(complaints.join('\n'));
  else if (values.show) console.error(`${mutant.kind.id} in ${mutant.base} at ${mutant.mistake.at.path}:${mutant.mistake.at.line}\n${verdict.said.map((line) => `    ${line}`).join('\n')}`);
}
console.log(table(chosen, verdicts));
console.log(`seed ${values.seed}, ${Math.round((performance.now() - started) / 1000)} s`);
const wrong = shortcomings(verdicts);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
