package view

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/pktscope/pktscope/internal/render"
)

// A job is work of the Source that the user waits for and may stop with Esc.
type job struct {
	what   string // "filtering"
	cancel context.CancelFunc
}

// A jobMsg is the end of a job.
type jobMsg struct {
	job  *job
	err  error
	then func(m *Model) tea.Cmd // also where it was stopped, or has failed
}

// start begins a job, in place of one that goes on. work returns what follows it.
func (m *Model) start(what string, work func(context.Context) (func(*Model) tea.Cmd, error)) tea.Cmd {
	m.cancelJob()
	ctx, cancel := context.WithCancel(m.ctx)
	j := &job{what, cancel}
	m.job = j
	return func() tea.Msg {
		then, err := work(ctx)
		return jobMsg{j, err, then}
	}
}

// cancelJob stops the job that goes on; it reports whether there was one.
func (m *Model) cancelJob() bool {
	if m.job == nil {
		return false
	}
	m.job.cancel()
	m.job = nil
	return true
}

// ended takes the end of a job. One that was replaced by another has nothing to say.
func (m *Model) ended(msg jobMsg) tea.Cmd {
	msg.job.cancel()
	if m.job != msg.job {
		return nil
	}
	m.job = nil
	m.look()
	var cmd tea.Cmd
	if msg.then != nil {
		cmd = msg.then(m)
	}
	switch {
	case errors.Is(msg.err, context.Canceled):
		m.note = msg.job.what + " was stopped"
	case msg.err != nil:
		m.note = msg.job.what + ": " + msg.err.Error()
	}
	return cmd
}

// filter displays the packets that match text.
func (m *Model) filter(text string) tea.Cmd {
	if err := m.src.Check(text); text != "" && err != nil {
		m.note = firstLine(err.Error())
		return nil
	}
	m.remember(filterPrompt, text)
	m.toTab(tabPackets)
	if r := m.list.current(); r != nil && m.list.before == 0 {
		m.list.before = r.Number
	}
	m.list.to(0)
	return m.start("filtering", func(ctx context.Context) (func(*Model) tea.Cmd, error) {
		err := m.src.Filter(ctx, text)
		return (*Model).filtered, err
	})
}

// filtered shows what a filter has left, or what there was before it, at the packet that was
// selected before, unless the user has selected another by now.
func (m *Model) filtered() tea.Cmd {
	m.list.forget()
	m.list.resize(m.list.scroll.rows, m.status.Displayed)
	if m.list.before > 0 && !m.list.follow {
		m.list.to(m.src.IndexOf(m.list.before))
	}
	m.list.before = 0
	if m.status.Displayed == 0 {
		m.note = "no packet matches"
	}
	return nil
}

// find selects the next packet with the wanted text.
func (m *Model) find(from int, back bool) tea.Cmd {
	text := m.wanted
	if text == "" {
		m.note = "nothing to find yet: Ctrl-F"
		return nil
	}
	m.toTab(tabPackets)
	other := 0
	if back {
		other = m.status.Displayed - 1
	}
	return m.start("searching", func(ctx context.Context) (func(*Model) tea.Cmd, error) {
		i, ok, err := m.src.Find(ctx, text, from, back)
		note := ""
		if err == nil && !ok {
			i, ok, err = m.src.Find(ctx, text, other, back)
			note = "went on from the other end"
		}
		return func(m *Model) tea.Cmd { return m.found(i, ok, note) }, err
	})
}

// found selects the packet that was found, and the field.
func (m *Model) found(i int, ok bool, note string) tea.Cmd {
	if m.note = note; !ok {
		m.note = fmt.Sprintf("%q was not found", m.wanted)
		return nil
	}
	m.list.follow, m.list.before = false, 0
	m.list.to(i)
	m.packet.find = m.wanted
	if r := m.list.current(); r != nil && r.Number == m.packet.number {
		m.packet.number = 0
	}
	return nil
}

// save writes packets to the file of -w.
func (m *Model) save(numbers []uint64) tea.Cmd {
	name := m.src.SaveName()
	if name == "" {
		m.note = "no file to save to: start with -w FILE"
		return nil
	}
	return m.start("saving", func(ctx context.Context) (func(*Model) tea.Cmd, error) {
		n, err := m.src.Save(ctx, numbers)
		return func(m *Model) tea.Cmd {
			m.note = fmt.Sprintf("%s saved to %s", render.Plural(n, "packet", "packets"), name)
			return nil
		}, err
	})
}
