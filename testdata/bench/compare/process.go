package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// A measured is what one run took.
type measured struct {
	images int
	wall   time.Duration
	cpu    time.Duration // of all its threads
	server time.Duration // of the emulator
	memory int64         // bytes at the peak
}

func (m measured) speed() float64 { return float64(m.images) / m.wall.Seconds() }

// each is how much of a time falls to an image, in microseconds.
func (m measured) each(d time.Duration) float64 { return float64(d.Microseconds()) / float64(m.images) }

func (m measured) String() string {
	return fmt.Sprintf("%6.0f images/s, %4.0f µs of CPU an image and %3.0f of the emulator's, %4d MB",
		m.speed(), m.each(m.cpu), m.each(m.server), m.memory/1e6)
}

// measure runs a program to its end.
func measure(cmd *exec.Cmd) (measured, error) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	begin := time.Now()
	err := cmd.Run()
	m := measured{wall: time.Since(begin)}
	if err != nil {
		return m, fmt.Errorf("%w\n%s", err, out.Bytes()[max(0, out.Len()-2000):])
	}
	m.cpu, m.memory = cpu(cmd.ProcessState), peak(cmd.ProcessState)
	return m, nil
}

// cpu is the time that all threads of a process have worked.
func cpu(s *os.ProcessState) time.Duration { return s.UserTime() + s.SystemTime() }

// peak is the most memory that a process has had, in bytes. Linux counts it in
// kilobytes.
func peak(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return u.Maxrss
	default:
		return u.Maxrss << 10
	}
}

// An emulator is one that runs, and where.
type emulator struct {
	cmd       *exec.Cmd
	root, key string
}

// emulate starts an emulator that answers at once and refuses nobody.
func (b *bench) emulate(ctx context.Context, flags ...string) (*emulator, error) {
	cmd := exec.CommandContext(ctx, b.captionmill, append([]string{"emulate", "--addr", "127.0.0.1:0", "--blind",
		"--latency", "-1ms", "--balance", "1000000", "--per-minute", "1000000000", "--concurrent", "1000000"}, flags...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	e := &emulator{cmd: cmd}
	lines := bufio.NewScanner(io.LimitReader(out, 4096))
	for e.root == "" || e.key == "" {
		if !lines.Scan() {
			e.stop()
			return nil, errors.New("the emulator did not say where it is")
		}
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		switch name {
		case baseURLVar:
			e.root = value
		case keyVar:
			e.key = value
		}
	}
	return e, nil
}

// env tells a program where the emulator is.
func (e *emulator) env(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(os.Environ(), baseURLVar+"="+e.root, keyVar+"="+e.key)
	return cmd
}

// stop ends the emulator, once, and gives what it has left.
func (e *emulator) stop() *os.ProcessState {
	if e.cmd.ProcessState == nil {
		e.cmd.Process.Signal(os.Interrupt)
		e.cmd.Wait() // it ends with 130, as it was told to
	}
	return e.cmd.ProcessState
}
