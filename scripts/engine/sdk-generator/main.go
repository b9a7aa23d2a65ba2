// Command sdk-generator writes the SDKs of a Pulumi package, as `pulumi package gen-sdk` does with the language hosts of a release:
//
//	sdk-generator SCHEMA FOLDER LANGUAGE...
//
// Each language has a folder of its own in FOLDER. Those hosts cannot be had from Go's module proxy; the generators in them can.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	nodegen "github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	pygen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// What generated files say that they were made by.
const tool = "sdk-generator"

// files are texts by their paths in the SDK.
type files map[string][]byte

var generators = map[string]func(*schema.Package) (files, error){
	"go": func(pkg *schema.Package) (files, error) {
		return gogen.GeneratePackage(tool, pkg, nil)
	},
	"nodejs": func(pkg *schema.Package) (files, error) {
		return nodegen.GeneratePackage(tool, pkg, nil, nil, false, noOthers{})
	},
	"python": func(pkg *schema.Package) (files, error) {
		return pygen.GeneratePackage(tool, pkg, nil, noOthers{})
	},
}

// noOthers loads no package: the schema refers to none besides its own.
type noOthers struct{ schema.ReferenceLoader }

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "sdk-generator: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	known := slices.Sorted(maps.Keys(generators))
	if len(args) < 3 {
		return fmt.Errorf("usage: sdk-generator SCHEMA FOLDER LANGUAGE..., with languages of %s", strings.Join(known, ", "))
	}
	path, folder, languages := args[0], args[1], args[2:]
	for _, language := range languages {
		if _, ok := generators[language]; !ok {
			return fmt.Errorf("no SDK can be made for %q: name one of %s", language, strings.Join(known, ", "))
		}
	}
	spec, err := read(path)
	if err != nil {
		return err
	}
	for _, language := range languages {
		generated, err := generate(spec, language)
		if err == nil {
			err = write(filepath.Join(folder, language), generated)
		}
		if err != nil {
			return fmt.Errorf("the SDK for %s: %w", language, err)
		}
	}
	return nil
}

func read(path string) (schema.PackageSpec, error) {
	var spec schema.PackageSpec
	text, err := os.ReadFile(path)
	if err != nil {
		return spec, err
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		return spec, fmt.Errorf("%s is no schema of a Pulumi package: %w", path, err)
	}
	return spec, nil
}

// generate binds the schema anew for each language, since a generator changes the package that it is given.
func generate(spec schema.PackageSpec, language string) (files, error) {
	pkg, diagnostics, err := schema.BindSpec(spec, noOthers{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	return generators[language](pkg)
}

// write replaces whatever is in the folder, so that no file of an earlier schema stays.
func write(folder string, generated files) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	for name, text := range generated {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
