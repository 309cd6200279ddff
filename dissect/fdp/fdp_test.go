package fdp_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/fdp"
)

func newFDP() dissect.Message { return new(fdp.Packet) }

func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{"switch", "unknown"} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

func TestFDP(t *testing.T) { dissecttest.Run(t, newFDP, seeds(t)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newFDP, seeds(t)...)
}

func FuzzFDP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newFDP)
}

// The values are those that the bytes were put together from.
func TestSwitch(t *testing.T) {
	p, err := fdp.Parse(dissecttest.Load(t, "switch"))
	if err != nil {
		t.Fatal(err)
	}
	want := &fdp.Packet{
		Version: 1, Holdtime: 180, Checksum: p.Checksum,
		DeviceID: []byte("fgs-access-1"), Interface: []byte("GigabitEthernet0/1/3"), Capabilities: []byte("Switch"),
		SoftwareVersion: []byte("IronWare Version 07.2.02\nCompiled on Mar 3"), Platform: []byte("FGS624P"),
		Addresses:  []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")},
		VLANs:      dissecttest.Hex("0100000000000000000000000300"),
		NativeVLAN: 1, TagType: 0x8100,
	}
	same := cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
	if diff := cmp.Diff(want, p, cmpopts.IgnoreUnexported(fdp.Packet{}), same); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := slices.Collect(p.VLANs.All); !slices.Equal(got, []uint16{1, 97, 98}) {
		t.Errorf("VLANs %v", got)
	}
	if !p.Has(fdp.Tagging) || !p.Has(fdp.Platform) || p.Has(7) {
		t.Error("what is there is told wrongly")
	}
}

// A TLV that cannot be read costs itself, and what is behind it where its length does
// not hold. Wireshark reads the same of these bytes.
func TestFaults(t *testing.T) {
	const name = "0001 0006 7231"
	tests := []struct {
		name, hex, info string
		faults          int
	}{
		{"whole", name, "FDP:", 0},
		{"empty", "", "FDP:", 0},
		{"tag of two bytes", "0102 0006 0001" + name, "FDP: [Malformed Packet: Tagging-Info at byte 10]", 1},
		{"addresses without a number", "0002 000b 01020304050607" + name, "FDP: [Malformed Packet: Net? at byte 15]", 1},
		{"part of an address", "0002 000f 01020304050607 0002 0a00" + name, "FDP:", 0},
		{"length of three", name + "0001 0003", "FDP: [Malformed Packet: DeviceID at byte 10]", 1},
		{"length of a hundred", name + "0003 0064 00", "FDP: [Malformed Packet: Interface at byte 10]", 1},
		{"three bytes left", name + "000100", "FDP: [Malformed Packet: TLV at byte 10]", 1},
		{"two faults", "0102 0005 00" + name + "000100", "FDP: [Malformed Packet: Tagging-Info at byte 8, and 1 more]", 2},
		{"unknown type", "1234 0003" + name, "FDP: [Malformed Packet: Unknown (4660) at byte 4]", 1},
	}
	for _, tt := range tests {
		p, err := fdp.Parse(dissecttest.Hex("01b40000" + tt.hex))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if info := string(p.AppendSummary(nil, nil)); info != tt.info || p.Faults != tt.faults {
			t.Errorf("%s: %q with %d faults, want %q with %d", tt.name, info, p.Faults, tt.info, tt.faults)
		}
	}
}
