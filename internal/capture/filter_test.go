//go:build cgo && !windows

package capture

import (
	"errors"
	"io"
	"testing"
)

// TestFilterForgotten asks for a link type that was not foreseen. A filter whose words have
// come to mean something else since is not used.
func TestFilterForgotten(t *testing.T) {
	const unforeseen = LinkIEEE802_5
	packets := func() Source { return &once{Packet{Link: unforeseen, Data: make([]byte, 64), WireLen: 64}} }
	f, err := Filter(packets(), "greater 10")
	if err != nil {
		t.Fatal(err)
	}
	var p Packet
	if err := f.Next(&p); err != nil || p.Number != 1 {
		t.Errorf("packet %d, %v; want packet 1", p.Number, err)
	}

	if f, err = Filter(packets(), "greater 10"); err != nil {
		t.Fatal(err)
	}
	if f.programs[f.known], err = compile("greater 11", f.known); err != nil {
		t.Fatal(err)
	}
	if err := f.Next(&p); !errors.Is(err, errForgotten) {
		t.Errorf("%v, want %v", err, errForgotten)
	}
	if err := f.Next(&p); err != io.EOF {
		t.Errorf("then %v, want an end", err)
	}
}

// A once is a Source of one packet.
type once struct{ p Packet }

func (o *once) Next(p *Packet) error {
	if o.p.Data == nil {
		return io.EOF
	}
	*p, o.p.Data = o.p, nil
	return nil
}

func (o *once) Close() error { return nil }
