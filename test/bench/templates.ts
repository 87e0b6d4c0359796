/** The manifests of one folder of the large repository: about 40 lines each, with comments, as people write them. */

export interface Served {
  readonly team: string;
  readonly model: string;
  readonly environment: string;
  readonly version: number;
  readonly memory: number;
  readonly ticket: number;
  readonly digest: string;
}

export interface Template {
  readonly name: string;
  readonly print: (served: Served) => string;
}

/** Comment, type and metadata, as they stand above every manifest. */
export function head({ team, model, environment, ticket }: Served, kind: string, apiVersion: string, name = model): string {
  return `# ${model} of team ${team}, ${environment}. Changes to this file need a review, see OPS-${ticket}.
apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${team}-${environment}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: "${team}-serving"
    app.kubernetes.io/managed-by: argocd # applied by the platform, never by hand
    example.com/environment: ${environment}
  annotations:
    example.com/owner: ${team}@example.com
    example.com/runbook: "https://runbooks.example.com/${team}/${model}"
`;
}

function inferenceService(served: Served): string {
  const { model, version, memory, digest } = served;
  return `${head(served, 'InferenceService', 'serving.kserve.io/v1beta1')}spec:
  predictor:
    # Scaled on concurrency: one request keeps one core busy.
    minReplicas: 2
    maxReplicas: 6
    scaleTarget: 4
    scaleMetric: concurrency
    serviceAccountName: model-reader
    model:
      modelFormat:
        name: sklearn
        version: "1"
      protocolVersion: v2
      runtime: kserve-mlserver
      storageUri: s3://models/${model}/v${version}
      env:
        - name: MODEL_SHA256
          value: ${digest}
        - name: OMP_NUM_THREADS
          value: "1" # text: the API server refuses numbers here
      resources:
        requests: { cpu: "1", memory: ${memory}Gi }
        limits:
          cpu: "2"
          memory: ${memory}Gi
`;
}

function canary(served: Served): string {
  const { model, version, memory } = served;
  return `${head(served, 'InferenceService', 'serving.kserve.io/v1beta1', `${model}-canary`)}spec:
  predictor:
    # The next version; the share is raised by hand after a look at the dashboards.
    canaryTrafficPercent: 10
    minReplicas: 1
    maxReplicas: 3
    timeout: 30
    serviceAccountName: model-reader
    tolerations:
      - key: nvidia.com/gpu
        operator: Exists
        effect: NoSchedule
    model:
      modelFormat:
        name: xgboost
      protocolVersion: v2
      storageUri: 's3://models/${model}-canary/v${version + 1}'
      args:
        - --model_name=${model}
        - --http_port=8080
      resources:
        requests:
          cpu: 500m
          memory: ${memory}Gi
        limits:
          memory: ${memory}Gi
`;
}

function virtualService(served: Served): string {
  const { team, model, environment } = served;
  const host = `${model}.${team}-${environment}.svc.cluster.local`;
  return `${head(served, 'VirtualService', 'networking.istio.io/v1')}spec:
  hosts:
    - ${model}.${environment}.example.com
  gateways: [istio-system/public-gateway]
  http:
    - name: canary
      match:
        - headers:
            x-canary: # for those who want it
              exact: "always"
      route:
        - destination:
            host: ${model}-canary-predictor.${team}-${environment}.svc.cluster.local
    - name: primary
      timeout: 10s
      retries:
        attempts: 2
        perTryTimeout: 4s
      route:
        # The weights of one route add up to 100.
        - destination:
            host: ${host}
            subset: stable
          weight: 90
        - destination: { host: ${host}, subset: canary }
          weight: 10
`;
}

function httpRoute(served: Served): string {
  const { model, environment } = served;
  return `${head(served, 'HTTPRoute', 'gateway.networking.k8s.io/v1')}spec:
  parentRefs:
    - name: inference
      namespace: gateways
      sectionName: https
  hostnames:
    - "${model}.models.${environment}.example.com"
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /v2/models/${model}
      filters:
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set:
              - name: x-model
                value: ${model}
      backendRefs:
        # Both behind one name, until the old gateway is gone.
        - name: ${model}-predictor
          port: 80
          weight: 9
        - name: ${model}-canary-predictor
          port: 80
          weight: 1
`;
}

function deployment(served: Served): string {
  const { model, digest } = served;
  return `${head(served, 'Deployment', 'apps/v1', `${model}-features`)}spec:
  replicas: 2
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${model}-features
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${model}-features
    spec:
      # Looks up features for the transformer.
      containers:
        - name: features
          image: registry.example.com/features@sha256:${digest}
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          resources:
            requests:
              cpu: 250m
              memory: 512Mi
            limits:
              memory: 512Mi
`;
}

function configMap(served: Served): string {
  const { model, version, ticket } = served;
  const thresholds = Array.from({ length: 22 }, (_, index) => `  threshold.segment-${index}: "0.${(ticket + index * 37) % 1000}"`);
  return `${head(served, 'ConfigMap', 'v1', `${model}-settings`)}data:
  # Read at start-up; a change needs a restart.
  model: ${model}
  version: "${version}"
${thresholds.join('\n')}
`;
}

function autoscaler(served: Served): string {
  const { model } = served;
  return `${head(served, 'HorizontalPodAutoscaler', 'autoscaling/v2', `${model}-features`)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${model}-features
  minReplicas: 2
  maxReplicas: 12
  metrics:
    # Memory grows with the cache and says nothing.
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 30
    scaleDown:
      stabilizationWindowSeconds: 300
      policies:
        - type: Pods
          value: 1
          periodSeconds: 60
`;
}

/** What lies in one folder: a manifest of each that rules read, and one of those that none does. */
export const TEMPLATES: { readonly read: readonly Template[]; readonly unread: readonly Template[] } = {
  read: [
    { name: 'inference-service', print: inferenceService },
    { name: 'canary', print: canary },
    { name: 'virtual-service', print: virtualService },
    { name: 'http-route', print: httpRoute },
  ],
  unread: [
    { name: 'deployment', print: deployment },
    { name: 'settings', print: configMap },
    { name: 'autoscaler', print: autoscaler },
  ],
};
