// Command sdks writes the SDKs of a schema with the engine's own generators: sdks <schema> <folder>.
// The command line of Pulumi would ask a language host for each of them, and not every machine can
// have those; the generators themselves need none.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-dispersed"

type files = map[string][]byte

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(schemaFile, folder string) error {
	type generator = func(*schema.Package) (files, error)
	generators := map[string]generator{
		"go":     func(pkg *schema.Package) (files, error) { return golang.GeneratePackage(tool, pkg, nil) },
		"nodejs": func(pkg *schema.Package) (files, error) { return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil) },
		"python": func(pkg *schema.Package) (files, error) { return python.GeneratePackage(tool, pkg, nil, nil) },
	}
	for language, generate := range generators {
		// Each gets a package of its own: they rename the words of enums in it, each on top of the other.
		pkg, err := bind(schemaFile)
		if err != nil {
			return err
		}
		sdk, err := generate(pkg)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		if err := write(filepath.Join(folder, language), sdk); err != nil {
			return err
		}
	}
	return nil
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

func write(folder string, sdk files) error {
	for name, content := range sdk {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
