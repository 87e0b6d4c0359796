import { defineRule, fixOf, isSameForm, isSameVersion, parseModelUri, parseVersion, setValue, type UriVersion } from '#rule';
import { labelledSources } from '../shared/labelled-sources.ts';
import { isExampleText } from '../shared/unfilled.ts';

export default defineRule({
  id: 'model/uri-matches-version',
  on: 'values',
  title: 'The version beside a model URI is the one in the URI',
  why: 'People and dashboards read the label, the server loads the URI: a review approves one model and another one is deployed.',
  severity: 'error',
  fixable: true,

  *check(values) {
    for (const { uri, label } of labelledSources(values)) {
      if (uri.kind !== 'scalar' || label.kind !== 'scalar' || isExampleText(uri.text ?? '')) continue;
      const mismatch = mismatchOf(uri.text ?? '', label.written ?? '');
      if (!mismatch) continue;
      const { text, start, end } = mismatch;
      const at = uri.part(start, end);
      const wanted = prefixOf(text) + withoutPrefix(label.written ?? '');
      yield {
        at,
        message: `the URI names version ${text}, the version beside it is ${label.written ?? ''}; they have to be equal`,
        related: [{ at: label, message: 'the version beside the URI' }],
        fix: fixOf(`Serve ${wanted} instead of ${text}`, 'review', setValue(at, wanted)),
      };
    }
  },
});

/** The innermost version of the label's form, where none of that form equals the label. */
function mismatchOf(uri: string, label: string): UriVersion | undefined {
  const version = parseVersion(label);
  if (!version) return undefined;
  const candidates = parseModelUri(uri).versions.filter((candidate) => isSameForm(candidate, version));
  return candidates.some((candidate) => isSameVersion(candidate, version)) ? undefined : candidates.at(-1);
}

function prefixOf(version: string): string {
  return /^v(?=[0-9])/i.exec(version)?.[0] ?? '';
}

function withoutPrefix(version: string): string {
  return version.replace(/^v(?=[0-9])/i, '');
}
