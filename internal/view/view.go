// Package view is the interactive view of a capture: the packet list, the detail and the
// bytes, and tabs with what diagnosis and reports say. It draws what a Source gives it,
// on a terminal that was opened before; it opens nothing itself.
package view

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/render"
)

// Options are what is shown, and how.
type Options struct {
	Name    string          // of the captures
	Save    string          // the file that packets are saved in, "" for none
	Time    render.TimeForm // that the packet list begins with
	Filter  string          // that it begins with, "" for none
	Suspend func()          // stops the process until it is continued
	Changed <-chan struct{} // has a value when there are more packets; nil: never
}

// Run shows c until the user quits, or until a signal, which it returns.
func (t *Terminal) Run(c *browse.Capture, o Options) (os.Signal, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return t.show(ctx, newBrowsed(ctx, c, o), o)
}

// framesPerSecond is how often bubbletea looks whether there is something to draw: it does so
// while nothing goes on as well.
const framesPerSecond = 30

// show shows src.
func (t *Terminal) show(ctx context.Context, src Source, o Options) (by os.Signal, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := newModel(ctx, src)
	m.colored = t.colored()
	if m.colored {
		m.styles = newStyles(t.ground)
	}
	m.begin = o.Filter
	p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(t.in), tea.WithOutput(t.out),
		tea.WithEnvironment(t.environ), tea.WithColorProfile(t.profile), tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond))
	m.stopped = func() {
		if p.ReleaseTerminal() == nil {
			o.Suspend()
			_ = p.RestoreTerminal()
		}
	}
	signals, ended := endSignals(), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case by = <-signals:
			signal.Stop(signals) // the next one ends a process whose terminal takes nothing
			p.Quit()
		case <-ctx.Done():
			signal.Stop(signals)
		}
	}()
	go func() {
		for {
			select {
			case <-o.Changed:
				p.Send(changedMsg{})
			case <-ctx.Done():
				return
			}
		}
	}()
	_, err = p.Run()
	cancel()
	<-ended
	return by, err
}

// endSignals receives the signals that end the screen, of which bubbletea knows two.
func endSignals() chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		signal.Notify(signals, syscall.SIGHUP)
	}
	return signals
}
