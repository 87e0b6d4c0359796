import { defineRule, fixOf, setKey, type StaleReference } from '#rule';

export default defineRule({
  id: 'kustomize/hash-suffix',
  on: 'kustomization',
  title: 'What refers to a generated object gets its hash',
  why: 'Kustomize adds a hash to the name of what it generates, and rewrites the references that it knows: those of built-in kinds. A custom resource goes on naming an object that does not exist.',
  severity: 'warning',
  fixable: true,

  *check({ parts, isPartial }) {
    if (isPartial) return; // what is missing is said itself, and may be just what is referred to
    for (const stale of parts.flatMap((part) => part.staleReferences)) {
      const { at, kind, name, generator } = stale;
      yield {
        at,
        message: `the ${kind} ${at.text ?? ''} is generated as ${name.replace(/-[^-]*$/, '-<hash>')}, and Kustomize rewrites no ${at.path.filter((step) => typeof step === 'string').join('.')} of ${at.root.get('kind').text ?? ''}`,
        related: [{ at: generator.get('name'), message: `the ${kind} is generated here` }],
        fix: withoutHash(stale),
      };
    }
  },
});

function withoutHash({ generator, kind }: StaleReference): ReturnType<typeof fixOf> {
  return fixOf(`generate the ${kind} without a hash`, 'review', setKey(generator.get('options'), 'disableNameSuffixHash', true));
}
