package cdp_test

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

func newCDP() dissect.Message { return new(cdp.Packet) }

// seeds are what devices sent and, from every-tlv on, packets put together by
// hand for the TLVs that those lack.
func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{"switch", "router", "access-point", "linux", "every-tlv", "gateway", "energywise", "port-id-short"} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

func TestCDP(t *testing.T) { dissecttest.Run(t, newCDP, append(seeds(t), generatedSeeds()...)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newCDP, seeds(t)...)
}

func FuzzCDP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: append(seeds(f), generatedSeeds()...)}, newCDP)
}

func decode(t testing.TB, data []byte) (*cdp.Packet, *field.Decoder, error) {
	t.Helper()
	var p cdp.Packet
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
	return &p, &d, p.Decode(&d)
}

// The values are those that the bytes were put together from, and tshark's.
func TestEveryTLV(t *testing.T) {
	p, _, err := decode(t, dissecttest.Load(t, "every-tlv"))
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	check("version", p.Version, uint8(2))
	check("TTL", p.TTL, uint8(180))
	check("checksum", p.Sum, cdp.SumGood)
	check("device ID", string(p.DeviceID), "R1")
	check("port ID", string(p.PortID), "Fa0/0")
	check("VTP domain", string(p.VTPDomain), "LAB")
	check("native VLAN", p.NativeVLAN, uint16(5))
	check("duplex", p.FullDuplex, true)
	check("voice VLAN", p.VoiceReply, cdp.Voice{Appliance: 1, VLAN: 100})
	check("power", p.PowerDraw, uint16(6300))
	check("MTU", p.MTU, uint32(1500))
	check("system name", string(p.SystemName), "sys")
	check("system OID", hex.EncodeToString(p.SystemOID), "06082b0601040109052d")
	check("location", string(p.Location), "Room 1")
	check("platform is missing", p.Has(cdp.Platform), false)
	check("VLAN is there", p.Has(cdp.NativeVLAN), true)
	if want := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("2001:db8::1")}; !slices.Equal(p.Addresses, want) {
		t.Errorf("addresses: %v", p.Addresses)
	}
	if want := []netip.Addr{netip.MustParseAddr("1.2.3.4")}; !slices.Equal(p.Management, want) {
		t.Errorf("management addresses: %v", p.Management)
	}
	if want := []netip.Prefix{netip.MustParsePrefix("10.1.2.0/24"), netip.MustParsePrefix("172.16.0.0/16")}; !slices.Equal(p.Prefixes, want) {
		t.Errorf("prefixes: %v", p.Prefixes)
	}
}

// tshark's texts for the same bytes.
func TestInfo(t *testing.T) {
	const device = "0001 0006 5231"
	tests := []struct{ name, hex, info string }{
		{"no TLV", "02b4 0000", ""},
		{"device alone", "02b4 0000" + device, "Device ID: R1  "},
		{"both", "02b4 0000" + device + "0003 0009 4661302f30", "Device ID: R1  Port ID: Fa0/0  "},
		{"empty device", "02b4 0000 0001 0004 0003 0009 4661302f30", "Device ID:   Port ID: Fa0/0  "},
		{"port first", "02b4 0000 0003 0009 4661302f30" + device, "Port ID: Fa0/0  Device ID: R1  "},
		{"zero byte", "02b4 0000 0001 0008 52003031 0003 0007 476900", "Device ID: R  Port ID: Gi  "},
		{"line feed", "02b4 0000 0001 0007 520a31", `Device ID: R\n1  `},
	}
	for _, tt := range tests {
		p, _, err := decode(t, dissecttest.Hex(tt.hex))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if info := string(p.AppendSummary(nil, nil)); info != tt.info {
			t.Errorf("%s: %q, want %q", tt.name, info, tt.info)
		}
	}
}

// tshark finds these correct. Cisco adds the last byte of an
// odd length with its sign.
func TestChecksum(t *testing.T) {
	for _, good := range []string{
		"02b434f2000100065231000300094661302f85",
		"02b434f7000100065231000300094661302f80",
		"02b43478000100065231000300094661302fff",
		"02b433f8000100065231000300094661302f7f",
		"00b4ad13000100065231",
	} {
		b := dissecttest.Hex(good)
		if p, _, _ := decode(t, b); p.Sum != cdp.SumGood {
			t.Errorf("%s is not good", good)
		}
		b[3] ^= 1
		if p, _, _ := decode(t, b); p.Sum != cdp.SumBad {
			t.Errorf("%x is not bad", b)
		}
	}
}

// A length that does not count a TLV's own header ends the TLVs; the rest goes
// on as bytes without a protocol.
func TestTLVTooShort(t *testing.T) {
	p, d, err := decode(t, dissecttest.Hex("02b4 0000 0001 0006 5231 0006 0003 616263 0003 0009 4661302f30"))
	if err != nil || len(d.Notes()) != 1 || string(p.DeviceID) != "R1" || p.PortID != nil {
		t.Errorf("%v, notes %v, %+v", err, d.Notes(), p)
	}
	if s, ok := d.TakePayload(); !ok || s.Off != 14 {
		t.Errorf("payload at %d", s.Off)
	}
}

// The length of a Port ID may leave three bytes out.
func TestPortIDShort(t *testing.T) {
	p, _, err := decode(t, dissecttest.Load(t, "port-id-short"))
	if err != nil || string(p.PortID) != "FastEthernet0/1" || p.Capabilities != cdp.CapIGMP|cdp.CapSwitch {
		t.Errorf("%v, %q, %#x", err, p.PortID, p.Capabilities)
	}
}

func BenchmarkSwitch(b *testing.B) {
	data := dissecttest.Load(b, "switch")
	var p cdp.Packet
	var d field.Decoder
	var out []byte
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
		_ = p.Decode(&d)
		out = p.AppendSummary(out[:0], nil)
	}
}
