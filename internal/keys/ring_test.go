package keys

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

var (
	site1, site2, nat = netip.MustParseAddr("80.1.0.2"), netip.MustParseAddr("80.2.0.2"), netip.MustParseAddr("10.9.0.2")
	aesKey            = make(crypt.Secret, 16)
)

// same compares lists.
func same[E comparable](t *testing.T, got, want []E) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// names tells what was found by the lines that the records stand on.
func names(found []Candidate) (lines []int, fits []Fit) {
	for _, c := range found {
		lines, fits = append(lines, c.Place.Line), append(fits, c.Fit)
	}
	return lines, fits
}

func TestRingESP(t *testing.T) {
	sa := func(line int, src, dst, spi string, encap Encap) *ESP {
		p, _ := ParseSPI(spi)
		return &ESP{Place: Place{"f", line}, Src: addr(src), Dst: addr(dst), SPI: p, Encap: encap, Encr: ipsec.EncrAESCBC, Key: aesKey}
	}
	r := NewRing(&Set{ESP: []*ESP{
		sa(1, "*", "*", "*", AnyEncap),
		sa(2, "*", "*", "0x12*", AnyEncap),
		sa(3, "*", "*", "0x12345678", AnyEncap),
		sa(4, "*", "80.2.0.2", "0x12345678", Native),
		sa(5, "80.1.0.2", "80.2.0.2", "0x12345678", AnyEncap),
		sa(6, "80.1.0.2", "80.2.0.2", "0x12345678", UDP),
		sa(7, "80.2.0.2", "80.1.0.2", "0x12345678", AnyEncap),
		sa(8, "*", "80.2.*.*", "0x12345678", AnyEncap),
		sa(9, "80.1.0.2", "80.2.0.2", "0x99999999", AnyEncap),
		{Place: Place{"f", 10}, Dst: addr("80.2.0.2"), SPI: SPIOf(0x12345678), IKE: 1, PFSSharedSecret: aesKey}, // not keyed
		sa(11, "*", "*", "0x12345***", AnyEncap),
	}})
	for _, c := range []struct {
		spi      uint32
		src, dst netip.Addr
		encap    Encap
		lines    []int
		fits     []Fit
	}{
		{0x12345678, site1, site2, UDP, []int{5, 6, 4, 8, 3, 11, 1, 7}, []Fit{Fits, Fits, OtherEncap, Fits, Fits, Fits, Fits, OtherAddr}},
		{0x12345678, site1, site2, AnyEncap, []int{5, 6, 4, 8, 3, 11, 1, 7}, []Fit{Fits, Fits, Fits, Fits, Fits, Fits, Fits, OtherAddr}},
		{0x99999999, nat, site2, Native, []int{1, 9}, []Fit{Fits, OtherAddr}}, // behind a NAT
		{0x12345679, site1, site2, Native, []int{11, 1}, []Fit{Fits, Fits}},
		{0x12, site1, site2, Native, []int{1}, []Fit{Fits}},
		{0x99999999, netip.MustParseAddr("::ffff:80.1.0.2"), site2, Native, []int{9, 1}, []Fit{Fits, Fits}},
	} {
		lines, fits := names(r.AppendESP(nil, c.spi, c.src, c.dst, c.encap))
		same(t, lines, c.lines)
		same(t, fits, c.fits)
	}
	// What is derived later is found like the rest, behind its like; the same
	// once more is left out.
	for line, src := range []string{"80.1.0.2", "*", "80.1.0.2"} {
		e := sa(12+line, src, "80.2.0.2", "0x99999999", AnyEncap)
		e.Key = append(crypt.Secret{byte(line), 1}, aesKey[2:]...)
		r.AddESP(e)
	}
	r.AddESP(sa(15, "80.1.0.2", "80.2.0.2", "0x99999999", AnyEncap))
	lines, _ := names(r.AppendESP(nil, 0x99999999, site1, site2, Native))
	same(t, lines, []int{9, 12, 14, 13, 1})
}

func TestRingIKE(t *testing.T) {
	k := func(line int, version uint8, i, r uint64) *IKE {
		return &IKE{Place: Place{"f", line}, Version: version, InitiatorSPI: i, ResponderSPI: r, SKd: aesKey}
	}
	ring := NewRing(&Set{IKE: []*IKE{k(1, 2, 0, 0), k(2, 2, 7, 0), k(3, 2, 7, 8), k(4, 2, 7, 9), k(5, 1, 7, 8), k(6, 2, 0, 9), k(7, 2, 1, 8)}})
	for _, c := range []struct {
		i, r uint64
		want []int
	}{
		{7, 8, []int{3, 2, 1}},
		{7, 0, []int{2, 3, 4, 1, 6}},
		{7, 9, []int{4, 2, 1, 6}},
		{5, 5, []int{1}},
	} {
		var lines []int
		for _, k := range ring.AppendIKE(nil, 2, c.i, c.r) {
			lines = append(lines, k.Place.Line)
		}
		same(t, lines, c.want)
	}
}

func TestRingPFS(t *testing.T) {
	e := func(line int, ike uint64, id uint32, hasID bool, spi uint32) *ESP {
		e := &ESP{Place: Place{"f", line}, IKE: ike, MessageID: id, HasMessageID: hasID, PFSSharedSecret: aesKey}
		if spi != 0 {
			e.SPI = SPIOf(spi)
		}
		return e
	}
	r := NewRing(&Set{ESP: []*ESP{
		e(1, 7, 1, true, 0), e(2, 7, 2, true, 0), e(3, 8, 1, true, 0), e(4, 0, 0, false, 0x1000), e(5, 7, 0, false, 0x1001), e(6, 8, 0, false, 0x1000),
	}})
	for _, c := range []struct {
		id   uint32
		spis []uint32
		want []int
	}{
		{1, nil, []int{1}}, {3, []uint32{0x1000, 0x1001}, []int{4, 5}}, {2, []uint32{0x1000}, []int{2, 4}}, {9, []uint32{0x2000}, nil},
	} {
		var lines []int
		for _, e := range r.AppendPFS(nil, 7, c.id, c.spis...) {
			lines = append(lines, e.Place.Line)
		}
		same(t, lines, c.want)
	}
}

// manySAs is a ring of n ESP SAs with addresses of their own.
func manySAs(n int) *Ring {
	s := &Set{}
	for i := range n {
		var dst [4]byte
		binary.BigEndian.PutUint32(dst[:], 0x0a000000+uint32(i))
		s.ESP = append(s.ESP, &ESP{SPI: SPIOf(uint32(i) * 40503), Src: AddrOf(site1), Dst: AddrOf(netip.AddrFrom4(dst)), Encr: ipsec.EncrAESCBC, Key: aesKey})
		s.IKE = append(s.IKE, &IKE{Version: 2, InitiatorSPI: uint64(i + 1), ResponderSPI: 5, SKd: aesKey})
	}
	return NewRing(s)
}

func TestRingAllocatesNothing(t *testing.T) {
	r := manySAs(100_000)
	esp, ike := make([]Candidate, 0, 8), make([]*IKE, 0, 8)
	dst := netip.MustParseAddr("10.0.0.77")
	if n := testing.AllocsPerRun(100, func() {
		esp = r.AppendESP(esp[:0], 77*40503, site1, dst, Native)
		ike = r.AppendIKE(ike[:0], 2, 78, 5)
	}); n != 0 {
		t.Errorf("%v allocations a lookup", n)
	}
	if len(esp) != 1 || len(ike) != 1 {
		t.Errorf("found %d and %d, want 1 and 1", len(esp), len(ike))
	}
}

func BenchmarkRingESP(b *testing.B) {
	for _, n := range []int{2, 100_000} {
		b.Run(map[int]string{2: "2", 100_000: "100000"}[n], func(b *testing.B) {
			r := manySAs(n)
			esp := make([]Candidate, 0, 8)
			dst := netip.MustParseAddr("10.0.0.1")
			b.ReportAllocs()
			for b.Loop() {
				esp = r.AppendESP(esp[:0], 40503, site1, dst, Native)
			}
		})
	}
}
