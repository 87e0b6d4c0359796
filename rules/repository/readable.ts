import { defineCondition } from '#rule';

export default defineCondition({
  id: 'repository/readable',
  title: 'Files that are read are UTF-8 and YAML',
  why: 'What cannot be read is not checked, and Argo CD does not deploy it either: the sync fails as a whole.',
  severity: 'error',
});
