module gpu-box-go

go 1.25.11

require (
	github.com/placeholder-organisation/pulumi-dispersed/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
)

// No SDK is published: `npm run sdks` writes it there.
replace github.com/placeholder-organisation/pulumi-dispersed/sdk/go => ../../dist/sdks/go
