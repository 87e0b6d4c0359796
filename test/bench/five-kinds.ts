/** A manifest as people write them, of each of the kinds that a model's deployment consists of. */
export const FIVE_KINDS: readonly string[] = [
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: fraud-detector-prod
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: models
  source:
    repoURL: https://git.example.com/ml/gitops.git
    path: charts/model-serving
    targetRevision: main
    helm:
      releaseName: fraud-detector
      valueFiles: [../../models/fraud-detector/values.yaml, ../../environments/prod/fraud-detector/values.yaml]
      parameters:
        - name: model.replicas
          value: "2"
  destination:
    server: https://kubernetes.default.svc
    namespace: ml-serving-prod
  syncPolicy:
    automated: { prune: true, selfHeal: true }
    syncOptions: [CreateNamespace=true]
    retry:
      limit: 5
      backoff: { duration: 5s, factor: 2, maxDuration: 3m }
  ignoreDifferences:
    - group: apps
      kind: Deployment
      jsonPointers: [/spec/replicas]
`,
  `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: fraud-detector
  namespace: ml-serving-prod
  labels: { app.kubernetes.io/name: fraud-detector }
  annotations: { serving.kserve.io/deploymentMode: Standard }
spec:
  predictor:
    minReplicas: 2
    maxReplicas: 8
    serviceAccountName: models
    model:
      modelFormat: { name: sklearn, version: "1" }
      protocolVersion: v2
      storageUri: s3://models/fraud-detector/v7
      resources:
        requests: { cpu: "1", memory: 2Gi }
        limits: { cpu: "2", memory: 4Gi }
      env:
        - name: LOG_LEVEL
          value: info
        - name: TOKEN
          valueFrom: { secretKeyRef: { name: token, key: value } }
      livenessProbe:
        httpGet: { path: /v2/health/live, port: 8080 }
        periodSeconds: 10
    tolerations:
      - { key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }
`,
  `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: fraud-detector
  namespace: ml-serving-prod
spec:
  hosts: [fraud-detector.example.com]
  gateways: [istio-system/models]
  http:
    - match:
        - uri: { prefix: /v2/models }
          headers: { x-canary: { exact: "true" } }
      timeout: 10s
      retries: { attempts: 3, perTryTimeout: 2s, retryOn: "5xx,connect-failure" }
      route:
        - destination: { host: fraud-detector-predictor, port: { number: 80 } }
          weight: 90
        - destination: { host: fraud-detector-next-predictor, subset: next }
          weight: 10
          headers: { request: { set: { x-model: next } } }
`,
  `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: fraud-detector
  namespace: monitoring
  labels: { release: kube-prometheus-stack }
spec:
  groups:
    - name: fraud-detector.slo
      interval: 30s
      rules:
        - record: model:requests:rate5m
          expr: sum by (model) (rate(revision_request_count[5m]))
        - alert: ModelErrorRate
          expr: model:errors:ratio5m > 0.05
          for: 10m
          labels: { severity: page, team: ml }
          annotations: { summary: "errors of {{ $labels.model }}" }
`,
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: feature-store
  namespace: ml-serving-prod
  labels: { app: feature-store }
spec:
  replicas: 3
  selector: { matchLabels: { app: feature-store } }
  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 1, maxUnavailable: 25% } }
  template:
    metadata:
      labels: { app: feature-store }
    spec:
      serviceAccountName: feature-store
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: server
          image: registry.example.com/feature-store:1.4.2
          args: [serve, --port=8080]
          ports:
            - { name: http, containerPort: 8080 }
          env:
            - { name: LOG_LEVEL, value: info }
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: store, key: password } }
          resources:
            requests: { cpu: 500m, memory: 1Gi }
            limits: { memory: 1Gi }
          readinessProbe:
            httpGet: { path: /ready, port: http }
            initialDelaySeconds: 5
          volumeMounts:
            - { name: cache, mountPath: /cache }
      volumes:
        - name: cache
          emptyDir: { sizeLimit: 1Gi }
`,
];
