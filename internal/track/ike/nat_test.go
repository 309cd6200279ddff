package ike_test

import (
	"crypto/sha1"
	"net/netip"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// What is known of how each capture was made: fixtures/pcaps/README.md.
var traversals = []struct {
	name                 string
	initiator, responder natd.Finding
	claimed              [2]bool // a hash of the sender's own that fits nothing
	floated              bool
}{
	{"01-ikev1-main-seed", natd.Absent, natd.Absent, [2]bool{}, false},
	{"01-ikev1-main-seed.site2-wan", natd.Absent, natd.Absent, [2]bool{}, false},
	{"01-ikev1-main-seed-udp4500", natd.Absent, natd.Unknown, [2]bool{true, true}, true},
	{"01-ikev1-main-seed-rewritten-native", natd.Absent, natd.Unknown, [2]bool{true, true}, false},
	{"03-ikev1-aggressive-3des-md5", natd.Absent, natd.Absent, [2]bool{}, false},
	{"03-ikev1-aggressive-3des-md5-udp4500", natd.Unknown, natd.Unknown, [2]bool{false, true}, true}, // the initiator's is encrypted
	{"07-ikev1-nat-t", natd.Present, natd.Unknown, [2]bool{true, true}, true},
	{"07-ikev1-nat-t.outside", natd.Present, natd.Unknown, [2]bool{true, true}, true}, // it sends keepalives
	{"07-ikev1-nat-t-pat", natd.Present, natd.Absent, [2]bool{}, true},
	{"07-ikev1-nat-t-pat.outside", natd.Present, natd.Absent, [2]bool{true, false}, true},
	{"08-ikev2-aes128gcm-ecp256", natd.Absent, natd.Absent, [2]bool{}, true}, // MOBIKE, RFC 4555, section 3.3
	{"08-ikev2-aes128gcm-ecp256-udp4500", natd.Absent, natd.Unknown, [2]bool{true, true}, true},
	{"08-ikev2-aes128gcm-ecp256-rewritten-native", natd.Absent, natd.Unknown, [2]bool{true, true}, false},
	{"13-esp-null-sha1", natd.Absent, natd.Absent, [2]bool{}, false},
	{"13-esp-null-sha1-udp4500", natd.Absent, natd.Unknown, [2]bool{true, true}, true},
	{"19-esp-ip-fragments", natd.Absent, natd.Absent, [2]bool{}, false},
}

// first is the first SA of a capture.
func first(t *testing.T, file string) *ike.SA {
	t.Helper()
	tr := ike.New(nil, ike.Limits{})
	follow(t, file, tr, func(*dissect.Packet) {})
	for s := range tr.SAs() {
		return s
	}
	t.Fatal(file, "no SA")
	return nil
}

func TestTraversal(t *testing.T) {
	for _, want := range traversals {
		s := first(t, filepath.Join(pcaps, want.name+".pcap"))
		x := s.Traversal()
		if x[0].Behind != want.initiator || x[1].Behind != want.responder || [2]bool{x[0].Hidden, x[1].Hidden} != want.claimed || s.Floated != want.floated {
			t.Errorf("%s: %+v, floated %v", want.name, x, s.Floated)
		}
	}
	s := first(t, filepath.Join(pcaps, "07-ikev1-nat-t-pat.pcap"))
	if x := s.Traversal(); x[0].Inside.String() != "10.9.0.2:500" || s.Forced() != natd.Absent {
		t.Errorf("%+v, forced %d", x, s.Forced())
	}
	if k := s.NAT.Keepalives; k[ike.Initiator].Count == 0 || k[ike.Responder].Count != 0 {
		t.Errorf("keepalives %+v", k)
	}
}

// What a capture outside of a NAT does not show is found by trying.
func TestUnmask(t *testing.T) {
	labtest.Slow(t) // all private addresses are tried
	s := first(t, filepath.Join(pcaps, "07-ikev1-nat-t-pat.outside.pcap"))
	inside, forced, ok := s.Unmask(ike.Initiator)
	if inside.String() != "10.9.0.2:500" || forced || !ok {
		t.Errorf("inside %v, forced %v, %v", inside, forced, ok)
	}
	if x := s.Traversal()[ike.Initiator]; x.Inside != inside || x.Seen.String() != "80.1.0.2:405" || s.Forced() != natd.Absent {
		t.Errorf("%+v, forced %d", x, s.Forced())
	}
	if _, _, ok := s.Unmask(ike.Responder); ok {
		t.Error("the responder hides nothing")
	}
	s = first(t, filepath.Join(pcaps, "08-ikev2-aes128gcm-ecp256-udp4500.pcap"))
	if x := s.Traversal(); s.Forced() != natd.Present || !x[ike.Initiator].OnLink || x[ike.Responder].Behind != natd.Unknown {
		t.Errorf("%+v, forced %d", x, s.Forced()) // the initiator is on the link, Unmask was not called for the responder
	}
	if inside, forced, ok := s.Unmask(ike.Responder); inside.IsValid() || !forced || !ok {
		t.Errorf("inside %v, forced %v, %v", inside, forced, ok)
	}
	if x := s.Traversal()[ike.Responder]; x.Behind != natd.Absent || s.Forced() != natd.Present {
		t.Errorf("%+v, forced %d", x, s.Forced())
	}
}

// The captures of others, whose networks are known.
func TestTraversalOfOthers(t *testing.T) {
	dir := corpus(t)
	for _, want := range []struct {
		file                 string
		initiator, responder natd.Finding
		inside               string
	}{
		{"the-tcpdump-group+tcpdump/tests/ISAKMP_sa_setup.pcap", natd.Absent, natd.Absent, ""},
		{"the-tcpdump-group+tcpdump/tests/isakmp4500.pcap", natd.Present, natd.Absent, "192.1.3.209:500"}, // Openswan's "road"
		{"the-tcpdump-group+tcpdump/tests/ikev2four.pcap", natd.Absent, natd.Absent, ""},
		{"cisco+joy/test/pcaps/ikev1.pcap", natd.Absent, natd.Absent, ""},
		{"cisco+joy/test/pcaps/ikev2.pcap", natd.Absent, natd.Absent, ""},
	} {
		s := first(t, filepath.Join(dir, want.file))
		inside, _, _ := s.Unmask(ike.Initiator)
		x := s.Traversal()
		if x[0].Behind != want.initiator || x[1].Behind != want.responder || want.inside != "" && inside.String() != want.inside {
			t.Errorf("%s: %+v, inside %v", want.file, x, inside)
		}
	}
	// tcpdump's: all four match what RFC 3947 says, in payloads of its drafts.
	s := first(t, filepath.Join(dir, "the-tcpdump-group+tcpdump/tests/ISAKMP_sa_setup.pcap"))
	if len(s.NAT.Hashes) != 4 {
		t.Fatalf("%d hashes", len(s.NAT.Hashes))
	}
	for _, h := range s.NAT.Hashes {
		b := append(append(append([]byte(nil), h.SPIs[0][:]...), h.SPIs[1][:]...), h.Seen.Addr().AsSlice()...)
		if sum := sha1.Sum(append(b, 1, 244)); string(sum[:]) != string(h.Hash) || h.Seen.Port() != 500 {
			t.Errorf("%v: %x, want %x", h.Seen, h.Hash, sum)
		}
	}
}

// Every message with hashes says of which of its ends they are, and what follows.
func TestTraversalFacts(t *testing.T) {
	tr := ike.New(nil, ike.Limits{})
	got := map[uint64]isakmp.NATVerdict{}
	follow(t, filepath.Join(pcaps, "07-ikev1-nat-t-pat.pcap"), tr, func(p *dissect.Packet) {
		for i := range p.Layers {
			if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok && m.Facts.NAT != isakmp.NATUndecided {
				got[p.Number] = m.Facts.NAT
			}
		}
	})
	var last isakmp.NATVerdict
	for _, v := range got {
		last = max(last, v)
	}
	if len(got) == 0 || last != isakmp.NATInitiator {
		t.Errorf("%v", got)
	}
}

// RFC 3947, section 3.2: a hash of the negotiated algorithm, known by its length.
func TestNATHash(t *testing.T) {
	h := isakmp.Header{InitiatorSPI: [8]byte{1, 2, 3, 4, 5, 6, 7, 8}, ResponderSPI: [8]byte{9, 10, 11, 12, 13, 14, 15, 16}}
	at := netip.MustParseAddrPort("192.0.2.1:4500")
	want := sha1.Sum([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 192, 0, 2, 1, 0x11, 0x94})
	if got := h.NATHash(at, 20); string(got) != string(want[:]) {
		t.Errorf("%x, want %x", got, want)
	}
	for _, size := range []int{16, 32, 48, 64} {
		if got := h.NATHash(at, size); len(got) != size {
			t.Errorf("%d bytes: %x", size, got)
		}
	}
	if h.NATHash(at, 17) != nil || h.NATHash(at, 0) != nil {
		t.Error("a hash of no algorithm")
	}
}
