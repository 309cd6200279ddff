package events_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/events"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A run feeds a Stream.
type run struct {
	*labtest.Player
	t        *testing.T
	stream   *events.Stream
	trackers []track.Tracker
	out      bytes.Buffer
}

func newRun(t *testing.T) *run {
	t.Helper()
	r := &run{Player: labtest.NewPlayer(labtest.Registry(t)), t: t}
	r.stream, r.trackers = newStream(&r.out, nil)
	r.Restart()
	return r
}

func newStream(out io.Writer, failed func()) (*events.Stream, []track.Tracker) {
	fragments, sas := frag.New(frag.DefaultLimits), ike.New(nil, ike.Limits{})
	s := events.New(events.Options{Out: out, Failed: failed, IKE: sas, Fragments: fragments})
	return s, s.Trackers([]track.Tracker{fragments, sas})
}

// see shows a frame that an interface sees a while after the one before.
func (r *run) see(after time.Duration, link capture.LinkType, iface string, frame []byte) {
	r.Now = r.Now.Add(after)
	p := r.Show(link, iface, frame)
	for _, t := range r.trackers {
		t.Observe(r.Engine, p)
	}
}

// want holds what was told since the last call against events as "SECOND event key=value ...",
// the second counted from the beginning.
func (r *run) want(lines ...string) {
	r.t.Helper()
	var got []string
	for line := range strings.Lines(r.out.String()) {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			r.t.Fatalf("%v: %s", err, line)
		}
		words := fmt.Sprintf("%g %s", math.Round(1000*(e["time"].(float64)-1_700_000_000))/1000, e["event"])
		if i := len(got); i < len(lines) {
			for _, word := range strings.Fields(lines[i])[2:] {
				key, _, _ := strings.Cut(word, "=")
				text, err := json.Marshal(e[key])
				if err != nil {
					r.t.Fatal(err)
				}
				words += " " + key + "=" + string(text)
			}
		}
		got = append(got, words)
	}
	if diff := cmp.Diff(lines, got); diff != "" {
		r.t.Errorf("want (-), got (+):\n%s\n%s", diff, r.out.String())
	}
	r.out.Reset()
}

func cdp(ttl byte, port, platform string, vlan uint16) []byte {
	return labtest.CDPFrame(2, ttl, labtest.TLV{Type: 1, Value: "sw1"}, labtest.TLV{Type: 3, Value: port}, labtest.TLV{Type: 6, Value: platform}, labtest.CDPVLAN(vlan))
}

// Neighbours come, change, and are lost at the second at which their holdtime is over, in
// the order of these seconds, however late that becomes known.
func TestNeighbors(t *testing.T) {
	r := newRun(t)
	const ethernet = capture.LinkEthernet
	r.see(0, ethernet, "eth0", cdp(60, "Gi0/1", "C2960", 1))
	r.see(0, ethernet, "eth0", cdp(20, "Gi0/2", "C2960", 1))
	r.want(`0 neighbor.new frame=1 interface="eth0" protocol="cdp" device_id="sw1" port_id="Gi0/1" native_vlan=1`, `0 neighbor.new frame=2 port_id="Gi0/2"`)
	r.see(10*time.Second, ethernet, "eth0", cdp(60, "Gi0/1", "C2960", 1))
	r.want()
	r.see(5*time.Second, ethernet, "eth0", cdp(60, "Gi0/1", "C9300", 7))
	r.want(`15 neighbor.changed frame=4 port_id="Gi0/1" changed=["platform","native_vlan"] ` +
		`changes=[{"key":"platform","new":"C9300","old":"C2960"},{"key":"native_vlan","new":7,"old":1}]`)
	r.stream.Pass(r.Now.Add(4 * time.Second))
	r.want()
	r.see(100*time.Second, ethernet, "eth0", cdp(60, "Gi0/3", "C2960", 1))
	r.want(`20 neighbor.lost frame=null port_id="Gi0/2" packets=1`, `75 neighbor.lost port_id="Gi0/1" packets=3`, `115 neighbor.new port_id="Gi0/3"`)
	r.see(time.Second, ethernet, "eth0", cdp(60, "Gi0/1", "C9300", 7))
	r.see(time.Second, ethernet, "eth0", cdp(0, "Gi0/1", "C9300", 7))
	r.want(`116 neighbor.new port_id="Gi0/1"`, `117 neighbor.withdrawn frame=7 port_id="Gi0/1"`)
	r.stream.Pass(r.Now.Add(time.Hour))
	r.want(`175 neighbor.lost port_id="Gi0/3"`)
	if err := r.stream.End(); err != nil {
		t.Error(err)
	}
	r.want()
}

// ipv4 is a datagram from 192.0.2.1 to 192.0.2.2.
func ipv4(protocol byte, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 1, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	return append(b, payload...)
}

func esp(seq uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, 0xc0ffee)
	return ipv4(50, append(binary.BigEndian.AppendUint32(b, seq), make([]byte, 32)...))
}

// Where one sender numbers packets to two destinations with one counter, neither SA lacks
// what the other has.
func TestLostOfShared(t *testing.T) {
	r := newRun(t)
	for seq := range uint32(8) {
		b := esp(seq + 1)
		b[19] += byte(seq % 2) // the destination
		r.see(100*time.Millisecond, capture.LinkRaw, "eth0", b)
	}
	r.want(`0.1 ipsec.new dst="192.0.2.2" seq_first=1`, `0.2 ipsec.new dst="192.0.2.3" seq_first=2`)
	r.see(3*time.Second, capture.LinkRaw, "eth0", esp(9))
	r.want()
}

// Numbers that are missing are told a second later, unless they have come meanwhile, or as the
// capture ends.
func TestLost(t *testing.T) {
	r := newRun(t)
	for _, seq := range []uint32{1, 2, 4, 3, 5, 9, 8} {
		r.see(100*time.Millisecond, capture.LinkRaw, "eth0", esp(seq))
	}
	r.want(`0.1 ipsec.new frame=1 spi="0x00c0ffee" src="192.0.2.1" protocol="esp" seq_first=1`)
	r.see(2*time.Second, capture.LinkRaw, "eth0", esp(10))
	r.want(`1.6 ipsec.lost frame=6 spi="0x00c0ffee" missing=2 lost=2 seq_last=9`)
	for _, seq := range []uint32{12, 15, 14, 11} { // half of the second gap, and all of the first
		r.see(100*time.Millisecond, capture.LinkRaw, "eth0", esp(seq))
	}
	r.see(2*time.Second, capture.LinkRaw, "eth0", esp(18))
	r.want(`3.9 ipsec.lost frame=10 missing=1 lost=3 at_end=false`)
	_ = r.stream.End()
	r.want(`5.1 finding.new frame=13 rule="ipsec.loss" severity="warning" at_end=true`, `5.1 ipsec.lost frame=13 missing=2 lost=5 at_end=true`)
}

// Ports of one address run short at the four fifths of which docs/operations.md speaks.
func TestPorts(t *testing.T) {
	labtest.Slow(t)
	r := newRun(t)
	const high = (65536 - 1024) * 4 / 5
	r.see(0, capture.LinkRaw, "outside", ipv4(1, nil)) // there are two sides
	for n := range high + 8 {
		if n == high {
			r.stream.Pass(r.Now.Add(time.Second))
			r.want(`51.609 nat.ports_high inside_global="192.0.2.1" protocol="udp" peak=51609 risk="high"`)
		}
		packet := func(host byte, port int) []byte {
			b := binary.BigEndian.AppendUint16(nil, uint16(port))
			b = append(b, 0x17, 0x70, 0, 40, 0, 0)
			b = fmt.Appendf(b, "%032d", n*7919)
			p := ipv4(17, b)
			p[5], p[4], p[8] = byte(n+1), byte((n+1)>>8), 64 // identification 0 is none
			if host > 0 {
				p[12], p[13], p[14], p[15] = 10, 0, 0, host
				p[8] = 65
			}
			return p
		}
		r.see(0, capture.LinkRaw, "inside", packet(1+byte(n%200), 10000+n))
		r.see(time.Millisecond, capture.LinkRaw, "outside", packet(0, 10000+n))
	}
	_ = r.stream.End()
	r.want()
}

// Packets that the capture loses are told as they are counted.
func TestDropped(t *testing.T) {
	r := newRun(t)
	at := r.Now.Add(time.Second)
	r.stream.Dropped(at, []events.Drop{{Interface: "eth0"}, {Interface: "eth1", Dropped: 4}})
	r.stream.Dropped(at, []events.Drop{{Interface: "eth0"}, {Interface: "eth1", Dropped: 4}})
	r.want(`1 capture.dropped interface="eth1" dropped=4 dropped_total=4`)
	r.stream.Dropped(at, []events.Drop{{Interface: "eth0", InterfaceDropped: 1}, {Interface: "eth1", Dropped: 9}})
	r.want(`1 capture.dropped interface="eth0" dropped=0 interface_dropped=1`, `1 capture.dropped interface="eth1" dropped=5 dropped_total=9`)
	eth0 := &capture.Interface{Section: 1, Index: 0, Name: "eth0"}
	got := events.Recorded([]*capture.Meta{{
		Interfaces: []*capture.Interface{eth0, {Section: 1, Index: 1, Name: "eth1"}},
		Statistics: []capture.Statistics{{Section: 1, Dropped: 3}, {Section: 1, Dropped: 5}, {Section: 1, Index: 1, Dropped: -1}},
	}})
	if diff := cmp.Diff([]events.Drop{{Interface: "eth0", Dropped: 5}}, got); diff != "" {
		t.Error(diff)
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errClosed }

var errClosed = errors.New("closed")

// An output that takes no more ends the run, once.
func TestFailure(t *testing.T) {
	r, calls := newRun(t), 0
	r.stream, r.trackers = newStream(closed{}, func() { calls++ })
	r.see(0, capture.LinkRaw, "eth0", esp(1))
	r.see(0, capture.LinkRaw, "eth0", append(esp(1), 0)[:52])
	other := esp(1)
	other[20] = 1
	r.see(0, capture.LinkRaw, "eth0", other)
	if err := r.stream.End(); !errors.Is(err, errClosed) || calls != 1 {
		t.Errorf("%v, %d calls", err, calls)
	}
}

// Where no packet comes, time passes; where packets are under way, it does not.
func TestFollow(t *testing.T) {
	r := newRun(t)
	r.Now = time.Now().Add(-time.Minute).Truncate(time.Second)
	r.see(0, capture.LinkEthernet, "eth0", cdp(20, "Gi0/1", "C2960", 1))
	r.out.Reset()
	var guard sync.Mutex
	ended, done := make(chan struct{}), make(chan struct{})
	told := make(chan struct{}, 1)
	go func() {
		defer close(done)
		r.stream.Follow(events.Live{Guard: &guard, Read: func() uint64 { return 1 }, Drops: func() []events.Drop {
			if r.out.Len() > 0 {
				select {
				case told <- struct{}{}:
				default:
				}
			}
			return nil
		}}, ended)
	}()
	<-told
	close(ended)
	<-done
	if !strings.Contains(r.out.String(), `"neighbor.lost"`) {
		t.Errorf("%s", r.out.String())
	}
}

// What works badly is told once while packets come, on their clock, again when it is worse, and
// withdrawn when it does not hold any more: not by the packet that makes it so, but when it has
// stood for a while.
func TestFinding(t *testing.T) {
	r := newRun(t)
	wrong := cdp(180, "Gi0/1", "C2960", 1)
	wrong[len(wrong)-1] ^= 1
	r.see(0, capture.LinkEthernet, "eth0", wrong)
	r.out.Reset()
	r.stream.Pass(r.Now.Add(29 * time.Second))
	r.want()
	r.stream.Pass(r.Now.Add(30 * time.Second))
	r.want(`30 finding.new frame=1 rule="cdp.checksum" severity="warning" certainty="certain" tunnel=null at_end=false`)
	r.see(60*time.Second, capture.LinkEthernet, "eth0", wrong)
	r.stream.Pass(r.Now.Add(100 * time.Second))
	r.want()
	r.stream.Pass(r.Now.Add(time.Hour))
	r.want(`240 neighbor.lost packets=2`, `310 finding.withdrawn rule="cdp.checksum"`)
}

// A peer that did not answer any more and came back is told, without keys as well: at once as a
// warning where it came back before its loss was told, else in place of that. The captures are of
// daemons that said so: one gave the other up, and a new SA came up.
func TestPeerBack(t *testing.T) {
	for away, want := range map[time.Duration][]string{
		20 * time.Second: {`finding.new rule="ike.peer-lost" severity="warning" certainty="likely" at_end=true`},
		time.Minute: {`ike.failed rule="ike.peer-lost" severity="error" certainty="likely" at_end=false`,
			`finding.withdrawn rule="ike.peer-lost" severity="error" certainty="likely" at_end=true`,
			`finding.new rule="ike.peer-lost" severity="warning" certainty="likely" at_end=true`},
	} {
		r := newRun(t)
		after := time.Duration(0)
		for _, name := range []string{"v2-ike-peer-lost", "v2-sound-one-lost"} {
			var last time.Time
			for p := range labtest.Packets(t, "../../fixtures/broken/"+name+".pcap") {
				if !last.IsZero() {
					after = p.Time.Sub(last)
				}
				r.see(after, p.Link, "eth0", p.Data)
				last = p.Time
			}
			after = away
		}
		if err := r.stream.End(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(r.out.String()) {
			var e struct {
				Event, Rule, Severity, Certainty string
				AtEnd                            bool `json:"at_end"`
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			if e.Rule != "" {
				got = append(got, fmt.Sprintf("%s rule=%q severity=%q certainty=%q at_end=%t", e.Event, e.Rule, e.Severity, e.Certainty, e.AtEnd))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", away, diff)
		}
	}
}

// esp2 is a packet of ESP of another SA between the same peers.
func esp2(seq uint32) []byte {
	p := esp(seq)
	p[20] = 1
	return p
}

// An SA that traffic went over from to another one is replaced, by a guess, once that has
// stood for a while; one that goes on beside it is not.
func TestReplaced(t *testing.T) {
	r := newRun(t)
	for seq := range uint32(4) {
		r.see(time.Second, capture.LinkRaw, "eth0", esp(seq+1))
	}
	for seq := range uint32(30) {
		r.see(time.Second, capture.LinkRaw, "eth0", esp2(seq+1))
	}
	r.want(`1 ipsec.new spi="0x00c0ffee"`, `5 ipsec.new spi="0x01c0ffee"`,
		`24 ipsec.replaced frame=5 spi="0x00c0ffee" replaced_by="0x01c0ffee" replaced_by_guessed=true packets=4 at_end=false`)
	r.see(time.Second, capture.LinkRaw, "eth0", esp(5))
	_ = r.stream.End()
	r.want()
}

// Between files that are not of one ring nobody listened: a neighbour is not lost there.
func TestUnrelatedFiles(t *testing.T) {
	for next, lost := range map[string][]string{
		"other.pcapng":                       nil,
		"r_00002_20260101000100.pcapng":      {`60 neighbor.lost port_id="Gi0/1"`},
		"other_00002_20260101000100.pcapng":  nil,
		"r_00002_20260101000100_copy.pcapng": nil,
	} {
		r := newRun(t)
		see := func(after time.Duration, file, port string) {
			r.Now = r.Now.Add(after)
			p := r.Show(capture.LinkEthernet, "eth0", cdp(60, port, "C2960", 1))
			p.File = file
			for _, t := range r.trackers {
				t.Observe(r.Engine, p)
			}
		}
		see(0, "r_00001_20260101000000.pcapng", "Gi0/1")
		r.out.Reset()
		see(time.Hour, next, "Gi0/2")
		r.want(append(lost, `3600 neighbor.new port_id="Gi0/2"`)...)
		see(2*time.Hour, next, "Gi0/1")
		r.want(`3660 neighbor.lost port_id="Gi0/2"`, `10800 neighbor.new port_id="Gi0/1"`)
	}
}
