// The API server that test/conformance compares mllint with: Kubernetes' own,
// built from the module's release without changes.
package main

import (
	"os"
	_ "time/tzdata" // CronJobs name time zones, and the machine may have none

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
