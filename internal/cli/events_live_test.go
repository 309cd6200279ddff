//go:build linux && cgo

package cli

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
)

// What was told live, from inside the sandbox and beside a ring of files, is what the files
// tell.
func TestLiveEvents(t *testing.T) {
	w := newWire(t)
	dir := t.TempDir()
	p := w.capturing("-i", "va", "-w", filepath.Join(dir, "ring.pcapng"), "-b", "packets:20", "--sandbox=require", "--events", "json")
	for _, name := range []string{"16-cdp-topology-a.pcap", "../broken/v1-ike-proposal-both.pcap", "08-ikev2-aes128gcm-ecp256.pcap"} {
		for _, frame := range labtest.Copies(t, filepath.Join(pcaps, name)) {
			w.put(frame.Data)
		}
	}
	var live []map[string]any
	for {
		e := told(t, p.row())
		live = append(live, e)
		if e["event"] == "ike.failed" { // by the time that has passed, without a packet
			break
		}
	}
	p.signal(syscall.SIGINT)
	rest, errs := p.ends(session.ExitOK)
	for line := range strings.Lines(rest) {
		live = append(live, told(t, line))
	}
	files, err := filepath.Glob(filepath.Join(dir, "ring*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v: %s", files, err, errs)
	}
	out, _ := output(t, append([]string{"--events", "json"}, files...)...)
	var offline []map[string]any
	for line := range strings.Lines(string(out)) {
		offline = append(offline, told(t, line))
	}
	if diff := cmp.Diff(live, offline); diff != "" {
		t.Errorf("live (-), from the files (+):\n%s", diff)
	}
}

// told is an event without what differs between an interface and a file: its place, and
// when a failure became known.
func told(t *testing.T, line string) map[string]any {
	t.Helper()
	e := map[string]any{}
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	delete(e, "file")
	delete(e, "evidence")
	if e["event"] == "ike.failed" {
		delete(e, "time")
		delete(e, "at_end")
	}
	delete(e, "frame") // of a file of its own
	return e
}

// Metrics are told on a socket while packets are captured, from inside the sandbox, as
// Prometheus wants them.
func TestLiveMetrics(t *testing.T) {
	w := newWire(t)
	w.ip("link", "set", "lo", "up")
	p := w.capturing("-i", "va", "--sandbox=require", "--metrics", "9177", "-T", "fields", "-e", "frame.number", "-l")
	frames := labtest.Copies(t, filepath.Join(pcaps, "08-ikev2-aes128gcm-ecp256.pcap"))
	for _, frame := range frames { // one by one, as the kernel drops some of a burst with -l
		w.put(frame.Data)
		p.row()
	}
	conn, err := net.Dial("tcp", "127.0.0.1:9177")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("GET /metrics HTTP/1.0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	_ = conn.Close()
	head, page, _ := strings.Cut(string(answer), "\r\n\r\n")
	if err != nil || !strings.HasPrefix(head, "HTTP/1.0 200 OK") {
		t.Errorf("%v, %s", err, head)
	}
	for _, line := range []string{
		`pktscope_packets_total{interface="va"} 34`, `pktscope_displayed_packets_total 34`, `pktscope_events_total{event="ike.up"} 1`,
		`pktscope_ike_sas{version="2",state="READY"} 1`, `pktscope_ipsec_packets_total{src="80.1.0.2",dst="80.2.0.2"} 13`,
		`pktscope_capture_dropped_packets_total{interface="va",by="kernel"} 0`,
	} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("no %s in\n%s", line, page)
		}
	}
	if promtool, err := exec.LookPath("promtool"); err == nil {
		check := exec.Command(promtool, "check", "metrics")
		check.Stdin = strings.NewReader(page)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("promtool: %v: %s", err, out)
		}
	}
	p.signal(syscall.SIGINT)
	p.ends(session.ExitOK)
}

// The file of events is made anew, and is not that of the packets.
func TestEventsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "events.json")
	if err := os.WriteFile(file, []byte("what was there before, and is longer than a line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rows, _ := output(t, "-r", filepath.Join(pcaps, "05-ikev1-phase1-no-proposal.pcap"), "-T", "fields", "-e", "frame.number", "--events", "json:"+file)
	if string(rows) != "1\n2\n3\n4\n" {
		t.Errorf("rows: %q", rows)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if list := occurrences(t, text); len(list) != 1 || list[0].Event != "ike.failed" || list[0].Rule != "ike.proposal" {
		t.Errorf("%s", text)
	}
}

// Events of an interface are added to their file, which another program may cut meanwhile.
func TestLiveEventsFile(t *testing.T) {
	w := newWire(t)
	file := filepath.Join(t.TempDir(), "events.json")
	const before = "{\"event\": \"of an earlier start\"}\n"
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	p := w.capturing("-i", "va", "--sandbox=require", "--events", "json:"+file, "-T", "fields", "-e", "frame.number", "-l")
	cut := false
	for _, frame := range labtest.Copies(t, filepath.Join(pcaps, "08-ikev2-aes128gcm-ecp256.pcap")) {
		w.put(frame.Data)
		p.row()
		text, err := os.ReadFile(file)
		if err != nil || !cut && !strings.HasPrefix(string(text), before) {
			t.Fatalf("%v: %q", err, text)
		}
		if !cut && len(text) > len(before) {
			cut = true
			if err := os.Truncate(file, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.signal(syscall.SIGHUP)
	p.ends(session.ExitOK)
	text, err := os.ReadFile(file)
	if list := occurrences(t, text); err != nil || !cut || len(list) == 0 || list[0].Event != "ipsec.new" {
		t.Errorf("%v: %t, %s", err, cut, text)
	}
}
