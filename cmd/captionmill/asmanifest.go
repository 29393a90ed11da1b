package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// errFamily says why a manifest is not written in any format.
var errFamily = errors.New("--as-manifest writes the manifest's own format (CSV for tables): leave --format away")

// familyOf is the format in which rows of a manifest are written as a new one.
func familyOf(m sqlite.Manifest) string {
	switch manifest.Format(m.Format) {
	case manifest.JSONL:
		return sink.JSONL
	case manifest.List, manifest.Names:
		return sink.List
	default:
		return sink.CSV
	}
}

// exports decides what an export writes where.
func (s *settings) exports(manifests []sqlite.Manifest) ([]output, error) {
	if s.review != "" {
		return []output{{name: s.review, manifests: manifests, counts: newCensus()}}, nil
	}
	if !s.asManifest {
		return s.outputs(manifests)
	}
	for _, m := range manifests {
		switch first := manifests[0]; {
		case s.out == "":
		case familyOf(m) != familyOf(first):
			return nil, usage(fmt.Errorf("%s and %s are of different formats, so one manifest cannot hold both: leave --out away", first.Name, m.Name))
		case familyOf(m) == sink.CSV && !slices.Equal(m.Header, first.Header):
			return nil, usage(fmt.Errorf("%s and %s have different columns, so one manifest cannot hold both: leave --out away", first.Name, m.Name))
		}
	}
	if s.out != "" {
		return s.outputs(manifests)
	}
	return s.manifestOutputs(manifests)
}

// manifestOutputs is a file for each manifest, called after the part of its
// rows that it holds.
func (s *settings) manifestOutputs(manifests []sqlite.Manifest) ([]output, error) {
	part := s.only
	if part == "" {
		part = "rows"
	}
	var all []output
	for _, m := range manifests {
		name := sink.ManifestNameFor(titleOf(m), part, familyOf(m))
		if slices.ContainsFunc(all, func(o output) bool { return o.name == name }) {
			return nil, usage(fmt.Errorf("two manifests would write %s: name the file with --out", name))
		}
		all = append(all, output{name: name, manifests: []sqlite.Manifest{m}, counts: newCensus()})
	}
	return all, nil
}

// sayFolder warns that relative file names mean other files elsewhere.
func (s *settings) sayFolder(w io.Writer, o output) {
	here, err := absolute(filepath.Dir(o.name))
	for _, m := range o.manifests {
		if s.asManifest && err == nil && m.Folder != here {
			fmt.Fprintf(w, "file names in it without a folder of their own begin at %s: put it there before it is run\n", printable(m.Folder))
			return
		}
	}
}
