package render_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
)

// Two packets, and the second once more, cut by the capture and sent before
// the first. testdata holds what tshark 4.6 says of them.
const (
	arpRequest = "ffffffffffff02005e0100010806000108000604000102005e010001c0a8000a000000000000c0a80001"
	unknown    = "02005e04000102005e010001999941202271756f74656422203c7061796c6f61643e1b5b33316d"
)

var inside = &frame.Interface{Name: "inside", Description: `LAN "A"`, Section: 1}

func registry(t testing.TB) *dissect.Registry {
	t.Helper()
	r := labtest.Registry(t)
	for _, p := range []*field.Proto{frame.Proto, frame.CommentsProto} {
		if err := r.Declare(p); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// newRow takes a frame apart; heads tells what the capture knows of it.
func newRow(t testing.TB, r *dissect.Registry, data []byte, head frame.Frame) *render.Row {
	t.Helper()
	e := dissect.NewEngine(r)
	p := new(dissect.Packet)
	head.Protocols = p
	p.Head = &head
	e.Dissect(p, head.Link, data, head.WireLen)
	row := &render.Row{Packet: p, Frame: &head, Tree: new(field.Tree)}
	e.Build(p, row.Tree)
	return row
}

func goldenRows(t testing.TB, r *dissect.Registry) []*render.Row {
	t.Helper()
	request := dissecttest.Hex(arpRequest)
	data := dissecttest.Hex(unknown)
	first := time.Unix(1795326985, 807497673).UTC()
	row := func(number uint64, since, delta time.Duration, data []byte, wire int) *render.Row {
		return newRow(t, r, data, frame.Frame{
			Number: number, Time: first.Add(since), HasTime: true, Digits: 9, Link: 1, Iface: inside,
			CapLen: len(data), WireLen: wire, Relative: field.Nanos{Low: int64(since)}, Delta: field.Nanos{Low: int64(delta)}, HasDelta: number > 1, Displayed: field.Nanos{Low: int64(delta)}, HasDisplayed: number > 1,
		})
	}
	return []*render.Row{
		row(1, 0, 0, request, 42),
		row(2, 49754, 49754, data, 39),
		row(3, -1500000001, -1500049755, data[:30], 39),
	}
}

// output is all that a format writes of rows.
func output(t testing.TB, name string, o render.Options, rows []*render.Row) []byte {
	t.Helper()
	f, err := render.New(name, o)
	if err != nil {
		t.Fatal(err)
	}
	b := f.AppendBegin(nil)
	for i, r := range rows {
		if i > 0 {
			b = append(b, f.Separator()...)
		}
		b = f.AppendRow(b, r)
	}
	return f.AppendEnd(b)
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestMain makes local time UTC, as it was when tshark wrote testdata.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}
