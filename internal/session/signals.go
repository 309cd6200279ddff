package session

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// A watch is a context that a signal ends. A live capture ends with its source
// instead, so that no packet that has arrived is lost; a second signal ends the
// process.
type watch struct {
	context.Context
	signalled atomic.Bool
	end       func() // ends the run as the end of its input does
	release   func()
}

// interrupt ends the run as a signal does.
func (w *watch) interrupt() {
	w.signalled.Store(true)
	w.end()
}

// caught reports whether a signal came.
func (w *watch) caught() bool { return w.signalled.Load() }

// watch handles signals until its release.
func (e *Env) watch(in *input, c *counts) *watch {
	ctx, cancel := context.WithCancel(context.Background())
	w := &watch{Context: ctx, end: cancel}
	if in.live != nil {
		w.end = in.live.Stop
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		signal.Notify(signals, syscall.SIGHUP)
	}
	count := make(chan os.Signal, 1)
	if countSignal != nil {
		signal.Notify(count, countSignal)
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-count:
				c.write(e.Err, false)
			case <-signals:
				signal.Stop(signals)
				w.interrupt()
			}
		}
	}()
	w.release = func() {
		signal.Stop(signals)
		signal.Stop(count)
		cancel()
	}
	return w
}
