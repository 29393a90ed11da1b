package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// sdk is asked for by name, because it installs other people's programs from a
// registry: go test ./cmd/captionmill -run SDK -sdk.
var sdk = flag.Bool("sdk", false, "run the vendor's JavaScript SDK against the emulator; needs node and npm")

// TestSDK lets the vendor's own client judge whether the emulator is its API.
func TestSDK(t *testing.T) {
	if !*sdk {
		t.Skip("without -sdk")
	}
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "sh", filepath.Join("..", "..", "testdata", "sdk", "run.sh"))
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	if t.Logf("%s", out); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("skipped: ")) {
		t.Skip("something is missing")
	}
}
