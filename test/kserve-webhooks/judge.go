// Says what the webhooks of KServe say. Copied to cmd/judge of a checkout of kserve/kserve@aaac4e294 and built there:
//
//	go build -o /tmp/judge ./cmd/judge && KSERVE_JUDGE=/tmp/judge npx vitest run test/kserve-webhook.test.ts
//
// It reads cases as JSON: of each the objects, of which the last is created beside the others, and the deployment mode of the cluster.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	"github.com/kserve/kserve/pkg/apis/serving/v1alpha2"
	"github.com/kserve/kserve/pkg/apis/serving/v1beta1"
	"github.com/kserve/kserve/pkg/webhook/admission/localmodelcache"
	"github.com/kserve/kserve/pkg/webhook/admission/localmodelnamespacecache"
	"github.com/kserve/kserve/pkg/webhook/admission/servingruntime"
)

type Case struct {
	Mode    string            `json:"mode"`
	Objects []json.RawMessage `json:"objects"`
}
type Verdict struct {
	Refused bool   `json:"refused"`
	Message string `json:"message"`
}

func main() {
	var cases []Case
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	out := []Verdict{}
	for _, c := range cases {
		out = append(out, judge(c))
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", " ")
	_ = e.Encode(out)
}

func decode(scheme *runtime.Scheme, raw json.RawMessage) (client.Object, error) {
	var tm metav1.TypeMeta
	if err := json.Unmarshal(raw, &tm); err != nil {
		return nil, err
	}
	o, err := scheme.New(tm.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, o); err != nil {
		return nil, err
	}
	return o.(client.Object), nil
}

func judge(c Case) (v Verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = Verdict{true, fmt.Sprint("panic: ", r)}
		}
	}()
	scheme := runtime.NewScheme()
	_ = v1alpha1.AddToScheme(scheme)
	_ = v1alpha2.AddToScheme(scheme)
	_ = v1beta1.AddToScheme(scheme)
	var beside []client.Object
	last := c.Objects[len(c.Objects)-1]
	for _, raw := range c.Objects[:len(c.Objects)-1] {
		o, err := decode(scheme, raw)
		if err != nil {
			return Verdict{true, "decode beside: " + err.Error()}
		}
		beside = append(beside, o)
	}
	o, err := decode(scheme, last)
	if err != nil {
		return Verdict{true, "decode: " + err.Error()}
	}
	ctx := context.Background()
	cl := fake.NewClientBuilder().WithScheme(scheme).WithObjects(beside...).Build()
	req := func() admission.Request {
		return admission.Request{AdmissionRequest: admissionv1.AdmissionRequest{Operation: admissionv1.Create, Object: runtime.RawExtension{Raw: last}}}
	}
	said := func(r admission.Response) Verdict {
		m := ""
		if r.Result != nil {
			m = r.Result.Message
		}
		return Verdict{!r.Allowed, m}
	}
	of := func(_ admission.Warnings, err error) Verdict {
		if err != nil {
			return Verdict{true, strings.TrimSpace(err.Error())}
		}
		return Verdict{}
	}
	switch x := o.(type) {
	case *v1beta1.InferenceService:
		cfg := &v1beta1.InferenceServicesConfig{Resource: v1beta1.ResourceConfig{CPULimit: "1", MemoryLimit: "2Gi", CPURequest: "1", MemoryRequest: "2Gi"}}
		mode := c.Mode
		if mode == "" {
			mode = "Knative"
		}
		x.DefaultInferenceService(cfg, &v1beta1.DeployConfig{DefaultDeploymentMode: mode}, nil, nil, nil)
		return of((&v1beta1.InferenceServiceValidator{}).ValidateCreate(ctx, x))
	case *v1alpha1.InferenceGraph:
		return of((&v1alpha1.InferenceGraphValidator{}).ValidateCreate(ctx, x))
	case *v1alpha1.TrainedModel:
		return of((&v1alpha1.TrainedModelValidator{}).ValidateCreate(ctx, x))
	case *v1alpha1.ServingRuntime:
		return said((&servingruntime.ServingRuntimeValidator{Client: cl, Decoder: admission.NewDecoder(scheme)}).Handle(ctx, req()))
	case *v1alpha1.ClusterServingRuntime:
		return said((&servingruntime.ClusterServingRuntimeValidator{Client: cl, Decoder: admission.NewDecoder(scheme)}).Handle(ctx, req()))
	case *v1alpha1.LocalModelCache:
		return of((&localmodelcache.LocalModelCacheValidator{Client: cl}).ValidateCreate(ctx, x))
	case *v1alpha1.LocalModelNamespaceCache:
		return of((&localmodelnamespacecache.LocalModelNamespaceCacheValidator{Client: cl}).ValidateCreate(ctx, x))
	case *v1alpha1.LLMInferenceService:
		return of((&v1alpha1.LLMInferenceServiceValidator{}).ValidateCreate(ctx, x))
	case *v1alpha2.LLMInferenceService:
		return of((&v1alpha2.LLMInferenceServiceValidator{}).ValidateCreate(ctx, x))
	case *v1alpha1.LLMInferenceServiceConfig:
		return of((&v1alpha1.LLMInferenceServiceConfigValidator{}).ValidateCreate(ctx, x))
	case *v1alpha2.LLMInferenceServiceConfig:
		return of((&v1alpha2.LLMInferenceServiceConfigValidator{}).ValidateCreate(ctx, x))
	}
	return Verdict{true, fmt.Sprintf("no webhook for %T", o)}
}
