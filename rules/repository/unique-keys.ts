import { defineCondition } from '#rule';

export default defineCondition({
  id: 'repository/unique-keys',
  title: 'A key stands once in a mapping',
  why: 'Helm and Kubernetes take the last of them without a word, others reject the file: what was reviewed above is not what is deployed.',
  severity: 'error',
});
