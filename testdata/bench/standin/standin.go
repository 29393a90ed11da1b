// Package standin runs captionmill's emulator in the API's place, as a process of its
// own, for measurements.
package standin

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
	BaseURLVar = "WAVESPEED_BASE_URL"
	KeyVar     = "WAVESPEED_API_KEY"
)

// An Emulator is one that runs, and where. Start makes one.
type Emulator struct {
	cmd       *exec.Cmd
	root, key string
}

// Start starts an emulator of a captionmill program, which answers at once and refuses
// nobody. More flags change that. It has to be stopped.
func Start(ctx context.Context, program string, flags ...string) (*Emulator, error) {
	cmd := exec.CommandContext(ctx, program, append([]string{"emulate", "--addr", "127.0.0.1:0", "--blind",
		"--latency", "-1ms", "--balance", "1000000", "--per-minute", "1000000000", "--concurrent", "1000000"}, flags...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	e := &Emulator{cmd: cmd}
	if err := e.find(out); err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// find reads where the emulator is.
func (e *Emulator) find(out io.Reader) error {
	lines := bufio.NewScanner(io.LimitReader(out, 4096))
	for e.root == "" || e.key == "" {
		if !lines.Scan() {
			return errors.New("the emulator did not say where it is")
		}
		switch name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); name {
		case BaseURLVar:
			e.root = value
		case KeyVar:
			e.key = value
		}
	}
	return nil
}

// Env is the environment of a program that is to find the emulator.
func (e *Emulator) Env() []string {
	return append(os.Environ(), BaseURLVar+"="+e.root, KeyVar+"="+e.key)
}

// Stats are what the emulator has counted.
type Stats struct {
	Accepted    int // submissions
	MaxPerImage int `json:"max_per_image"`
	Polls       int
}

// Stats asks for what was counted so far.
func (e *Emulator) Stats(ctx context.Context) (s Stats, err error) {
	return s, e.Call(ctx, "GET", "/emulator/stats", &s)
}

// Call calls the emulator for something that is not measured.
func (e *Emulator) Call(ctx context.Context, method, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, e.root+path, strings.NewReader(`{"page":1,"page_size":10}`))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+e.key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// Stop ends the emulator, once, and gives what it has left.
func (e *Emulator) Stop() *os.ProcessState {
	if e.cmd.ProcessState == nil {
		e.cmd.Process.Signal(os.Interrupt)
		e.cmd.Wait() // it ends with 130, as it was told to
	}
	return e.cmd.ProcessState
}
