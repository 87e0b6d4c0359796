/** Files that are shown to people rather than deployed. */

const WORDS: ReadonlySet<string> = new Set([
  'example', 'examples', 'sample', 'samples', 'doc', 'docs', 'test', 'tests', 'testdata', 'testing', 'fixtures', 'tutorial', 'tutorials',
  'archive', 'demo', 'demos', 'snippets', 'e2e', 'website', 'blog',
]);

/** By the name of a folder above, such as `docs` or `mesh-demo`, or by a name such as `example-secret.yaml`; below `templates/` at the root lies what is still to be copied. */
export function isExample(path: string): boolean {
  const segments = path.toLowerCase().split('/');
  const name = segments.pop() ?? '';
  return segments[0] === 'templates' || segments.some((segment) => WORDS.has(segment) || /[-_](?:demo|example|sample|doc)s?$/.test(segment)) || /(?:^|[-_.])(?:example|sample)(?:[-_.]|$)/.test(name);
}

/** A model that nothing deploys, among examples or in an archive: what is wrong with it is advice. */
export function isLooseExample({ application, from }: { readonly application?: unknown; readonly from: { readonly file: { readonly path: string } } }): boolean {
  return application === undefined && isExample(from.file.path);
}

/** A template of a chart that was rendered with its own values alone: whoever deploys it gives it others. */
export function isUndeployedChart({ application, environment, file: { path } }: { readonly application?: unknown; readonly environment?: unknown; readonly file: { readonly path: string } }): boolean {
  return application === undefined && environment === undefined && /(?:^|\/)templates\//.test(path);
}
