package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// A watch is a context that a signal ends. A live capture ends by its source
// running dry instead, so that nothing that has arrived is lost; a second
// signal ends the process.
type watch struct {
	context.Context
	signalled atomic.Bool
	release   func()
}

// by reports whether a signal came.
func (w *watch) by() bool { return w.signalled.Load() }

// watch begins to listen for signals.
func (e *env) watch(in *input, c *counts) *watch {
	ctx, cancel := context.WithCancel(context.Background())
	w := &watch{Context: ctx}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		signal.Notify(signals, syscall.SIGHUP)
	}
	tell := make(chan os.Signal, 1)
	if countSignal != nil {
		signal.Notify(tell, countSignal)
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-tell:
				c.write(e.err, false)
			case <-signals:
				w.signalled.Store(true)
				signal.Stop(signals)
				if in.live != nil {
					in.live.Stop()
				} else {
					cancel()
				}
			}
		}
	}()
	w.release = func() {
		signal.Stop(signals)
		signal.Stop(tell)
		cancel()
	}
	return w
}
