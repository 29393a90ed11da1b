//go:build unix

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
)

// The names of the variables by which captionmill finds an API.
const (
	baseURLVar = "WAVESPEED_BASE_URL"
	keyVar     = "WAVESPEED_API_KEY"
)

// An emulator is a process that plays the API.
type emulator struct {
	cmd       *exec.Cmd
	root, key string
}

// emulate starts an emulator that answers at once and refuses nobody.
func emulate(ctx context.Context, program string) (*emulator, error) {
	cmd := exec.CommandContext(ctx, program, "emulate", "--addr", "127.0.0.1:0", "--blind",
		"--latency", "-1ms", "--balance", "1000000", "--per-minute", "1000000000", "--concurrent", "1000000")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	e := &emulator{cmd: cmd}
	if err := e.find(out); err != nil {
		e.stop()
		return nil, err
	}
	return e, nil
}

// find reads where the emulator is.
func (e *emulator) find(out io.Reader) error {
	lines := bufio.NewScanner(io.LimitReader(out, 4096))
	for e.root == "" || e.key == "" {
		if !lines.Scan() {
			return errors.New("the emulator did not say where it is")
		}
		switch name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); name {
		case baseURLVar:
			e.root = value
		case keyVar:
			e.key = value
		}
	}
	return nil
}

// env tells a program where the emulator is.
func (e *emulator) env() []string {
	return append(os.Environ(), baseURLVar+"="+e.root, keyVar+"="+e.key)
}

// asked makes sure that the emulator was asked about so many images, once each.
func (e *emulator) asked(images int) error {
	resp, err := http.Get(e.root + "/emulator/stats")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var stats struct {
		Accepted    int
		MaxPerImage int `json:"max_per_image"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&stats); err != nil {
		return err
	}
	if stats.Accepted != images || images > 0 && stats.MaxPerImage != 1 {
		return fmt.Errorf("it was asked %d times about %d images, %d times about one", stats.Accepted, images, stats.MaxPerImage)
	}
	return nil
}

// stop ends the emulator.
func (e *emulator) stop() {
	e.cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it has ended, then
	e.cmd.Wait()                       //nolint:errcheck // it ends with 130, as it was told to
}
