// Command sdks runs the engine's own generators on a schema:
//
//	sdks packages <schema> <folder>  writes the SDKs, each in a folder of its language
//	sdks local <schema> <folder>     writes the SDK for Node.js as `pulumi package add` does
//	sdks examples <schema> <folder>  translates the YAML programs of a folder, and prints them as JSON
//
// A schema whose name is "-" comes from standard input.
//
// The command line of Pulumi would ask a language host for each of them, and not every machine can
// have those; the generators themselves need none.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-dispersed"

type files = map[string][]byte

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(command, schemaFile, folder string) error {
	switch command {
	case "examples":
		return translateExamples(schemaFile, folder)
	case "local":
		return writeLocal(schemaFile, folder)
	default:
		return writePackages(schemaFile, folder)
	}
}

// bind reads the schema as the engine does, which finds more mistakes than its JSON schema.
func bind(file string) (*schema.Package, error) {
	text, err := read(file)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	pkg, found, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, found
	}
	return pkg, nil
}

func read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(file)
}
