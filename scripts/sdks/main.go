// Command sdks runs the engine's own generators on a schema:
//
//	sdks packages <schema> <folder> [language...]  writes the SDKs, each in a folder of its language
//	sdks examples <schema> <folder>                translates the YAML programs of a folder, and prints them as JSON
//
// The command line of Pulumi would ask a language host for each of them, and not every machine can
// have those; the generators themselves need none.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-dispersed"

type files = map[string][]byte

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(command, schemaFile, folder string, languages []string) error {
	if command == "examples" {
		return translateExamples(schemaFile, folder)
	}
	return writePackages(schemaFile, folder, languages)
}

// bind reads the schema as the engine does, which finds more mistakes than its JSON schema.
func bind(file string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
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
