import { defineRule, fitsGlob, textList, type Application, type ApplicationSource, type Repository } from '#rule';
import { placeholdersIn } from '../shared/placeholders.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'argocd/target-revision',
  on: 'repository',
  title: 'The last stage follows a revision that the policy names',
  why: 'What production serves then changes with a branch that no review of this repository protects, or with the next release of a chart.',
  severity: 'warning',
  strictOnly: true,
  options: {
    allowed: textList(['HEAD', 'main', 'master'], 'Revisions, with * for any text, that the last stage may follow besides commits, version tags and exact chart versions.'),
  },

  *check(repository, { allowed }) {
    const applications = ofLastStage(repository);
    const sources = applications.flatMap((application) => application.sources.map((source) => ({ application, source })));
    for (const { application, source } of sources) {
      const revision = source.targetRevision ?? '';
      if (revision === '' || placeholdersIn(revision, application).length > 0 || isPinned(source, revision)) continue;
      if (source.chart === undefined && allowed.some((glob) => fitsGlob(glob, revision))) continue;
      yield { at: source.node.get('targetRevision'), message: messageOf(application, source, allowed) };
    }
    admitUnknown(sources.map(({ source }) => source.node.get('targetRevision')));
  },
});

/** The Applications of the last of several stages. */
function ofLastStage({ applications, environments }: Repository): Application[] {
  const stages = new Set(environments.flatMap(({ stage }) => stage ?? []));
  if (stages.size < 2) return [];
  const last = Math.max(...stages);
  return applications.filter(({ environment }) => environment?.stage === last);
}

/** A commit, a tag that is a version, or one version of a chart. A branch such as `release-1.2` holds only two of the three numbers. */
function isPinned({ chart }: ApplicationSource, revision: string): boolean {
  if (revision.length > 200) return false;
  if (/^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*)?$/.test(revision)) return true;
  if (chart !== undefined) return false;
  return /^[0-9a-f]{40}$/.test(revision) || revision.startsWith('refs/tags/') || /^v?\d+(?:\.\d+)?$|[-/]v?\d+\.\d+\.\d+$/.test(revision);
}

function messageOf({ environment }: Application, { chart, targetRevision = '' }: ApplicationSource, allowed: readonly string[]): string {
  const where = `${environment?.name ?? ''} follows`;
  if (chart !== undefined) return `${where} "${targetRevision}" of chart ${chart}, which moves with every release; name one version`;
  const words = allowed.length === 0 ? 'a commit or a version tag' : `${allowed.join(', ')}, a commit or a version tag`;
  return `${where} "${targetRevision}", not ${words}`;
}
