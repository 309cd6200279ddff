// Package view is the interactive view of a capture: the packet list, the detail and the
// bytes, and tabs with what diagnosis and reports say. It draws what a Source gives it,
// on a terminal that was opened before; it opens nothing itself.
package view

import (
	"context"
	"errors"
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

// Run shows c until the user quits, or a signal ends the program.
func (t *Terminal) Run(c *browse.Capture, o Options) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return t.show(ctx, newBrowsed(ctx, c, o), o)
}

// show shows src.
func (t *Terminal) show(ctx context.Context, src Source, o Options) error {
	m := newModel(ctx, src)
	m.colored = t.colored()
	if m.colored {
		m.styles = newStyles(t.ground)
	}
	m.begin = o.Filter
	p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(t.in), tea.WithOutput(t.out),
		tea.WithEnvironment(t.environ), tea.WithColorProfile(t.profile))
	m.stopped = func() {
		if p.ReleaseTerminal() == nil {
			o.Suspend()
			_ = p.RestoreTerminal()
		}
	}
	hangup := make(chan os.Signal, 1) // SIGINT and SIGTERM are bubbletea's
	signal.Notify(hangup, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(hangup)
	go func() {
		for {
			select {
			case <-hangup:
				p.Quit()
			case <-o.Changed:
				p.Send(changedMsg{})
			case <-ctx.Done():
				return
			}
		}
	}()
	if _, err := p.Run(); err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return err
	}
	return nil
}
