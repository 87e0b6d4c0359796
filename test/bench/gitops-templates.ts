/** A GitOps repository as validators of schemas see it: one of each of seven kinds in a folder, three of them Kubernetes' own. */
import type { Mix } from './manifests.ts';
import { head, TEMPLATES, type Served, type Template } from './templates.ts';

function application(served: Served): string {
  const { team, model, environment, version } = served;
  return `${head(served, 'Application', 'argoproj.io/v1alpha1', `${model}-${environment}`)}spec:
  project: ${team}
  destination:
    server: https://kubernetes.default.svc
    namespace: ${team}-${environment}
  source:
    repoURL: https://git.example.com/${team}/models.git
    targetRevision: v${version}.0.0
    path: charts/${model}
    helm:
      releaseName: ${model}
      parameters:
        - name: model.version
          value: "${version}"
          forceString: true
  ignoreDifferences:
    - group: apps
      kind: Deployment
      jsonPointers: [/spec/replicas]
  syncPolicy:
    automated: { prune: true, selfHeal: true }
    syncOptions:
      - CreateNamespace=true
      - ServerSideApply=true
    retry:
      limit: 3
      backoff: { duration: 10s, factor: 2, maxDuration: 3m }
`;
}

function prometheusRule(served: Served): string {
  const { model, ticket } = served;
  return `${head(served, 'PrometheusRule', 'monitoring.coreos.com/v1')}spec:
  groups:
    - name: ${model}
      interval: 30s
      rules:
        - record: model:requests:rate5m
          expr: sum by (model) (rate(request_predict_seconds_count{model="${model}"}[5m]))
        - alert: ModelErrors
          # Five minutes of errors wake somebody.
          expr: |
            sum(rate(request_predict_errors_total{model="${model}"}[5m]))
              / sum(rate(request_predict_seconds_count{model="${model}"}[5m])) > 0.05
          for: 5m
          labels:
            severity: page
            ticket: "${ticket}"
          annotations:
            summary: ${model} answers with errors
`;
}

function service(served: Served): string {
  const { model } = served;
  return `${head(served, 'Service', 'v1', `${model}-features`)}spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: ${model}-features
  ports:
    - name: http
      port: 80
      targetPort: http
      protocol: TCP
    - name: metrics
      port: 9090
      targetPort: 9090
`;
}

/** Both of its hosts are there: the Service above, and the one that KServe makes of the InferenceService. */
function virtualService(served: Served): string {
  const { team, model, environment } = served;
  const namespace = `${team}-${environment}.svc.cluster.local`;
  return `${head(served, 'VirtualService', 'networking.istio.io/v1')}spec:
  hosts:
    - ${model}.${environment}.example.com
  gateways: [istio-system/public-gateway]
  http:
    - name: features
      match:
        - uri: { prefix: /features }
      timeout: 2s
      route:
        - destination:
            host: ${model}-features.${namespace}
            port: { number: 80 }
    - name: primary
      timeout: 10s
      retries:
        attempts: 2
        perTryTimeout: 4s
      route:
        - destination: { host: ${model}-predictor.${namespace} }
          weight: 100
`;
}

/** By their names among the templates of the other mix. */
function known(name: string): Template {
  const template = [...TEMPLATES.read, ...TEMPLATES.unread].find((each) => each.name === name);
  if (!template) throw new RangeError(`no template is called ${name}`);
  return template;
}

const KINDS: readonly Template[] = [
  { name: 'application', print: application }, known('inference-service'), { name: 'virtual-service', print: virtualService }, { name: 'alerts', print: prometheusRule },
  known('deployment'), { name: 'service', print: service }, known('settings'),
];

export const GITOPS: Mix = { perFolder: KINDS.length, templateAt: (slot) => KINDS[slot] };
