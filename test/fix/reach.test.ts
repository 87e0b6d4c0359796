/** What a safe fix changes besides what its finding names makes a person look at it first. */
import { describe, expect, it } from 'vitest';
import { repair } from '../../src/fix/repair.ts';
import { openSession } from '../../src/fix/session.ts';
import { lineOf } from '../cases.ts';
import { sessionOver } from './tree.ts';

const REPO = 'https://github.com/org/gitops.git';

function application(name: string, spec: string): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  project: ml\n${spec}  destination: { server: https://kubernetes.default.svc, namespace: serving-prod }\n  syncPolicy: { automated: { prune: true, selfHeal: true } }\n`;
}

function chart(name: string, template: string): Record<string, string> {
  return { [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, [`charts/${name}/templates/all.yaml`]: template };
}

function withChart(name: string): string {
  return application(name, `  source: { repoURL: ${REPO}, targetRevision: HEAD, path: charts/${name}, helm: { valueFiles: [../../prod.yaml] } }\n`);
}

const SERVICE = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: fraud }
spec:
  predictor:
    {{- toYaml .Values.scale | nindent 4 }}
    model: { modelFormat: { name: sklearn }, storageUri: s3://models/fraud/v1 }
`;
const BOARD = `apiVersion: v1
kind: ConfigMap
metadata:
  name: board
  lables: { team: fraud }
data:
  scale: {{ toYaml .Values.scale | quote }}
`;
const tree = {
  'apps/fraud.yaml': withChart('fraud'), 'apps/board.yaml': withChart('board'),
  ...chart('fraud', SERVICE), ...chart('board', BOARD), 'prod.yaml': 'scale:\n  minReplica: 2\n',
};

/** What is repaired without a person, and what waits for one. */
async function repaired(files: Readonly<Record<string, string>>, rule: string): Promise<{ readonly applied: string[]; readonly review: string[] }> {
  const { lint } = sessionOver(files);
  const { applied, review } = await repair({ lint, changed: new Map(), linted: await lint(new Map()), originals: new Map(), takesReview: false, wants: ({ finding }) => finding.rule === rule });
  const named = (offers: typeof applied): string[] => offers.map(({ finding }) => `${finding.at.file.path} ${finding.applications.join(', ')}`).sort();
  return { applied: named(applied), review: review.map(({ finding, alsoChanges }) => `${finding.at.file.path} also ${alsoChanges.join(', ')}`).sort() };
}

describe('within an environment', () => {
  it('a fix for one Application that changes another waits, also where the other has a problem of its own', async () => {
    expect(await repaired(tree, 'kubernetes/schema')).toEqual({ applied: ['charts/board/templates/all.yaml board'], review: ['prod.yaml also board'] });
  });

  it('a fix for one Application alone is made', async () => {
    const apart = { ...tree, 'charts/board/templates/all.yaml': BOARD.replace('.Values.scale', '.Values.name') };
    expect(await repaired({ ...apart, 'prod.yaml': `${tree['prod.yaml']}name: board\n` }, 'kubernetes/schema')).toEqual({ applied: ['charts/board/templates/all.yaml board', 'prod.yaml fraud'], review: [] });
  });

  it('is said of a single fix in the interface', async () => {
    const session = await openSession(sessionOver(tree));
    const finding = session.findings.find(({ at }) => at.file.path === 'prod.yaml');
    if (!finding) throw new Error(session.findings.map(lineOf).join('\n'));
    expect(session.fixOf(finding)).toMatchObject({ safety: 'safe', alsoChanges: [] });
    await session.reachOf(finding);
    expect(session.fixOf(finding)).toMatchObject({ safety: 'review', alsoChanges: ['board'] });
  });

  it('the Application that carries another is not changed by it', async () => {
    const files = { ...tree, 'root.yaml': application('root', `  source: { repoURL: ${REPO}, targetRevision: HEAD, path: apps }\n`), 'apps/fraud.yaml': withChart('fraud').replace('selfHeal: true', 'selfHeal: false') };
    expect(await repaired(files, 'argocd/self-heal')).toEqual({ applied: ['apps/fraud.yaml fraud'], review: [] });
  });
});

describe('what is found in no environment', () => {
  const set = (generator: string): string => `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set, namespace: argocd }\nspec:\n  goTemplate: true\n  generators:\n    - ${generator}\n  template:\n    metadata: { name: 'fraud-{{ .env }}' }\n    spec:\n      project: ml\n      source: { repoURL: ${REPO}, targetRevision: HEAD, path: charts/fraud, helm: { valueFiles: [../../prod.yaml] } }\n      destination: { server: https://kubernetes.default.svc, namespace: 'serving-{{ .env }}' }\n      syncPolicy: { automated: { prune: true, selfHeal: true } }\n`;

  it('waits where the fix changes what an environment deploys', async () => {
    const files = { ...chart('fraud', SERVICE), 'prod.yaml': 'scale: { minReplicas: 2 }\n', 'set.yaml': set('lists: { elements: [ { env: prod } ] }') };
    expect(await repaired(files, 'argocd/generator-known')).toEqual({ applied: [], review: ['set.yaml also prod'] });
  });

  it('is made where nothing is deployed otherwise', async () => {
    const files = { ...chart('fraud', SERVICE), 'prod.yaml': 'scale: { minReplicas: 2 }\n', 'lost.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: lost, lables: { a: b } }\ndata: {}\n' };
    expect((await repaired(files, 'kubernetes/schema')).review).toEqual([]);
  });
});
