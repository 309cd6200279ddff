//go:build unix

package labtest

import (
	"syscall"
	"testing"
	"time"
)

// worstRatio is what ten times as much to do may cost: sorting and caches take their part, a
// search in a loop would cost a hundred times as much.
const worstRatio = 15

// Linear fails t if large, which has ten times as much to do as small, takes much more than
// ten times its CPU time; slack is what a short run may cost beside. Where the ratio is too high
// at first, small is the mean of ten runs: whether the garbage collector falls into a
// short run decides half of what it costs.
func Linear(t testing.TB, name string, slack time.Duration, small, large func()) {
	t.Helper()
	a, b := cpuTime(t, small), cpuTime(t, large)
	for range 3 {
		if b < worstRatio*a+slack {
			break
		}
		a, b = meanTime(t, small), min(b, cpuTime(t, large))
	}
	t.Logf("%6.2f %8v %8v %.60s", float64(b)/float64(a), a.Round(time.Millisecond), b.Round(time.Millisecond), name)
	if b >= worstRatio*a+slack {
		t.Errorf("%s: %v, but %v for ten times as many", name, a, b)
	}
}

// meanTime is the mean CPU time of ten runs.
func meanTime(t testing.TB, run func()) (mean time.Duration) {
	t.Helper()
	for range 10 {
		mean += cpuTime(t, run) / 10
	}
	return mean
}

// cpuTime is the CPU time that the process takes while run runs.
func cpuTime(t testing.TB, run func()) time.Duration {
	t.Helper()
	before := spent(t)
	run()
	return spent(t) - before
}

func spent(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
