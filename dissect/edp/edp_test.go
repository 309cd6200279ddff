package edp_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/edp"
)

func newEDP() dissect.Message { return new(edp.Packet) }

func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{"switch", "eaps", "esl", "others"} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

func TestEDP(t *testing.T) { dissecttest.Run(t, newEDP, seeds(t)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newEDP, seeds(t)...)
}

func FuzzEDP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newEDP)
}

// The values are those that the bytes were put together from.
func TestSwitch(t *testing.T) {
	b := dissecttest.Load(t, "switch")
	p, err := edp.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	want := &edp.Packet{
		Version: 1, Length: uint16(len(b)), Checksum: p.Checksum, Sum: edp.SumGood, Sequence: 7,
		MAC:  [6]byte{2, 0, 0x5e, 0x10, 0, 1},
		Name: []byte("core-1"),
		Info: edp.Info{Slot: 1, Port: 24, Version: [4]byte{15, 7, 2, 9}, Connections: append([]byte{0xff, 0xff}, make([]byte, 14)...)},
		VLANs: []edp.VLAN{
			{ID: 1, Name: []byte("Default")},
			{ID: 100, Addr: netip.MustParseAddr("192.0.2.1"), Name: []byte("servers")},
		},
		Link: edp.Link{Flags: 0x88, Configured: 3, Actual: 3},
	}
	same := cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
	if diff := cmp.Diff(want, p, cmpopts.IgnoreUnexported(edp.Packet{}), same); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !p.Has(edp.LinkInfo) || !p.Has(edp.Null) || p.Has(edp.EAPS) {
		t.Error("what is there is told wrongly")
	}
}

// packet puts a header before TLVs.
func packet(tlvs string) []byte {
	b := append(dissecttest.Hex("01 00 0000 0000 0007 0000 02005e100001"), dissecttest.Hex(tlvs)...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// tshark's Protocol and Info columns for the same bytes, up to the faults, which it
// does not tell.
func TestColumns(t *testing.T) {
	const (
		null = "99000004"
		name = "99010006 7231"
		esrp = "9908001a 02010005000100020a00000102005e10000100020000"
		elsm = "990f0008 01000102"
		elrp = "990d0008 01020304"
		esl  = "990e0026 0101006400000000 02005e100001 00000000 0202 0001 0000 0000 0000 0000 0000 0000"
	)
	tests := []struct{ name, tlvs, protocol, info string }{
		{"name", name + null, "EDP", "EDP: Display"},
		{"none", "", "EDP", "EDP:"},
		{"VLAN", "99050010 0000 00c8 00000000 00000000" + null, "EDP", "EDP: VL200"},
		{"hello", elsm + null, "EDP", "EDP: ELSM Hello- (#7)"},
		{"other hello", "990f0008 02020102" + null, "EDP", "EDP: ELSM Unknown (0x02) Unknown (0x02) (#7)"},
		{"redundancy", elsm + esrp + name + null, "ESRP", "EDP: ELSM Hello- (#7) ESRP Display"},
		{"shared link", esrp + esl + null, "ESL", "EDP: ESRP ESL ID: 100, MAC: 02:00:5e:10:00:01"},
		{"last one counts", esl + esrp + null, "ESRP", "EDP: ESL ID: 100, MAC: 02:00:5e:10:00:01 ESRP"},
		{"loop detection", elrp + null, "EDP", "EDP: ELRP"},
		{"unknown", "99030004" + null, "EDP", "EDP: [0x03]"},
		{"behind the last", name + null + name, "EDP", "EDP: Display"},
		{"another marker", "98010006 7231" + null, "EDP", "EDP: Display"},
		{"VLAN cut", "99050009 0000 00c8 00" + null, "EDP", "EDP: VL200 [Malformed Packet: VL at byte 24]"},
		{"info cut", "99020006 0000" + name + null, "EDP", "EDP: Info Display [Malformed Packet: Info at byte 22]"},
		{"length of three", name + "99010003", "EDP", "EDP: Display [Malformed Packet: Display at byte 22]"},
		{"length of a hundred", name + "99010064", "EDP", "EDP: Display [Malformed Packet: Display at byte 22]"},
		{"two bytes left", name + "9901", "EDP", "EDP: Display [Malformed Packet: TLV at byte 22]"},
	}
	for _, tt := range tests {
		p, err := edp.Parse(packet(tt.tlvs))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if protocol, info := string(p.AppendProtocol(nil)), string(p.AppendSummary(nil, nil)); protocol != tt.protocol || info != tt.info {
			t.Errorf("%s: %q %q, want %q %q", tt.name, protocol, info, tt.protocol, tt.info)
		}
	}
}

// The checksum is of as many bytes as the packet says to have; tshark 4.6.9 verifies
// these alike.
func TestChecksum(t *testing.T) {
	good := dissecttest.Load(t, "eaps")
	wrong := append([]byte{}, good...)
	wrong[4]++
	long := append([]byte{}, good...)
	long[2] = 0x40
	short := append([]byte{}, good...)
	short[3]--
	for _, tt := range []struct {
		name string
		b    []byte
		want edp.Sum
	}{
		{"good", good, edp.SumGood}, {"behind it", append(good[:len(good):len(good)], "trailer"...), edp.SumGood},
		{"wrong", wrong, edp.SumBad}, {"longer than the frame", long, edp.SumUnverified}, {"shorter", short, edp.SumBad},
	} {
		p, err := edp.Parse(tt.b)
		if err != nil || p.Sum != tt.want {
			t.Errorf("%s: %v, %v; want %v", tt.name, p.Sum, err, tt.want)
		}
	}
}
