// Package configs holds what travels in the binary: the table of models, the
// prompt presets and example configurations to copy.
//
// It reads none of them; packages model and prompt do.
package configs

import (
	"bytes"
	"embed"
	"io"
	"io/fs"
)

// ModelsName is the name of the table of models, for errors about it.
const ModelsName = "models.yaml"

//go:embed models.yaml
var models []byte

//go:embed example.yaml
var example string

//go:embed emulator.yaml
var emulator string

//go:embed presets/*.txt presets/index.yaml
var presets embed.FS

// Models is the table of models that ships, as YAML for model.Load.
func Models() io.Reader { return bytes.NewReader(models) }

// Presets is the file system with the presets that ship, for prompt.Load.
func Presets() fs.FS { return presets }

// Example is a configuration of captionmill run with every setting and what it
// does, as YAML.
func Example() string { return example }

// Emulator is the same of captionmill emulate.
func Emulator() string { return emulator }
