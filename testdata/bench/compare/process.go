package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/captionmill/captionmill/testdata/bench/standin"
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

// measureWith runs a program to its end that finds the emulator.
func measureWith(e *standin.Emulator, cmd *exec.Cmd) (measured, error) {
	cmd.Env = e.Env()
	return measure(cmd)
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
