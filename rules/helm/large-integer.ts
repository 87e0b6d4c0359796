import { defineRule } from '#rule';

export default defineRule({
  id: 'helm/large-integer',
  on: 'chart',
  title: 'A whole number is printed with all of its digits',
  why: 'Helm reads every number of a value file as a float64 and prints a million as 1e+06: a program that gets it as an argument or a setting does not start, or takes 1.',
  severity: 'warning',

  *check({ releases }) {
    // One action is one mistake, whatever number each environment gives it.
    const messages = new Map<string, string>();
    for (const { at, written, printed } of releases.flatMap(({ templates }) => templates.exponents)) {
      const key = `${at.at.file.path}:${at.at.range.start}`;
      const message = messages.get(key) ?? `prints ${written} as ${printed}; \`int64\` prints all digits, and so does a quoted number in the value file`;
      messages.set(key, message);
      yield { at, message };
    }
  },
});
