/** The runtimes that come with KServe. Follows kserve, config/runtimes (v0.20.0). */

export const BUILT_IN_RUNTIMES: ReadonlySet<string> = new Set([
  'kserve-sklearnserver', 'kserve-mlserver', 'kserve-xgbserver', 'kserve-lgbserver', 'kserve-tensorflow-serving', 'kserve-tritonserver', 'kserve-openvino',
  'kserve-torchserve', 'kserve-huggingfaceserver', 'kserve-huggingfaceserver-multinode', 'kserve-vllmserver', 'kserve-pmmlserver', 'kserve-paddleserver',
  'kserve-predictiveserver', 'kserve-autogluonserver',
]);

/** Names of formats, compared letter by letter. */
export const FORMATS: ReadonlySet<string> = new Set([
  'sklearn', 'xgboost', 'lightgbm', 'mlflow', 'tensorflow', 'pytorch', 'onnx', 'triton', 'tensorrt', 'huggingface', 'vLLM', 'pmml', 'paddle', 'autogluon',
  'openvino', 'openvino_ir', 'keras', 'caffe', 'catboost',
]);

/** Formats whose only built-in runtime speaks version 2 of the protocol. */
export const SECOND_PROTOCOL_ONLY: ReadonlySet<string> = new Set(['mlflow']);
