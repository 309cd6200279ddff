package view

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// An inspector is a packet with its detail and its bytes. The selected field's bytes are
// marked; to select a byte selects its field.
type inspector struct {
	number uint64  // of the packet that is asked for, 0 for none
	detail *Detail // nil until it has come
	err    error
	find   string // selected in the detail once it has come
	tree   tree
	dump   dump
	cancel context.CancelFunc // of the detail that is asked for
}

// detailMsg is a detail that has come.
type detailMsg struct {
	number uint64
	detail *Detail
	err    error
}

// ask asks for the detail of a packet, unless it is there.
func (in *inspector) ask(ctx context.Context, src Source, number uint64) tea.Cmd {
	if number == in.number {
		return nil
	}
	return in.again(ctx, src, number)
}

// again asks for the detail of a packet.
func (in *inspector) again(ctx context.Context, src Source, number uint64) tea.Cmd {
	if in.cancel != nil {
		in.cancel()
	}
	ctx, in.cancel = context.WithCancel(ctx)
	in.number = number
	return tea.Batch(func() tea.Msg {
		d, err := src.Peek(number)
		return detailMsg{number, d, err}
	}, func() tea.Msg {
		d, err := src.Detail(ctx, number)
		return detailMsg{number, d, err}
	})
}

// take takes a detail that has come, unless another packet is asked for by now. It
// reports whether it did.
func (in *inspector) take(msg detailMsg) bool {
	if msg.number != in.number || errors.Is(msg.err, context.Canceled) {
		return false
	}
	if there := in.detail; there != nil && there.Number == msg.number && (msg.err != nil || msg.detail.Provisional && !there.Provisional) {
		return true // what is there says more
	}
	same := in.detail != nil && in.detail.Number == msg.number
	in.detail, in.err = msg.detail, msg.err
	if msg.err != nil {
		in.tree.load(nil)
		in.dump.load(nil)
		return true
	}
	in.tree.load(msg.detail.Nodes)
	if same && len(in.dump.buffers) == len(msg.detail.Buffers) && in.find == "" {
		in.dump.buffers = msg.detail.Buffers // the selected byte stays
		return true
	}
	in.dump.load(msg.detail.Buffers)
	if in.find != "" {
		in.tree.find(in.find)
		in.find = ""
	}
	in.fieldSelected()
	return true
}

// clear shows no packet.
func (in *inspector) clear() {
	in.number, in.detail, in.err = 0, nil, nil
	in.tree.load(nil)
	in.dump.load(nil)
}

// fieldSelected marks the bytes of the selected field.
func (in *inspector) fieldSelected() {
	if n := in.tree.current(); n != nil {
		in.dump.mark(n)
	}
}

// byteSelected selects the field of the byte below the cursor.
func (in *inspector) byteSelected() {
	i := in.tree.under(in.dump.buffer, in.dump.cursor)
	if i < 0 {
		in.dump.start, in.dump.length = 0, 0
		return
	}
	in.tree.reveal(i)
	n := &in.tree.nodes[i]
	in.dump.start, in.dump.length = n.Start, n.Length
}

// treeTitle is the line above the detail.
func (in *inspector) treeTitle() string {
	switch {
	case in.err != nil:
		return " Detail: " + in.err.Error()
	case in.number == 0:
		return " Detail"
	case in.detail == nil || in.detail.Number != in.number:
		return fmt.Sprintf(" Detail: packet %d, being dissected", in.number)
	case in.detail.Provisional:
		return fmt.Sprintf(" Detail: packet %d (provisional: without what others tell of it)", in.number)
	}
	return fmt.Sprintf(" Detail: packet %d", in.number)
}

// A tab of the bytes pane, in columns.
type span struct{ from, to int }

// dumpTitle is the line above the bytes, with the places of its tabs.
func (in *inspector) dumpTitle(st *styles, width int, focus bool) (string, []span) {
	base := st.title
	if focus {
		base = st.active
	}
	var spans []span
	line, at := base.Render(" Bytes "), 7
	for i, b := range in.dump.buffers {
		text := fmt.Sprintf(" %s (%d) ", cut(b.Name, 24), len(b.Bytes))
		if at+ansi.StringWidth(text) > width {
			break
		}
		spans = append(spans, span{at, at + ansi.StringWidth(text)})
		at += ansi.StringWidth(text)
		style := base
		if i == in.dump.buffer && len(in.dump.buffers) > 1 {
			style = base.Reverse(!focus).Bold(true).Underline(true)
		}
		line += style.Render(text)
	}
	return line + base.Render(blanks(width-at)), spans
}
