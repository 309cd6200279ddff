package browse_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/session"
	trackike "github.com/pktscope/pktscope/internal/track/ike"
)

// asked are reports of all families.
func asked() (list []*report.Report) {
	for _, r := range slices.Concat(neighbors.Reports(), ike.Reports(), ipsec.Reports(), nat.Reports()) {
		switch r.Words {
		case "cdp neighbors", "cdp neighbors detail", "cdp topology", "lldp neighbors", "crypto isakmp sa detail", "crypto ikev2 sa", "crypto ipsec sa detail",
			"crypto session", "ip nat translations", "ip nat translations verbose", "ip nat untranslated":
			list = append(list, &r)
		}
	}
	return list
}

// TestReports holds reports that are read beside each other against those of runs of their
// own.
func TestReports(t *testing.T) {
	for _, name := range []string{"16-cdp-topology-a.pcapng", "01-ikev1-main-seed.pcap", "08-ikev2-aes128gcm-ecp256.pcap", "17-nat-overload.pcapng"} {
		c := open(t, browse.Options{Session: files(name), Reports: asked()})
		for _, r := range asked() {
			var out bytes.Buffer
			e := env(strings.NewReader(""))
			e.Out = &out
			q := report.Request{Report: r, Format: "table", Options: files(name)}
			if status := q.Run(e); status != session.ExitOK {
				t.Fatal(name, r.Words, status)
			}
			got, err := c.Report(r.Words)
			if d := cmp.Diff(strings.Split(strings.TrimRight(out.String(), "\n"), "\n"), got); d != "" || err != nil {
				t.Errorf("%s, %s: %v %s", name, r.Words, err, d)
			}
		}
	}
}

// TestNegotiations has the ladder of Main Mode and Quick Mode, and the filter of the tunnel.
func TestNegotiations(t *testing.T) {
	c := open(t, browse.Options{Session: files("01-ikev1-main-seed.pcap")})
	list, more := c.Negotiations(10)
	if len(list) != 1 || more != 0 {
		t.Fatal(len(list), more)
	}
	n := list[0]
	if n.Initiator != "80.1.0.2:500" || n.Responder != "80.2.0.2:500" || n.State != "QM_IDLE" || !n.Up || n.Messages != 19 || n.Omitted != 0 {
		t.Errorf("%+v", n)
	}
	first := ike.Rung{Frame: 3, Sender: trackike.Initiator, Exchange: "Main Mode", Payloads: "SA, 6 VID", Meaning: "offers 1 policy"}
	if d := cmp.Diff(first, n.Ladder[0]); d != "" {
		t.Error(d)
	}
	if r := n.Ladder[4]; r.Frame != 7 || !r.Encrypted || r.Decrypted || r.Payloads != "{...}" {
		t.Errorf("%+v", r)
	}
	m, err := c.Filter(context.Background(), n.Filter)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, m)
	if !m.Has(3) || m.Has(1) || m.Len() < n.Messages {
		t.Errorf("%s: %d packets", n.Filter, m.Len())
	}
	if list, more := c.Negotiations(0); len(list) != 0 || more != 1 {
		t.Error(len(list), more)
	}
}

// TestTunnelFilter has the filter of a tunnel find its ESP as well, where its SPIs are known.
func TestTunnelFilter(t *testing.T) {
	o := files("08-ikev2-aes128gcm-ecp256.pcap")
	o.KeyFiles = []string{fixtures + "08-ikev2-aes128gcm-ecp256.keys.json"}
	c := open(t, browse.Options{Session: o})
	list, _ := c.Negotiations(1)
	if len(list) != 1 || len(list[0].Children) == 0 {
		t.Fatalf("%+v", list)
	}
	tunnel, err := c.Filter(context.Background(), list[0].Filter)
	if err != nil {
		t.Fatal(err)
	}
	both, err := c.Filter(context.Background(), "isakmp || esp")
	if err != nil {
		t.Fatal(err)
	}
	finish(t, tunnel)
	finish(t, both)
	if tunnel.Len() != both.Len() || tunnel.Len() == 0 {
		t.Errorf("%s: %d packets, want %d", list[0].Filter, tunnel.Len(), both.Len())
	}
}

// TestFindings has a fault with its evidence, and the page of it.
func TestFindings(t *testing.T) {
	c := open(t, browse.Options{Session: session.Options{Files: []string{"../../fixtures/broken/v1-ike-auth-method.pcap"}}})
	list := c.Findings(diagnose.Options{})
	if len(list) == 0 || list[0].Severity != diagnose.Error || list[0].Filter == "" {
		t.Fatalf("%+v", list)
	}
	for _, line := range list[0].Lines(60) {
		if len([]rune(line)) > 60 && !strings.HasPrefix(line, "    ") {
			t.Errorf("too long: %q", line)
		}
	}
	m, err := c.Filter(context.Background(), list[0].Filter)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, m)
	for _, e := range list[0].Evidence {
		if e.Frame > 0 && !m.Has(e.Frame) {
			t.Errorf("%s leaves out frame %d, which is evidence", list[0].Filter, e.Frame)
		}
	}
}

// TestReportsAtOnce reads reports before packets are read, and while the reading begins.
func TestReportsAtOnce(t *testing.T) {
	c, err := browse.Open(env(strings.NewReader("")), browse.Options{
		Session: files("01-ikev1-main-seed.pcap"), Reports: asked(), Statistics: []string{"io,phs"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	read := func() {
		if _, err := c.Report("crypto session"); err != nil {
			t.Error(err)
		}
		if _, err := c.Statistic("io,phs"); err != nil {
			t.Error(err)
		}
		c.Findings(diagnose.Options{})
		c.Negotiations(10)
		c.Traffic()
	}
	read()
	c.Start()
	read()
	<-c.Ended()
	if list, _ := c.Negotiations(10); len(list) != 1 {
		t.Errorf("%d SAs", len(list))
	}
}

// TestTraffic counts all packets and bytes, in intervals that follow one another.
func TestTraffic(t *testing.T) {
	c := open(t, browse.Options{Session: files("16-cdp-topology-a.pcapng"), Statistics: []string{"conv,udp", "io,stat,0"}})
	x, sum, size := c.Traffic(), uint64(0), uint64(0)
	for _, i := range x.Intervals {
		sum += i.Packets
		size += i.Bytes
	}
	s, err := c.Statistic("io,stat,0")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(s.Rows); sum != c.State().Packets || len(s.Rows) != 1 || !strings.Contains(text, fmt.Sprint(sum)) || !strings.Contains(text, fmt.Sprint(size)) {
		t.Errorf("%d packets and %d bytes: %s", sum, size, text)
	}
	if _, err := c.Statistic("io,phs"); err == nil {
		t.Error("a statistic that was not asked for is there")
	}
	if len(x.Intervals) > 1024 || len(x.Intervals) < 2 {
		t.Errorf("%d intervals of %v", len(x.Intervals), x.Width)
	}
}

// TestComplete completes the word before the cursor.
func TestComplete(t *testing.T) {
	c := open(t, browse.Options{Session: files("16-cdp-topology-a.pcapng")})
	from, list := c.Complete("ip.src == 192.0.2.1 && isak", 27, 5)
	if from != 23 || len(list) == 0 || list[0].Name != "isakmp" {
		t.Error(from, list)
	}
	from, list = c.Complete("cdp.device && ip", 10, 5)
	if from != 0 || len(list) != 1 || list[0].Name != "cdp.deviceid" {
		t.Error(from, list)
	}
	if _, list = c.Complete("", 0, 5); len(list) != 0 {
		t.Error(list)
	}
}

// TestProvisional has rows at hand while keys are still derived, which are the table's of
// the packets without keys.
func TestProvisional(t *testing.T) {
	o := files("08-ikev2-aes128gcm-ecp256.pcap")
	o.KeyFiles = []string{fixtures + "08-ikev2-aes128gcm-ecp256.keys.json"}
	c, err := browse.Open(env(strings.NewReader("")), browse.Options{Session: o})
	if err != nil {
		t.Fatal(err)
	}
	browse.LookAhead(c)
	rows, err := c.Rows(nil, 1, 3)
	want := printed(t, files("08-ikev2-aes128gcm-ecp256.pcap"), "tabs", render.Options{})
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	for i, r := range rows {
		if d := cmp.Diff(cells(want[i+1]), r.Cells); d != "" || !r.Provisional {
			t.Error(r.Provisional, d)
		}
	}
	if _, err := c.Peek(5); err != browse.ErrNotIndexed {
		t.Error(err)
	}
	asked := make(chan *browse.Detail)
	go func() {
		d, err := c.Detail(context.Background(), 5, nil)
		if err != nil {
			t.Error(err)
		}
		asked <- d
	}()
	c.Start()
	if d := <-asked; d == nil || len(d.Sources) != 2 || d.Sources[1].Name != "Decrypted Data" {
		t.Errorf("a detail that was asked for before keys were derived: %+v", d)
	}
	<-c.Ended()
	if rows, err := c.Rows(nil, 1, 1); err != nil || rows[0].Provisional {
		t.Error(rows, err)
	}
	c.Close()
}

// A display filter that is none is an error before the first packet.
func TestOpenFilter(t *testing.T) {
	o := files("16-cdp-topology-a.pcapng")
	o.DisplayFilter = "ip.adr == 1"
	_, err := browse.Open(env(strings.NewReader("")), browse.Options{Session: o})
	if err == nil || !strings.Contains(err.Error(), "there is no field or protocol ip.adr") {
		t.Error(err)
	}
}
