package main

import (
	"fmt"
	"os"
	"path/filepath"

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

// writePackages writes the SDKs of all languages.
func writePackages(schemaFile, folder string) error {
	for language, generate := range packageGenerators {
		if err := writePackage(schemaFile, filepath.Join(folder, language), generate); err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
	}
	return nil
}

// writeLocal writes the SDK for Node.js that compiles itself when it is installed.
func writeLocal(schemaFile, folder string) error {
	return writePackage(schemaFile, folder, func(pkg *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, true, nil)
	})
}

// writePackage binds the schema anew: generators rename the words of enums in it, each on top of the other.
func writePackage(schemaFile, folder string, generate func(*schema.Package) (files, error)) error {
	pkg, err := bind(schemaFile)
	if err != nil {
		return err
	}
	sdk, err := generate(pkg)
	if err != nil {
		return err
	}
	return write(folder, sdk)
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
