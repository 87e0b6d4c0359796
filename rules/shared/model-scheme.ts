/** Which schemes of model URIs KServe loads. Follows kserve v0.20, pkg/apis/serving/v1beta1 `ValidateStorageURI` and config/storagecontainers/default.yaml. */
import type { ServedModel } from '#rule';

/** What any InferenceService may name; the newer ones are accepted whatever version is declared. */
const INFERENCE_SERVICE: ReadonlySet<string> = new Set([
  'gs', 's3', 'pvc', 'file', 'https', 'http', 'hdfs', 'webhdfs', 'oci', 'oci+native', 'oci+fetch', 'hf', 'modelscope',
]);
/** pkg/controller/v1alpha2/llmisvc/workload_storage.go */
const LLM: ReadonlySet<string> = new Set(['pvc', 'oci', 'oci+native', 'hf', 's3']);
/** trainedmodel_webhook.go */
const TRAINED_MODEL: ReadonlySet<string> = new Set(['s3', 'gs', 'https', 'http']);

/** Schemes that are surely slips, and what is meant. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['gcs', 'gs://'], ['minio', 's3://'], ['s3a', 's3://'], ['s3n', 's3://'], ['huggingface', 'hf://'], ['docker', 'oci://'],
  ...['azure', 'az', 'abfs', 'abfss', 'wasb', 'wasbs', 'adl'].map((scheme) => [scheme, 'https://<account>.blob.core.windows.net/<container>/'] as const),
  ...['models', 'mlflow', 'runs', 'mlflow-artifacts', 'dbfs'].map((scheme) => [scheme, 'the object-store URI of the artifact'] as const),
]);

/** The schemes that what serves the model accepts. */
export function acceptedSchemes({ from }: ServedModel): ReadonlySet<string> {
  const kind = 'kind' in from ? from.kind : 'InferenceService';
  return kind === 'LLMInferenceService' ? LLM : kind === 'TrainedModel' ? TRAINED_MODEL : INFERENCE_SERVICE;
}

/** What a scheme that KServe does not know surely stands for. */
export function meantScheme(scheme: string): string | undefined {
  return MEANT.get(scheme.toLowerCase());
}
