package browse_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/session"
)

// open opens captures and waits until they are read.
func open(t *testing.T, o browse.Options) *browse.Capture {
	t.Helper()
	c, err := browse.Open(&session.Env{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}, o)
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	t.Cleanup(func() { c.Close() })
	<-c.Ended()
	return c
}

func TestRows(t *testing.T) {
	c := open(t, browse.Options{Session: session.Options{Files: []string{"../../fixtures/pcaps/16-cdp-topology-a.pcapng"}}})
	rows, err := c.Rows(nil, 1, 3)
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	if got, want := strings.Join(rows[0].Cells, "|"), "2|0.004988827|02:00:5e:01:00:01|01:00:0c:cc:cc:cc|CDP|175|Device ID: R1  Port ID: FastEthernet0/0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	d, err := c.Detail(context.Background(), 2, nil)
	if err != nil || d.Provisional || d.Sources[0].Name != "Frame" || len(d.Sources[0].Bytes) != 175 {
		t.Errorf("%+v, %v", d, err)
	}
	n, err := c.Find(context.Background(), browse.Search{Text: "device id: r3", In: browse.InDetail}, nil)
	if n != 1 || err != nil {
		t.Error(n, err)
	}
}
