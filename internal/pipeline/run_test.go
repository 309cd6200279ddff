package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A reel is a Source of n made-up frames; bad lists the frames before which it
// fails once.
type reel struct {
	n, at  int
	bad    map[int]error
	block  chan struct{} // if set: closed by the test, waited for at the end
	iface  capture.Interface
	closed bool
}

func (r *reel) Next(p *capture.Packet) error {
	if err := r.bad[r.at]; err != nil {
		delete(r.bad, r.at)
		return err
	}
	if r.at == r.n {
		if r.block != nil {
			<-r.block
		}
		return io.EOF
	}
	r.at++
	data := []byte(fmt.Sprintf("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x88\xb5%08d", r.at))
	*p = capture.Packet{Number: uint64(r.at), Time: time.Unix(int64(r.at), 0), HasTime: true, Data: data, WireLen: len(data), Link: 1, Iface: &r.iface}
	return nil
}

func (r *reel) Buffered() bool { return r.block == nil || r.at < r.n }
func (r *reel) Close() error   { r.closed = true; return nil }

// numbers prints each packet's number and the last two digits of its bytes.
type numbers struct{ tree bool }

func (numbers) AppendBegin(b []byte) []byte { return append(b, '<') }
func (numbers) AppendEnd(b []byte) []byte   { return append(b, '>') }
func (numbers) Separator() string           { return "," }
func (f numbers) NeedsTree() bool           { return f.tree }
func (f numbers) AppendRow(b []byte, r *render.Row) []byte {
	data := r.Packet.Bufs[0]
	if f.tree && len(r.Tree.Nodes) == 0 {
		return append(b, "no tree"...)
	}
	return fmt.Appendf(b, "%d:%s", r.Packet.Number, data[len(data)-8:])
}

func want(n int) string {
	var rows []string
	for i := 1; i <= n; i++ {
		rows = append(rows, fmt.Sprintf("%d:%08d", i, i))
	}
	return "<" + strings.Join(rows, ",") + ">"
}

func run(t *testing.T, ctx context.Context, c pipeline.Config) pipeline.Result {
	t.Helper()
	registry := labtest.Registry(t)
	c.Registry = registry
	return pipeline.Run(ctx, c)
}

func TestOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		for _, tree := range []bool{false, true} {
			for _, n := range []int{0, 1, 255, 256, 257, 5000} {
				var out bytes.Buffer
				result := run(t, t.Context(), pipeline.Config{Source: &reel{n: n}, Format: numbers{tree}, Out: &out, Workers: workers})
				if out.String() != want(n) || result.Packets != uint64(n) || result.Read != nil || result.Write != nil {
					t.Fatalf("%d packets, %d workers: %+v, %.200s", n, workers, result, out.String())
				}
			}
		}
	}
}

// watcher records the packets that it is fed.
type watcher struct{ seen []string }

func (w *watcher) Watch(p *dissect.Packet) {
	w.seen = append(w.seen, fmt.Sprintf("%d %s %d %d", p.Number, p.Interface, p.Wire, p.Time.Unix()))
}

func TestWatchers(t *testing.T) {
	for _, format := range []render.Format{nil, numbers{}} {
		var w watcher
		source := &reel{n: 1500, iface: capture.Interface{File: "/tmp/a.pcap"}}
		run(t, t.Context(), pipeline.Config{Source: source, Watchers: []track.Watcher{&w}, Format: format, Out: io.Discard})
		if len(w.seen) != 1500 {
			t.Fatalf("%d packets were watched", len(w.seen))
		}
		for i, got := range w.seen {
			if want := fmt.Sprintf("%d a.pcap 22 %d", i+1, i+1); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
	}
}

// decrypter adds a buffer with the last 8 bytes to every packet.
type decrypter struct{}

func (decrypter) Decrypt(*dissect.Engine, *dissect.Packet) bool { return false }

func (d decrypter) Worker() dissect.Decrypter { return d }

func (decrypter) Retry(e *dissect.Engine, p *dissect.Packet) {
	plain := e.Own(8)
	copy(plain, p.Bufs[0][len(p.Bufs[0])-8:])
	p.Bufs = append(p.Bufs, plain)
}

// buffers records the buffers of the packets that it observes, but for the frame itself.
type buffers struct{ seen []string }

func (o *buffers) Observe(_ *dissect.Engine, p *dissect.Packet) {
	s := strconv.FormatUint(p.Number, 10)
	for _, b := range p.Bufs[1:] {
		s += ":" + string(b)
	}
	o.seen = append(o.seen, s)
}

// TestDecrypter: DecryptedTrackers see what was decrypted, in order.
func TestDecrypter(t *testing.T) {
	for _, workers := range []int{1, 7} {
		var before, behind buffers
		run(t, t.Context(), pipeline.Config{
			Source: &reel{n: 5000}, Trackers: []track.Tracker{&before}, Decrypter: decrypter{}, DecryptedTrackers: []track.Tracker{&behind},
			Format: numbers{}, Out: io.Discard, Workers: workers,
		})
		if len(before.seen) != 5000 || len(behind.seen) != 5000 {
			t.Fatalf("%d workers: %d and %d packets were seen", workers, len(before.seen), len(behind.seen))
		}
		for i := range 5000 {
			if want := strconv.Itoa(i + 1); before.seen[i] != want {
				t.Fatalf("before: %s, want %s", before.seen[i], want)
			}
			if want := fmt.Sprintf("%d:%08d", i+1, i+1); behind.seen[i] != want {
				t.Fatalf("behind: %s, want %s", behind.seen[i], want)
			}
		}
	}
}

func TestCount(t *testing.T) {
	var out bytes.Buffer
	result := run(t, t.Context(), pipeline.Config{Source: &reel{n: 5000}, Format: numbers{}, Out: &out, Count: 300})
	if out.String() != want(300) || result.Packets != 300 {
		t.Errorf("%d packets", result.Packets)
	}
}

// TestDamage: damage is reported, and the packets before and behind it are written.
func TestDamage(t *testing.T) {
	var out bytes.Buffer
	first, second := errors.New("first"), errors.New("second")
	result := run(t, t.Context(), pipeline.Config{Source: &reel{n: 900, bad: map[int]error{300: first, 900: second}}, Format: numbers{}, Out: &out})
	if out.String() != want(900) {
		t.Errorf("rows are missing: %.200s", out.String())
	}
	if len(result.Read) != 2 || result.Read[0] != first || result.Read[1] != second {
		t.Errorf("errors: %v", result.Read)
	}
}

type full struct{ after int }

var errFull = errors.New("full")

func (w *full) Write(b []byte) (int, error) {
	if w.after -= len(b); w.after < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestOutputFails(t *testing.T) {
	source := &reel{n: 1 << 30}
	result := run(t, t.Context(), pipeline.Config{Source: source, Format: numbers{}, Out: &full{after: 100_000}})
	if result.Write != errFull {
		t.Errorf("write error: %v", result.Write)
	}
}

// TestInterruptedWait: the rows of packets that were read are written though the
// next packet never comes, and an interrupt ends the wait.
func TestInterruptedWait(t *testing.T) {
	block := make(chan struct{})
	defer close(block)
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	got := make(chan string)
	go func() {
		var all []byte
		buf := make([]byte, 4096)
		for {
			n, err := r.Read(buf)
			if all = append(all, buf[:n]...); strings.HasSuffix(string(all), "3:00000003") {
				cancel()
			}
			if err != nil {
				got <- string(all)
				return
			}
		}
	}()
	result := run(t, ctx, pipeline.Config{Source: &reel{n: 3, block: block}, Format: numbers{}, Out: w})
	_ = w.Close()
	if s := <-got; s != want(3) || result.Packets != 3 {
		t.Errorf("%q, %+v", s, result)
	}
}
