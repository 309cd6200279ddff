package tunnel_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Many children may have one SPI: each SA is of the one whose receiver it goes to.
func TestManyChildrenOfOneSPI(t *testing.T) {
	var negotiations []*ike.SA
	var sas []*esp.SA
	peer := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}) }
	for i := range 30 {
		s := ikeSA(uint64(i+1), addrA, peer(i), i)
		child(s, ike.Initiator, [2]uint32{uint32(1000 + i), 7}, [2]ike.Selector{netA, netB})
		negotiations = append(negotiations, s)
		sas = append(sas, espSA(7, addrA, peer(i), 100+100*i))
	}
	for i, got := range find(sas, negotiations...) {
		if got.IKE != negotiations[i] || len(got.Outbound) != 1 || got.Outbound[0].Child != negotiations[i].Children[0] {
			t.Errorf("tunnel %d is of another IKE SA, or of no child", i)
		}
	}
}

// Two peers have a tunnel for each pair of selectors; an SA with the same ones, in
// whatever order, is of that tunnel.
func TestManyTunnelsOfOnePair(t *testing.T) {
	s := ikeSA(1, addrA, addrB, 0)
	var sas []*esp.SA
	const n = 30
	for i := range 2 * n {
		net := network(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(100 + i%n), 0, 0}), 16).String())
		c := child(s, ike.Initiator, [2]uint32{uint32(1000 + i), uint32(2000 + i)}, [2]ike.Selector{netA, net})
		c.Selectors[1] = []ike.Selector{net, netC}
		if i >= n {
			c.Selectors[1] = []ike.Selector{netC, net}
		}
		sas = append(sas, espSA(uint32(2000+i), addrA, addrB, 10+i))
	}
	all := find(sas, s)
	if len(all) != n {
		t.Fatalf("%d tunnels, want %d", len(all), n)
	}
	for i, got := range all {
		check(t, got, addrA, addrB, []uint32{uint32(2000 + i), uint32(2000 + n + i)}, nil)
	}
}

// Of SAs one after the other, each replaces the last; SAs side by side replace none.
func TestManyReplacements(t *testing.T) {
	var after, beside []*esp.SA
	for i := range 50 {
		after = append(after, espSA(uint32(i+1), addrA, addrB, 20*i))
		s := espSA(uint32(i+1), addrA, addrB, i)
		s.Last = at(1000)
		beside = append(beside, s)
	}
	list := find(after)[0].Outbound
	for i, s := range list {
		if i < len(list)-1 && s.Next != list[i+1] || i == len(list)-1 && s.Next != nil {
			t.Errorf("SA %d is not replaced by the next", i)
		}
	}
	for i, s := range find(beside)[0].Outbound {
		if s.Next != nil {
			t.Errorf("SA %d, beside others, is replaced", i)
		}
	}
}
