//go:build linux && cgo

package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/session"
)

// afterStop are more large packets than any buffer has room for.
const afterStop = 100_000

// TestBrowseLive has packets be shown, filtered and looked into as they are captured, and
// all of them be saved.
func TestBrowseLive(t *testing.T) {
	w := newWire(t)
	const packets = 20_000
	saved := filepath.Join(t.TempDir(), "saved.pcapng")
	changed := make(chan struct{}, 1)
	o := browse.Options{Changed: func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}}
	o.Session.Live.Interfaces, o.Session.Save = []string{"va"}, session.Save{Name: saved, Format: "pcapng"}
	errs := &bytes.Buffer{}
	e := &session.Env{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: errs}
	c, err := browse.Open(e, o)
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	m, err := c.Filter(context.Background(), "frame.number > 10")
	if err != nil {
		t.Fatal(err)
	}
	w.send(1, packets, 100)
	for hung := time.After(time.Minute); c.State().Packets < packets; {
		select {
		case <-changed:
		case <-hung:
			t.Fatalf("%+v", c.State())
		}
	}
	if s := c.State(); !s.Live || s.Done || s.Dropped != 0 {
		t.Errorf("%+v", s)
	}
	last, err := c.Rows(nil, packets-1, 2)
	if err != nil || len(last) != 1 || last[0].Number != packets {
		t.Error(last, err)
	}
	d, err := c.Detail(context.Background(), packets, nil)
	if err != nil || !bytes.Equal(d.Sources[0].Bytes, testFrame(packets, 100)) {
		t.Error(d, err)
	}
	if n, err := c.Find(context.Background(), browse.Search{Text: "frame.number == 777", In: browse.ByFilter}, nil); n != 777 || err != nil {
		t.Error(n, err)
	}
	if _, err := c.Save(context.Background(), nil, nil); err != browse.ErrSaving {
		t.Error(err)
	}
	c.Stop()
	w.send(packets+1, afterStop, 1500)
	<-c.Ended()
	if s := c.State(); !s.Stopped || s.Captured != packets || s.Packets != packets || s.Dropped != 0 {
		t.Errorf("stopped: %+v", s)
	}
	if err := m.Wait(context.Background()); err != nil || m.Len() != packets-10 {
		t.Error(m.Len(), err)
	}
	if status := c.Close(); status != session.ExitOK {
		t.Error(status)
	}
	r, err := capture.Open(saved, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n := 0
	for p := (capture.Packet{}); r.Next(&p) == nil; n++ {
	}
	if n != packets {
		t.Errorf("%d packets saved", n)
	}
	if report := errs.String(); count(t, report, "dropped by kernel") != 0 {
		t.Error(report)
	}
}
