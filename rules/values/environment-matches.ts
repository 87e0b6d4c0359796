import { defineRule, type Application, type Placement, type Problem, type Values } from '#rule';

export default defineRule({
  id: 'values/environment-matches',
  on: 'repository',
  title: 'The environment that a value file names is the one it is for',
  why: 'What was copied from another environment keeps its labels and alerts, and everything that looks at `environment` takes one for the other.',
  severity: 'warning',

  *check(repository) {
    for (const values of repository.values) {
      const stated = values.root.get('environment');
      if (stated.kind !== 'scalar' || !values.stated) continue;
      if (differ(values.stated, values.placement)) {
        yield { at: stated, message: `environment is ${values.stated.name}, but ${values.file.path} is a file of ${values.placement.name}` };
      }
    }
    const stating = new Map(repository.values.filter(isStated).map((values) => [values.file.path, values]));
    for (const application of repository.applications) yield* misled(application, stating);
  },
});

/** Regions of one stage are not told apart, and names without a place in the order are not compared. */
function differ(a: Placement, b: Placement | undefined): b is Placement {
  return a.stage !== undefined && b?.stage !== undefined && a.stage !== b.stage;
}

/** An Application of one environment with the values of another; of several files the last one decides. */
function* misled(application: Application, stating: ReadonlyMap<string, Values>): Iterable<Problem> {
  const { placement, references, name } = application;
  const read = references.flatMap((reference) => {
    const block = reference.what === 'value file' ? stating.get(reference.path) : undefined;
    return block?.stated ? [{ reference, block, stated: block.stated }] : [];
  });
  const last = read.at(-1);
  // Where the file contradicts its own folder, that is said at the file.
  if (!last || differ(last.stated, last.block.placement) || !differ(last.stated, placement)) return;
  yield {
    at: last.reference.at,
    message: `${last.block.file.path} is for ${last.stated.name}, but Application ${name} is one of ${placement.name}`,
    related: [{ at: last.block.root.get('environment'), message: `environment is ${last.stated.name}` }],
  };
}

function isStated({ root, stated }: Values): boolean {
  return stated !== undefined && root.get('environment').kind === 'scalar';
}
