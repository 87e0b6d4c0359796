/** Charts of hostile repositories, with the Application that deploys them. */

export const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hostile, namespace: argocd }
spec:
  project: default
  source:
    repoURL: https://github.com/org/repo
    targetRevision: HEAD
    path: charts/hostile
  destination: { server: https://kubernetes.default.svc, namespace: hostile }
  syncPolicy: { automated: { prune: true, selfHeal: true } }
`;

/** An Application that deploys a chart with one template. */
export function chartWith(template: string, values = '{}\n', more: Record<string, string> = {}): Record<string, string> {
  return {
    'applications/hostile.yaml': APPLICATION,
    'charts/hostile/Chart.yaml': 'apiVersion: v2\nname: hostile\nversion: 0.1.0\n',
    'charts/hostile/values.yaml': values,
    'charts/hostile/templates/hostile.yaml': template,
    ...Object.fromEntries(Object.entries(more).map(([path, text]) => [`charts/hostile/${path}`, text])),
  };
}
