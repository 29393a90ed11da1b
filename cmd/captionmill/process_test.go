package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for something that surely comes.
const patience = time.Minute

// A process is one that a script has started and not waited for.
type process struct {
	cmd      *exec.Cmd
	out, err *os.File
}

type processKey struct{}

func processesOf(ts *testscript.TestScript) map[string]*process {
	return ts.Value(processKey{}).(map[string]*process)
}

// exits CODE COMMAND… runs a command that ends with this code.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	if code := codeOf(err); strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// codeOf is a process's exit code, -1 when it was killed or did not start.
func codeOf(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// start NAME COMMAND… starts a command and goes on. What it prints goes to the
// files NAME.out and NAME.err.
func cmdStart(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start NAME COMMAND…")
	}
	ts.Check(start(ts, args[0], args[1:]))
}

func start(ts *testscript.TestScript, name string, args []string) (err error) {
	p := &process{cmd: exec.Command(args[0], args[1:]...)}
	p.cmd.Dir = ts.MkAbs(".")
	for _, v := range []string{"PATH", "HOME", "TMPDIR", "GOCOVERDIR", keyVar, keyFileVar, baseURLVar} {
		if value := ts.Getenv(v); value != "" {
			p.cmd.Env = append(p.cmd.Env, v+"="+value)
		}
	}
	if p.out, err = os.Create(ts.MkAbs(name + ".out")); err != nil {
		return err
	}
	if p.err, err = os.Create(ts.MkAbs(name + ".err")); err != nil {
		return err
	}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.err
	if err := p.cmd.Start(); err != nil {
		return err
	}
	processesOf(ts)[name] = p
	ts.Defer(func() { p.cmd.Process.Kill(); p.wait() })
	return nil
}

func (p *process) wait() error { return errors.Join(p.cmd.Wait(), p.out.Close(), p.err.Close()) }

// signal NAME INT|TERM|KILL|STOP|CONT sends a signal to a process.
func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL,
		"STOP": syscall.SIGSTOP, "CONT": syscall.SIGCONT}
	if neg || len(args) != 2 || processesOf(ts)[args[0]] == nil || signals[args[1]] == 0 {
		ts.Fatalf("usage: signal NAME INT|TERM|KILL|STOP|CONT")
	}
	ts.Check(processesOf(ts)[args[0]].cmd.Process.Signal(signals[args[1]]))
}

// ended NAME CODE waits for a process, which ends with this code; -1 is for one
// that was killed.
func cmdEnded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || processesOf(ts)[args[0]] == nil {
		ts.Fatalf("usage: ended NAME CODE")
	}
	err := processesOf(ts)[args[0]].cmd.Wait()
	if code := codeOf(err); strconv.Itoa(code) != args[1] {
		ts.Fatalf("%s ended with %d, want %s\n%s", args[0], code, args[1], ts.ReadFile(args[0]+".err"))
	}
}

var exported = regexp.MustCompile(`(?m)^export ([A-Z_]+)=(\S+)$`)

// emulator FLAG… starts the API as a process of its own, and points the
// environment to it.
func cmdEmulator(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: emulator FLAG…")
	}
	ts.Check(start(ts, "emulator", append([]string{"captionmill", "emulate", "--addr", "127.0.0.1:0"}, args...)))
	var found [][]string
	ts.Check(eventually(func() bool {
		found = exported.FindAllStringSubmatch(ts.ReadFile("emulator.out"), -1)
		return len(found) == 2
	}))
	for _, m := range found {
		ts.Setenv(m[1], m[2])
	}
}

// stats FIELD VALUE looks at what the emulator has counted.
func cmdStats(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: stats FIELD VALUE")
	}
	if got := string(stats(ts)[args[0]]); got != args[1] {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

// accepted N waits until the emulator has accepted that many predictions.
func cmdAccepted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: accepted N")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(eventually(func() bool {
		got, err := strconv.Atoi(string(stats(ts)["accepted"]))
		return err == nil && got >= want
	}))
}

func stats(ts *testscript.TestScript) map[string]json.RawMessage {
	resp, err := http.Get(ts.Getenv(baseURLVar) + "/emulator/stats")
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	var counts map[string]json.RawMessage
	ts.Check(json.Unmarshal(body, &counts))
	return counts
}

// reaches PATH N waits until a number in captionmill status is that high.
func cmdReaches(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: reaches PATH N")
	}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(eventually(func() bool {
		if ts.Exec("captionmill", "status", "--json") != nil {
			return false // no ledger yet
		}
		value, _ := field(values(ts, "stdout"), strings.Split(args[0], "."))
		got, err := strconv.Atoi(fmt.Sprint(value))
		return err == nil && got >= want
	}))
}

// eventually waits until something is so.
func eventually(so func() bool) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if so() {
			return nil
		}
	}
	return errors.New("waited in vain for " + patience.String())
}
