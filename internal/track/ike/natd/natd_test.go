package natd_test

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

var (
	initiator = netip.MustParseAddrPort("198.51.100.1:500")
	responder = netip.MustParseAddrPort("203.0.113.2:500")
	inside    = netip.MustParseAddrPort("192.168.7.9:500") // the initiator's, inside of a NAT
	nowhere   = netip.MustParseAddrPort("0.0.0.0:0")       // that a peer hashes to have ESP in UDP
)

// message is one of IKEv2 with hashes of its sender's and its receiver's address.
func message(src, dst netip.AddrPort) *isakmp.Packet {
	m := &isakmp.Packet{}
	m.InitiatorSPI, m.ResponderSPI = [8]byte{1, 2, 3, 4, 5, 6, 7, 8}, [8]byte{8, 7, 6, 5, 4, 3, 2, 1}
	const source, destination = 16388, 16389 // RFC 7296, section 3.10.1
	m.Notifies = []isakmp.Notify{{Type: source, Data: m.NATHash(src, 20)}, {Type: destination, Data: m.NATHash(dst, 20)}}
	return m
}

// A way is what the initiator and the responder hash as their own address, and
// where the initiator is captured and where the responder sees it.
type way struct {
	own, captured, reported netip.AddrPort
	ttl                     uint8
}

func detect(w way) *natd.Detection {
	d := &natd.Detection{}
	d.AddEndpoints(isakmp.Initiator, w.captured, responder, w.ttl)
	d.AddEndpoints(isakmp.Responder, responder, w.captured, w.ttl)
	d.AddHashes(message(w.own, responder), isakmp.Initiator, w.captured, responder)
	d.AddHashes(message(responder, w.reported), isakmp.Responder, responder, w.captured)
	return d
}

func TestTraversal(t *testing.T) {
	for name, c := range map[string]struct {
		way
		behind natd.Finding // the initiator
		hidden bool
		want   isakmp.NATVerdict
	}{
		"no NAT":                        {way{initiator, initiator, initiator, 60}, natd.Absent, false, isakmp.NATNone},
		"captured inside":               {way{inside, inside, initiator, 60}, natd.Present, false, isakmp.NATInitiator},
		"captured outside":              {way{inside, initiator, initiator, 60}, natd.Unknown, true, isakmp.NATClaimed},
		"another port outside":          {way{inside, netip.AddrPortFrom(initiator.Addr(), 1025), netip.AddrPortFrom(initiator.Addr(), 1025), 60}, natd.Present, true, isakmp.NATInitiator},
		"a claim of a peer on the link": {way{nowhere, initiator, initiator, 64}, natd.Absent, true, isakmp.NATClaimed},
	} {
		d := detect(c.way)
		x := d.Traversal(natd.SA{Version: 2})
		if x[0].Behind != c.behind || x[0].Hidden != c.hidden || x[1].Behind != natd.Absent || d.Verdict(natd.SA{Version: 2}) != c.want {
			t.Errorf("%s: %+v, verdict %d", name, x, d.Verdict(natd.SA{Version: 2}))
		}
	}
}

// What a verdict was made of is kept, but not longer than it holds: an address that is
// captured later may be the one that was hashed.
func TestCapturedLater(t *testing.T) {
	d := detect(way{inside, initiator, initiator, 60})
	for range 2 {
		if v := d.Verdict(natd.SA{Version: 2}); v != isakmp.NATClaimed {
			t.Errorf("before: verdict %d", v)
		}
	}
	d.AddEndpoints(isakmp.Initiator, netip.AddrPortFrom(inside.Addr(), 1025), responder, 60)
	if v := d.Verdict(natd.SA{Version: 2}); v != isakmp.NATInitiator {
		t.Errorf("after: verdict %d", v)
	}
	if x := d.Traversal(natd.SA{Version: 2}); x[0].Inside != inside {
		t.Errorf("inside: %v", x[0].Inside)
	}
}

// Peers that find a NAT go to UDP 4500. Those that stay have found none, whatever
// the capture shows.
func TestStayed(t *testing.T) {
	d := detect(way{inside, initiator, inside, 60}) // a capture whose addresses were rewritten
	x := d.Traversal(natd.SA{Version: 2, On500: true})
	if x[0].Behind != natd.Absent || x[0].Hidden {
		t.Errorf("%+v", x[0])
	}
}

// The address inside is found among the addresses that the SA names, and among private
// ones; a peer on the link has none.
func TestUnmask(t *testing.T) {
	d := detect(way{inside, initiator, initiator, 60})
	if f := d.Forced(natd.SA{Version: 2}); f != natd.Unknown || d.Unmasked(isakmp.Initiator) {
		t.Errorf("forced %d before Unmask", f)
	}
	got, forced, ok := d.Unmask(isakmp.Initiator, []netip.Addr{responder.Addr(), inside.Addr()})
	if got != inside || forced || !ok || d.Forced(natd.SA{Version: 2}) != natd.Absent {
		t.Errorf("%v, forced %v, %v", got, forced, ok)
	}
	if x := d.Traversal(natd.SA{Version: 2})[isakmp.Initiator]; x.Behind != natd.Present || x.Inside != inside {
		t.Errorf("%+v", x)
	}
	d = detect(way{inside, initiator, initiator, 60})
	if got, _, _ := d.Unmask(isakmp.Initiator, nil); got != inside {
		t.Errorf("%v is found among private addresses", got)
	}
	d = detect(way{nowhere, initiator, initiator, 64})
	if _, forced, ok := d.Unmask(isakmp.Initiator, nil); !forced || !ok || d.Forced(natd.SA{Version: 2}) != natd.Present {
		t.Errorf("forced %v, %v", forced, ok)
	}
	if _, _, ok := d.Unmask(isakmp.Responder, nil); ok {
		t.Error("the responder's address is not hidden")
	}
}

// A flood of hashes and endpoints is bounded, and its size known.
func TestBounds(t *testing.T) {
	d := &natd.Detection{}
	for n := range 10_000 {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], uint32(n))
		src := netip.AddrPortFrom(netip.AddrFrom4(a), 500)
		m := message(src, responder)
		m.NATOA = []netip.Addr{src.Addr()}
		d.AddEndpoints(isakmp.Initiator, src, responder, 60)
		d.AddHashes(m, isakmp.Initiator, src, responder)
		d.AddOriginals(m)
	}
	if len(d.Hashes) > 32 || len(d.Endpoints[0]) > 16 || len(d.Originals) > 8 || d.Size() < 32*100 || d.Size() > 8<<10 {
		t.Errorf("%d hashes, %d endpoints, %d addresses, %d bytes", len(d.Hashes), len(d.Endpoints[0]), len(d.Originals), d.Size())
	}
}

func TestKeepalives(t *testing.T) {
	var k natd.Keepalives
	start := time.Unix(1000, 0)
	for _, s := range []int{0, 20, 50, 60} {
		k.Add(start.Add(time.Duration(s) * time.Second))
	}
	if k.Count != 4 || k.Interval() != 20*time.Second || k.Shortest != 10*time.Second || k.Longest != 30*time.Second {
		t.Errorf("%+v, interval %v", k, k.Interval())
	}
}
