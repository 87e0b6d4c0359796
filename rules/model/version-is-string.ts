import { defineRule, fixOf, setValue } from '#rule';
import { labelledSources } from '../shared/labelled-sources.ts';

export default defineRule({
  id: 'model/version-is-string',
  on: 'values',
  title: 'A version is quoted where YAML would read it as a number',
  why: 'A number loses what was written: 1.10 becomes 1.1, 047 becomes 39, 1e3 becomes 1000, and the template puts that into the URI or the label.',
  severity: 'error',
  fixable: true,

  *check(values) {
    for (const { label: node } of labelledSources(values)) {
      const { value, written = '' } = node;
      if (typeof value !== 'number' && typeof value !== 'bigint') continue;
      const means = String(value) === written ? 'a number' : `the number ${value}`;
      yield {
        at: node,
        message: `${written} is read as ${means}; a version is text, write "${written}"`,
        fix: fixOf(`Quote the version as "${written}"`, 'safe', setValue(node, written)),
      };
    }
  },
});
