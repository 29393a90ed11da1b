package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/captionmill/captionmill/testdata/bench/standin"
)

// What is installed: the vendor's SDK, and what people limit promises with.
const (
	sdkVersion    = "0.3.2"
	pLimitVersion = "6.2.0"
)

//go:embed sdk.mjs
var sdkProgram []byte

// An sdk is the vendor's SDK, installed.
type sdk struct{ program, question string }

func (b *bench) installSDK(ctx context.Context) (sdk, error) {
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			return sdk{}, errors.New(name + " is not installed")
		}
	}
	dir := filepath.Join(b.work, "sdk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return sdk{}, err
	}
	s := sdk{program: filepath.Join(dir, "sdk.mjs"), question: b.question}
	if err := os.WriteFile(s.program, sdkProgram, 0o600); err != nil {
		return sdk{}, err
	}
	npm := exec.CommandContext(ctx, "npm", "install", "--prefix", dir, "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
		"--fetch-retries=1", "wavespeed@"+sdkVersion, "p-limit@"+pLimitVersion)
	if err := npm.Run(); err != nil {
		return sdk{}, fmt.Errorf("npm cannot install wavespeed@%s and p-limit@%s: %w", sdkVersion, pLimitVersion, err)
	}
	return s, nil
}

func (s sdk) run(ctx context.Context, e *standin.Emulator, images, atOnce int) (measured, error) {
	return measureWith(e, exec.CommandContext(ctx, "node", s.program, s.question, strconv.Itoa(images), strconv.Itoa(atOnce)))
}

// nodeVersion is what runs the SDK, "" where nothing does.
func nodeVersion() string {
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
