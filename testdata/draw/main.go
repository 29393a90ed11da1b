// Command draw draws the pictures of the demo, so that nobody else's rights are
// in them. Run it from the top of the repository:
//
//	go run ./testdata/draw [FOLDER]
//
// It rewrites the pictures in FOLDER, testdata/demo unless named, and leaves the
// manifests there alone. The bytes may differ between versions of Go, whose
// encoders change; the pictures do not.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	folder := filepath.Join("testdata", "demo")
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := run(folder); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

// run writes every picture, good and broken, below the folder.
func run(folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "broken"), 0o755); err != nil {
		return err
	}
	for _, p := range pictures {
		var file bytes.Buffer
		if err := encode(&file, p.name, p.draw()); err != nil {
			return fmt.Errorf("encode %s: %w", p.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, p.name), file.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return writeBroken(filepath.Join(folder, "broken"))
}

// picture is one drawing. The extension of its name chooses the format.
type picture struct {
	name string
	draw func() *canvas
}

var pictures = []picture{
	{"bicycle.png", bicycle},
	{"chart.png", chart},
	{"checkerboard.gif", checkerboard},
	{"fish.jpg", fish},
	{"hills.jpg", hills},
	{"house.gif", house},
	{"lighthouse.jpg", lighthouse},
	{"night.jpg", night},
	{"panorama.jpg", panorama},
	{"portrait.png", portrait},
	{"sign.png", sign},
	{"sunset.jpg", sunset},
	{"traffic-light.webp", trafficLight},
}
