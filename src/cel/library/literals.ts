/** Lists in an expression whose items the package does not let be of any kind, and cel-go does (0.26, cel/validator.go: what `format` takes; checker.go: `[]`). */
import { unchecked } from '../../unchecked.ts';
import { callOf, type Loop, type Syntax } from './syntax.ts';

export function loosen(part: Syntax): void {
  if (part.op === 'comprehension') loosenList(unchecked<Loop>(part.args).iterable, 'empty');
  if (callOf(part)?.name !== 'format' || part.op !== 'rcall') return;
  const [, , [values]] = unchecked<[string, Syntax, readonly (Syntax | undefined)[]]>(part.args);
  if (values) loosenList(values, 'any');
}

function loosenList(list: Syntax, which: 'empty' | 'any'): void {
  if (list.op !== 'list') return;
  const items = unchecked<readonly Syntax[]>(list.args);
  if (which === 'empty' && items.length > 0) return;
  list.meta.check = (checker, _node, context) => {
    for (const item of items) checker.check(item, context);
    return checker.getType('list');
  };
}
