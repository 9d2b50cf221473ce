package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var packageGenerators = map[string]func(*schema.Package) (files, error){
	"go": func(pkg *schema.Package) (files, error) { return golang.GeneratePackage(tool, pkg, nil) },
	"nodejs": func(pkg *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	},
	"python": func(pkg *schema.Package) (files, error) { return python.GeneratePackage(tool, pkg, nil, nil) },
}

// writePackages writes the SDKs of these languages, of all of them when none is named.
func writePackages(schemaFile, folder string, languages []string) error {
	for language, generate := range packageGenerators {
		if len(languages) > 0 && !slices.Contains(languages, language) {
			continue
		}
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
