module dev-box-go

go 1.26.6

require (
	github.com/placeholder-organisation/pulumi-dispersed/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.276.0
)

// No SDK is published: `npm run sdks` writes it there.
replace github.com/placeholder-organisation/pulumi-dispersed/sdk/go => ../../dist/sdks/go
