// Command dev-box-go rents a GPU box to work on over SSH: `up` rents it, `destroy` ends it.
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
	box, err := dispersed.NewDevBox(ctx, "box", &dispersed.DevBoxArgs{
		Tag:          pulumi.String("latest"),
		Ports:        pulumi.IntArray{pulumi.Int(port)},
		MinVramGb:    pulumi.Float64(8),
		MaxHourlyUsd: pulumi.Float64(2),   // the highest price that you accept, per hour
		ExpiresAfter: pulumi.String("8h"), // the first `up` after that ends it
	}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "20m"}))
	if err != nil {
		return err
	}
	ctx.Export("ssh", box.Ssh)
	ctx.Export("privateKey", box.Connection.PrivateKey())
	ctx.Export("url", box.Urls.MapIndex(pulumi.Sprintf("%d", port)))
	ctx.Export("hourlyRateUsd", box.HourlyRateUsd)
	return nil
}

func run(command string) error {
	ctx := context.Background()
	stack, err := auto.UpsertStackInlineSource(ctx, "dev", "dev-box-go", program, auto.WorkDir("."))
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
		if !output.Secret {
			outputs[name] = output.Value
		}
	}
	return json.NewEncoder(os.Stdout).Encode(outputs)
}

func main() {
	if len(os.Args) != 2 || (os.Args[1] != "up" && os.Args[1] != "destroy") {
		fmt.Fprintln(os.Stderr, "usage: dev-box-go up | destroy")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
