package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi-yaml/pkg/pulumiyaml"
	yamlgen "github.com/pulumi/pulumi-yaml/pkg/pulumiyaml/codegen"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var programGenerators = map[string]struct {
	generate func(*pcl.Program) (files, hcl.Diagnostics, error)
	file     string
}{
	"go":         {golang.GenerateProgram, "main.go"},
	"typescript": {nodejs.GenerateProgram, "index.ts"},
	"python":     {python.GenerateProgram, "__main__.py"},
}

// translateExamples prints each YAML program of a folder in every language, as JSON by the program's name.
func translateExamples(schemaFile, folder string) error {
	sources, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return err
	}
	examples := map[string]map[string]string{}
	for _, source := range sources {
		name := strings.TrimSuffix(filepath.Base(source), ".yaml")
		if examples[name], err = translate(schemaFile, source); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(examples)
}

func translate(schemaFile, source string) (map[string]string, error) {
	text, err := os.ReadFile(source)
	if err != nil {
		return nil, err
	}
	programs := map[string]string{"yaml": string(text)}
	for language, target := range programGenerators {
		// A schema and a program of its own for each: the generators change both.
		pkg, err := bind(schemaFile)
		if err != nil {
			return nil, err
		}
		template, found, err := pulumiyaml.LoadYAMLBytes(source, text)
		if err != nil {
			return nil, err
		}
		if found.HasErrors() {
			return nil, found
		}
		program, problems, err := yamlgen.EjectProgram(template, only{pkg})
		if err != nil || problems.HasErrors() {
			return nil, fmt.Errorf("%w %w", problems, err)
		}
		generated, problems, err := target.generate(program)
		if err != nil || problems.HasErrors() {
			return nil, fmt.Errorf("%s: %w %w", language, problems, err)
		}
		programs[language] = string(generated[target.file])
	}
	programs["go"] = mendGo(programs["go"])
	return programs, nil
}

var plainExport = regexp.MustCompile(`ctx\.Export\("(\w+)", (found\..*)\)\n`)

// mendGo mends what the generator for Go gets wrong, which would not compile: the results of functions are plain
// values, and a function beside the look-up of a resource of that name is called Lookup.
func mendGo(text string) string {
	text = plainExport.ReplaceAllString(text, "ctx.Export(\"$1\", pulumi.ToOutput($2))\n")
	return strings.ReplaceAll(strings.ReplaceAll(text, ".GetJob(ctx, ", ".LookupJob(ctx, "), ".GetJobArgs{", ".LookupJobArgs{")
}

// only loads the one package that the examples may use.
type only struct{ pkg *schema.Package }

func (o only) LoadPackage(string, *semver.Version) (*schema.Package, error) { return o.pkg, nil }

func (o only) LoadPackageV2(context.Context, *schema.PackageDescriptor) (*schema.Package, error) {
	return o.pkg, nil
}

func (o only) LoadPackageReference(string, *semver.Version) (schema.PackageReference, error) {
	return o.pkg.Reference(), nil
}

func (o only) LoadPackageReferenceV2(
	context.Context, *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return o.pkg.Reference(), nil
}
