// Command gpu-box-go rents a GPU box on Dispersed for an afternoon: `up` rents it, `destroy` ends it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/placeholder-organisation/pulumi-dispersed/sdk/go/dispersed"
)

const port = 8888

func program(ctx *pulumi.Context) error {
	offers, err := dispersed.GetOffers(ctx, &dispersed.GetOffersArgs{
		GpuCount:  pulumi.IntRef(1),
		MinVramGb: pulumi.Float64Ref(8),
		Limit:     pulumi.IntRef(1),
	})
	if err != nil {
		return err
	}
	box, err := dispersed.NewJob(ctx, "box", &dispersed.JobArgs{
		Task: dispersed.TaskPersistent, // runs, and is billed by the hour, until it is destroyed
		Container: &dispersed.ContainerArgs{
			Image: pulumi.String("otoy/dispersed-base"),
			Tag:   pulumi.String("latest"),
			Ports: pulumi.IntArray{pulumi.Int(22), pulumi.Int(port)},
		},
		GpuCount:     pulumi.Int(1),
		MinVramGb:    pulumi.Float64(8),
		MaxHourlyUsd: pulumi.Float64(2), // the highest price that you accept, per hour
	},
		// Also for `--replace`: two boxes must not bill at once.
		pulumi.DeleteBeforeReplace(true),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "20m"}),
	)
	if err != nil {
		return err
	}
	if len(offers.Offers) > 0 {
		ctx.Export("cheapest", pulumi.ToOutput(offers.Offers[0].HourlyRateUsd))
	}
	ctx.Export("ssh", box.Ssh.Command())
	ctx.Export("url", box.Endpoints.MapIndex(pulumi.Sprintf("%d", port)).Url())
	return nil
}

func run(command string) error {
	ctx := context.Background()
	stack, err := auto.UpsertStackInlineSource(ctx, "dev", "gpu-box-go", program, auto.WorkDir("."))
	if err != nil {
		return err
	}
	if command == "destroy" {
		_, err = stack.Destroy(ctx, optdestroy.ProgressStreams(os.Stdout))
		return err
	}
	result, err := stack.Up(ctx, optup.ProgressStreams(os.Stderr))
	if err != nil {
		return err
	}
	outputs := map[string]any{}
	for name, output := range result.Outputs {
		outputs[name] = output.Value
	}
	return json.NewEncoder(os.Stdout).Encode(outputs)
}

func main() {
	if len(os.Args) != 2 || (os.Args[1] != "up" && os.Args[1] != "destroy") {
		fmt.Fprintln(os.Stderr, "usage: gpu-box-go up | destroy")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
