package tunnel_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

var (
	addrA, addrB, addrC = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("192.0.2.3")
	netA, netB, netC    = network("10.1.0.0/16"), network("10.2.0.0/16"), network("10.3.0.0/16")
)

// network is a selector of all traffic of a network.
func network(text string) ike.Selector {
	p := netip.MustParsePrefix(text)
	last := p.Addr().As4()
	last[2], last[3] = 255, 255
	return ike.Selector{First: p.Addr(), Last: netip.AddrFrom4(last), PortLast: 0xffff}
}

func at(second int) time.Time { return time.Unix(int64(second), 0) }

// espSA is an SA whose first packet came at a second.
func espSA(spi uint32, src, dst netip.Addr, second int) *esp.SA {
	return &esp.SA{Key: esp.Key{SPI: spi, Dst: dst}, Src: src, First: at(second), Last: at(second + 10), Packets: 1}
}

// ikeSA is an IKE SA that began at a second.
func ikeSA(id uint64, initiator, responder netip.Addr, second int) *ike.SA {
	return &ike.SA{ID: id, Transcript: decrypt.Transcript{Version: 2}, First: at(second), Now: [2]netip.AddrPort{netip.AddrPortFrom(initiator, 500), netip.AddrPortFrom(responder, 500)}}
}

// child adds a child SA to s, whose peers receive on the SPIs.
func child(s *ike.SA, by ike.Role, spis [2]uint32, nets [2]ike.Selector) *ike.Child {
	c := &ike.Child{Parent: s, By: by, SPIs: spis, Selectors: [2][]ike.Selector{{nets[0]}, {nets[1]}}}
	s.Children = append(s.Children, c)
	return c
}

func find(sas []*esp.SA, negotiations ...*ike.SA) []*tunnel.Tunnel {
	return tunnel.Find(slices.Values(sas), slices.Values(negotiations))
}

// spis are those of a direction.
func spis(list []*tunnel.SA) (out []uint32) {
	for _, s := range list {
		out = append(out, s.SPI)
	}
	return out
}

func check(t *testing.T, got *tunnel.Tunnel, local, remote netip.Addr, outbound, inbound []uint32) {
	t.Helper()
	if got.Local != local || got.Remote != remote {
		t.Errorf("%v to %v, want %v to %v", got.Local, got.Remote, local, remote)
	}
	if !slices.Equal(spis(got.Outbound), outbound) || !slices.Equal(spis(got.Inbound), inbound) {
		t.Errorf("outbound %x, inbound %x, want %x, %x", spis(got.Outbound), spis(got.Inbound), outbound, inbound)
	}
}

// Without IKE, the sender of the first packet is local, and there is one tunnel
// between two peers.
func TestWithoutIKE(t *testing.T) {
	all := find([]*esp.SA{espSA(3, addrA, addrC, 5), espSA(2, addrA, addrB, 2), espSA(1, addrB, addrA, 1)})
	if len(all) != 2 {
		t.Fatalf("%d tunnels", len(all))
	}
	check(t, all[0], addrB, addrA, []uint32{1}, []uint32{2})
	check(t, all[1], addrA, addrC, []uint32{3}, nil)
	if all[0].IKE != nil || identsOf(all[0])[0].IsValid() || all[0].FirstSA().SPI != 1 {
		t.Errorf("%+v", all[0])
	}
}

// The initiator of the IKE SA is local, though the responder sends first; the last
// IKE SA that began before the first packet counts.
func TestNegotiator(t *testing.T) {
	first, second, later := ikeSA(1, addrA, addrB, 0), ikeSA(2, addrA, addrB, 1), ikeSA(3, addrB, addrA, 9)
	all := find([]*esp.SA{espSA(1, addrB, addrA, 2), espSA(2, addrA, addrB, 3)}, first, second, later)
	if len(all) != 1 {
		t.Fatalf("%d tunnels", len(all))
	}
	check(t, all[0], addrA, addrB, []uint32{2}, []uint32{1})
	if all[0].IKE != second {
		t.Errorf("IKE SA %d", all[0].IKE.ID)
	}
}

// Two pairs of networks between the same peers are two tunnels, whatever the
// roles in the exchanges that made them.
func TestSelectors(t *testing.T) {
	s := ikeSA(1, addrA, addrB, 0)
	old := child(s, ike.Initiator, [2]uint32{0xa1, 0xb1}, [2]ike.Selector{netA, netB})
	rekeyed := child(s, ike.Responder, [2]uint32{0xb2, 0xa2}, [2]ike.Selector{netB, netA}) // by B
	rekeyed.Replaces, old.ReplacedBy = old, rekeyed
	child(s, ike.Initiator, [2]uint32{0xa3, 0xb3}, [2]ike.Selector{netA, netC})
	all := find([]*esp.SA{
		espSA(0xb1, addrA, addrB, 1), espSA(0xa1, addrB, addrA, 2), espSA(0xb3, addrA, addrB, 3),
		espSA(0xa3, addrB, addrA, 4), espSA(0xb2, addrA, addrB, 5), espSA(0xa2, addrB, addrA, 6),
	}, s)
	if len(all) != 2 {
		t.Fatalf("%d tunnels", len(all))
	}
	check(t, all[0], addrA, addrB, []uint32{0xb1, 0xb2}, []uint32{0xa1, 0xa2})
	check(t, all[1], addrA, addrB, []uint32{0xb3}, []uint32{0xa3})
	if identsOf(all[0]) != [2]ike.Selector{netA, netB} || identsOf(all[1])[1] != netC || all[0].IKE != s {
		t.Errorf("%+v, %+v", all[0], all[1])
	}
	if old, renewed := all[0].Outbound[0], all[0].Outbound[1]; old.Next != renewed || renewed.Next != nil || old.InUse() || !renewed.InUse() {
		t.Errorf("%x is replaced by %+v", old.SPI, old.Next)
	}
}

// A child tells what replaces it, even if another SA came in between; IKE may be
// between other addresses than ESP.
func TestReplacement(t *testing.T) {
	s := ikeSA(1, addrA, addrC, 0)
	old := child(s, ike.Initiator, [2]uint32{0xa1, 0xb1}, [2]ike.Selector{netA, netB})
	child(s, ike.Initiator, [2]uint32{0xa2, 0xb2}, [2]ike.Selector{netA, netB})
	old.ReplacedBy = child(s, ike.Initiator, [2]uint32{0xa3, 0xb3}, [2]ike.Selector{netA, netB})
	old.Deleted = at(5)
	all := find([]*esp.SA{espSA(0xb1, addrA, addrB, 1), espSA(0xb2, addrA, addrB, 2), espSA(0xb3, addrA, addrB, 3)}, s)
	if len(all) != 1 {
		t.Fatalf("%d tunnels", len(all))
	}
	check(t, all[0], addrA, addrB, []uint32{0xb1, 0xb2, 0xb3}, nil)
	first := all[0].Outbound[0]
	if first.Next == nil || first.Next.SPI != 0xb3 || !first.AfterDelete() || first.Receiver != ike.Responder {
		t.Errorf("%+v", first)
	}
}

// withPorts is s in UDP.
func withPorts(s *esp.SA, src, dst uint16) *esp.SA {
	s.Ports = [2]uint16{src, dst}
	return s
}

// Clients behind one NAT have one address and several ports: RFC 3948, section 5.2.
// They may have chosen the same SPI.
func TestClientsBehindNAT(t *testing.T) {
	for _, spi := range []uint32{0xb1, 0xb2} { // of the second client's outbound SA
		first, second := ikeSA(1, addrA, addrB, 0), ikeSA(2, addrA, addrB, 1)
		first.Now[0], first.Now[1] = netip.AddrPortFrom(addrA, 1025), netip.AddrPortFrom(addrB, 4500)
		second.Now[0], second.Now[1] = netip.AddrPortFrom(addrA, 4500), netip.AddrPortFrom(addrB, 4500)
		for _, negotiations := range [][]*ike.SA{nil, {first, second}} {
			for _, keys := range []bool{false, true} {
				if keys && negotiations != nil {
					child(first, ike.Initiator, [2]uint32{0xa1, 0xb1}, [2]ike.Selector{netA, netB})
					child(second, ike.Initiator, [2]uint32{0xa2, spi}, [2]ike.Selector{netA, netB})
				}
				all := find([]*esp.SA{
					withPorts(espSA(0xb1, addrA, addrB, 2), 1025, 4500), withPorts(espSA(0xa1, addrB, addrA, 3), 4500, 1025),
					withPorts(espSA(spi, addrA, addrB, 4), 4500, 4500), withPorts(espSA(0xa2, addrB, addrA, 5), 4500, 4500),
				}, negotiations...)
				if len(all) != 2 {
					t.Fatalf("SPI %x, keys %v: %d tunnels", spi, keys, len(all))
				}
				check(t, all[0], addrA, addrB, []uint32{0xb1}, []uint32{0xa1})
				check(t, all[1], addrA, addrB, []uint32{spi}, []uint32{0xa2})
				if negotiations != nil && (all[0].IKE != first || all[1].IKE != second) {
					t.Errorf("SPI %x, keys %v: other IKE SAs made them", spi, keys)
				}
				for _, x := range all {
					for s := range x.SAs() {
						if !s.InUse() {
							t.Errorf("SPI %x, keys %v: %x is not in use", spi, keys, s.SPI)
						}
					}
				}
			}
		}
	}
}

// The child of one of two clients is known, and the other has chosen its SPI.
func TestSameSPI(t *testing.T) {
	first, second := ikeSA(1, addrA, addrB, 0), ikeSA(2, addrA, addrB, 1)
	first.Now = [2]netip.AddrPort{netip.AddrPortFrom(addrA, 1025), netip.AddrPortFrom(addrB, 4500)}
	second.Now = [2]netip.AddrPort{netip.AddrPortFrom(addrA, 4500), netip.AddrPortFrom(addrB, 4500)}
	c := child(first, ike.Initiator, [2]uint32{0xa1, 0xb1}, [2]ike.Selector{netA, netB})
	for _, order := range [][2]uint16{{1025, 4500}, {4500, 1025}} { // who sends first
		var sas []*esp.SA
		for i, port := range order {
			s := withPorts(espSA(0xb1, addrA, addrB, 2+i), port, 4500)
			s.Sequence.First, s.Sequence.Last = 1, 9
			sas = append(sas, s)
		}
		all := find(sas, first, second)
		if len(all) != 2 {
			t.Fatalf("%v: %d tunnels", order, len(all))
		}
		for i, port := range order {
			s := all[i].Outbound[0]
			if known := s.Child == c; known != (port == 1025) || !s.InUse() || (all[i].IKE == first) != known {
				t.Errorf("%v: that of port %d has child %v, of IKE SA %d", order, port, s.Child, all[i].IKE.ID)
			}
		}
	}
}

// SAs that carry traffic side by side are all in use. Traffic that goes over from one
// to another has replaced it, as far as can be guessed.
func TestSideBySide(t *testing.T) {
	spell := func(s *esp.SA, last int) *esp.SA { s.Last = at(last); return s }
	all := find([]*esp.SA{
		spell(espSA(1, addrA, addrB, 1), 50), spell(espSA(2, addrA, addrB, 2), 51), // rekeyed, each by one
		spell(espSA(3, addrA, addrB, 50), 99), spell(espSA(4, addrA, addrB, 51), 99),
	})
	if len(all) != 1 {
		t.Fatalf("%d tunnels", len(all))
	}
	out := all[0].Outbound
	for i, next := range []*tunnel.SA{out[2], out[3], nil, nil} {
		if out[i].Next != next || out[i].InUse() != (next == nil) || out[i].Guessed != (next != nil) {
			t.Errorf("SA %x is replaced by %v", out[i].SPI, out[i].Next)
		}
	}
}

// A peer that changes its address, by MOBIKE or a NAT, goes on with its SAs.
func TestMoved(t *testing.T) {
	s := ikeSA(1, addrC, addrB, 0) // where it is now
	c := child(s, ike.Initiator, [2]uint32{0xa1, 0xb1}, [2]ike.Selector{netA, netB})
	for _, negotiations := range [][]*ike.SA{{s}, nil} {
		sas := []*esp.SA{
			espSA(0xb1, addrA, addrB, 1), espSA(0xa1, addrB, addrA, 2), espSA(0xb1, addrC, addrB, 20), espSA(0xa1, addrB, addrC, 21),
		}
		for i, x := range sas {
			x.Sequence.First, x.Sequence.Last = uint32(1+10*(i/2)), uint32(9+10*(i/2))
		}
		all := find(sas, negotiations...)
		if len(all) != 1 {
			t.Fatalf("%d tunnels", len(all))
		}
		check(t, all[0], addrC, addrB, []uint32{0xb1}, []uint32{0xa1})
		if out := all[0].Outbound[0]; out.Packets != 2 || out.Last != at(30) || out.Src != addrC || !out.InUse() || negotiations != nil && out.Child != c {
			t.Errorf("%+v", out)
		}
	}
}

// A NAT that gives a client another port makes no tunnel of its own, though IKE was not
// heard from there.
func TestRebound(t *testing.T) {
	s := ikeSA(1, addrA, addrB, 0)
	s.Now = [2]netip.AddrPort{netip.AddrPortFrom(addrA, 1025), netip.AddrPortFrom(addrB, 4500)}
	var sas []*esp.SA
	for i, port := range []uint16{1025, 2000} {
		out, in := withPorts(espSA(0xb1, addrA, addrB, 1+20*i), port, 4500), withPorts(espSA(0xa1, addrB, addrA, 2+20*i), 4500, port)
		for _, x := range []*esp.SA{out, in} {
			x.Sequence.First, x.Sequence.Last = uint32(1+10*i), uint32(9+10*i)
			sas = append(sas, x)
		}
	}
	all := find(sas, s)
	if len(all) != 1 || all[0].IKE != s {
		t.Fatalf("%d tunnels, the first of %v", len(all), all[0].IKE)
	}
	check(t, all[0], addrA, addrB, []uint32{0xb1}, []uint32{0xa1})
}

// New SAs after a move are of the same tunnel, also where nothing is decrypted.
func TestRekeyedAfterMove(t *testing.T) {
	s := ikeSA(1, addrC, addrB, 0)
	s.Peers = [2]netip.AddrPort{netip.AddrPortFrom(addrA, 500), netip.AddrPortFrom(addrB, 500)}
	s.Moves = []ike.Move{{Time: at(15), Role: ike.Initiator, From: netip.AddrPortFrom(addrA, 4500), To: netip.AddrPortFrom(addrC, 4500)}}
	all := find([]*esp.SA{espSA(0xb1, addrA, addrB, 1), espSA(0xa1, addrB, addrA, 1), espSA(0xb2, addrC, addrB, 20), espSA(0xa2, addrB, addrC, 21)}, s)
	if len(all) != 1 {
		t.Fatalf("%d tunnels", len(all))
	}
	check(t, all[0], addrC, addrB, []uint32{0xb1, 0xb2}, []uint32{0xa1, 0xa2})
	if old := all[0].Outbound[0]; old.Next != all[0].Outbound[1] || !old.Guessed {
		t.Errorf("%+v", old)
	}
}

// SAs of which the child is not known end with their IKE SA, or its successor: RFC
// 7296, section 1.4.1. Those of IKEv1, and those that go on, do not.
func TestClosedWithIKE(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s, next *ike.SA)
		inUse  bool
	}{
		"it is there":        {func(*ike.SA, *ike.SA) {}, true},
		"deleted":            {func(s, _ *ike.SA) { s.Deleted = at(12) }, false},
		"before its packets": {func(s, _ *ike.SA) { s.Deleted = at(5) }, true},
		"IKEv1":              {func(s, _ *ike.SA) { s.Version, s.Deleted = 1, at(12) }, true},
		"lost":               {func(s, _ *ike.SA) { s.Failure = ike.Failure{Kind: ike.PeerLost, Time: at(12)} }, false},
		"replaced":           {func(s, next *ike.SA) { s.ReplacedBy, s.Deleted = next, at(12) }, true},
		"both":               {func(s, next *ike.SA) { s.ReplacedBy, s.Deleted, next.Deleted = next, at(12), at(13) }, false},
	} {
		s, next := ikeSA(1, addrA, addrB, 0), ikeSA(2, addrA, addrB, 11)
		c.change(s, next)
		sa := find([]*esp.SA{espSA(1, addrA, addrB, 1)}, s, next)[0].Outbound[0]
		if sa.InUse() != c.inUse || sa.Deleted().IsZero() != c.inUse {
			t.Errorf("%s: in use %v, deleted %v", name, sa.InUse(), sa.Deleted())
		}
	}
}

// The networks of a tunnel hold what was seen in both directions.
func TestInnerNetworks(t *testing.T) {
	out, in := espSA(2, addrA, addrB, 1), espSA(1, addrB, addrA, 2)
	out.Inside = &esp.Inner{Src: netip.MustParsePrefix("10.0.0.1/32"), Dst: netip.MustParsePrefix("10.9.0.0/24"), Tunnel: true}
	in.Inside = &esp.Inner{Src: netip.MustParsePrefix("10.9.1.0/24"), Dst: netip.MustParsePrefix("10.0.0.2/32"), Tunnel: true}
	local, remote := find([]*esp.SA{out, in})[0].InnerNetworks()
	if local.String() != "10.0.0.0/30" || remote.String() != "10.9.0.0/23" {
		t.Errorf("%v, %v", local, remote)
	}
}

// Many peers cost as much each as few do.
func BenchmarkFind(b *testing.B) {
	var sas []*esp.SA
	var negotiations []*ike.SA
	for i := range 4000 {
		peer := netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
		sas = append(sas, espSA(uint32(2*i+1), addrA, peer, i), espSA(uint32(2*i+2), peer, addrA, i))
		negotiations = append(negotiations, ikeSA(uint64(i), addrA, peer, i))
	}
	for b.Loop() {
		if n := len(find(sas, negotiations...)); n != 4000 {
			b.Fatalf("%d tunnels", n)
		}
	}
}

// identsOf is the traffic behind the local and the remote peer of t.
func identsOf(t *tunnel.Tunnel) [2]ike.Selector {
	local, remote := t.Idents()
	return [2]ike.Selector{local, remote}
}
