package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets this test binary be the program as well: scripts start it as
// captionmill, a process of its own.
func TestMain(m *testing.M) {
	// Scripts mostly wait for answers, so more of them run at once than there
	// are processors; -parallel on the command line wins.
	if err := flag.Set("test.parallel", "8"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	testscript.Main(m, map[string]func(){"captionmill": main})
}

// TestScripts holds the command line to its contract: one script for each
// promise. The commands that scripts have besides testscript's own stand in
// command_test.go and process_test.go.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"accepted":  cmdAccepted,
			"api":       cmdAPI,
			"bytes":     cmdBytes,
			"column":    cmdColumn,
			"emulator":  cmdEmulator,
			"ended":     cmdEnded,
			"exits":     cmdExits,
			"fill":      cmdFill,
			"gzip":      cmdGzip,
			"jsonfield": cmdJSONField,
			"keep":      cmdKeep,
			"lines":     cmdLines,
			"list":      cmdList,
			"mask":      cmdMask,
			"reaches":   cmdReaches,
			"same":      cmdSame,
			"secret":    cmdSecret,
			"signal":    cmdSignal,
			"site":      cmdSite,
			"sql":       cmdSQL,
			"start":     cmdStart,
			"stats":     cmdStats,
			"total":     cmdTotal,
			"urls":      cmdURLs,
		},
	})
}

// setUp gives every script the demo pictures, and a place for what its
// commands remember.
func setUp(env *testscript.Env) error {
	env.Values[processKey{}] = map[string]*process{}
	env.Values[keptKey{}] = map[string]kept{}
	demo := os.DirFS(filepath.Join("..", "..", "testdata", "demo"))
	golden := os.DirFS(filepath.Join("..", "..", "testdata", "golden"))
	return errors.Join(
		os.CopyFS(filepath.Join(env.WorkDir, "demo"), demo),
		os.CopyFS(filepath.Join(env.WorkDir, "golden"), golden))
}
