package main

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
)

// writeBroken writes the files that look like pictures by their names only.
func writeBroken(folder string) error {
	truncated, err := halfAPicture()
	if err != nil {
		return err
	}
	pixel, err := trackingPixel()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"truncated.jpg": truncated,
		"pixel.gif":     pixel,
		"empty.png":     nil,
		"page.jpg": []byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Sign in</title></head>\n" +
			"<body><p>Please sign in to see this picture.</p></body>\n</html>\n"),
		"photo.heic": []byte("\x00\x00\x00\x1cftypheic\x00\x00\x00\x00heicmif1miaf"), // the first box and no more
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// halfAPicture is the sunset as a broken download leaves it.
func halfAPicture() ([]byte, error) {
	var file bytes.Buffer
	if err := encode(&file, "sunset.jpg", sunset()); err != nil {
		return nil, err
	}
	return file.Bytes()[:file.Len()/2], nil
}

func trackingPixel() ([]byte, error) {
	var file bytes.Buffer
	m := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.White, color.Black})
	err := gif.Encode(&file, m, nil)
	return file.Bytes(), err
}
