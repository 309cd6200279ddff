package lldp_test

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
)

func newLLDP() dissect.Message { return new(lldp.Packet) }

func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{"switch", "phone", "every-tlv", "withdrawn", "power", "locations"} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

func TestLLDP(t *testing.T) { dissecttest.Run(t, newLLDP, seeds(t)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newLLDP, seeds(t)...)
}

func FuzzLLDP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newLLDP)
}

func decode(data []byte) (*lldp.Packet, *field.Decoder, error) {
	var p lldp.Packet
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
	return &p, &d, p.Decode(&d)
}

var private = cmpopts.IgnoreUnexported(lldp.Packet{})

// The values are those that the bytes were put together from.
func TestSwitch(t *testing.T) {
	p, _, err := decode(dissecttest.Load(t, "switch"))
	if err != nil {
		t.Fatal(err)
	}
	mac := []byte{0x00, 0x19, 0x06, 0xea, 0xb8, 0x80}
	want := &lldp.Packet{
		Chassis:           lldp.ID{Kind: lldp.MACAddress, Subtype: 4, Value: mac},
		Port:              lldp.ID{Kind: lldp.InterfaceName, Subtype: 5, Value: []byte("Gi0/1")},
		TTL:               120,
		PortDescription:   []byte("GigabitEthernet0/1"),
		SystemName:        []byte("SW1.lab.local"),
		SystemDescription: []byte("Cisco IOS Software, C2960 Software\nCompiled Thu"),
		Capabilities:      lldp.CapBridge | lldp.CapRouter,
		Enabled:           lldp.CapBridge,
		Management: []lldp.Management{{
			Addr: netip.MustParseAddr("10.0.0.1"), Family: 1, Bytes: []byte{10, 0, 0, 1}, Interface: 7, Numbered: lldp.InterfaceIndex,
		}},
		PortVLAN:     5,
		VLANs:        []lldp.VLAN{{ID: 5, Name: []byte("data")}, {ID: 10, Name: []byte("voice")}},
		PHY:          lldp.PHY{Negotiation: 3, Advertised: 0x6c01, MAU: 30},
		MaxFrameSize: 1522,
	}
	if diff := cmp.Diff(want, p, private, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !p.HasPortVLAN() || !p.HasPHY() || !p.HasMaxFrameSize() || p.HasMedia() || p.HasPower() || !p.Has(lldp.SystemName) {
		t.Error("what is there is told wrongly")
	}
	if a, ok := p.Chassis.MAC(); !ok || a != [6]byte(mac) {
		t.Errorf("MAC address: %x, %v", a, ok)
	}
}

func TestPhone(t *testing.T) {
	p, _, err := decode(dissecttest.Load(t, "phone"))
	if err != nil {
		t.Fatal(err)
	}
	want := lldp.Media{
		Capabilities: 0x33,
		Class:        3,
		Policies: []lldp.Policy{
			{Application: 1, Tagged: true, VLAN: 50, Priority: 1, DSCP: 46},
			{Application: 2, Unknown: true},
		},
		Power:        lldp.MediaPower{Type: 0x51, Value: 65},
		Locations:    []lldp.Location{{Kind: lldp.LocationELIN, Value: []byte("911")}, {Kind: lldp.LocationCivic, What: 1, Country: []byte("FR"), Value: []byte("\x01\x02ab")}},
		Hardware:     []byte("4"),
		Firmware:     []byte("tnp62.8-5"),
		Software:     []byte("SCCP42.9-2"),
		Serial:       []byte("FCH1234W5XY"),
		Manufacturer: []byte("Cisco"),
		Model:        []byte("CP-7962G"),
		Asset:        []byte("A-17"),
	}
	if diff := cmp.Diff(want, p.Media); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := p.Chassis.Addr(); got != netip.MustParseAddr("10.1.2.3") {
		t.Errorf("chassis %v", got)
	}
}

// tshark's Info columns for the same bytes.
func TestInfo(t *testing.T) {
	const (
		chassis = "0207 04 000102030405"
		port    = "0406 05 4769302f31"
		ttl     = "0602 0078"
		end     = "0000"
	)
	tests := []struct{ name, hex, info string }{
		{"three", chassis + port + ttl + end, "MA/00:01:02:03:04:05 IN/Gi0/1 120 "},
		{"name and description", chassis + port + ttl + "0a02 6e6d 0c03 610a62" + end, `MA/00:01:02:03:04:05 IN/Gi0/1 120 SysN=nm SysD=a\nb `},
		{"names twice", chassis + port + ttl + "0a02 6e6d 0c01 61 0a02 6e6e 0c01 62" + end, "MA/00:01:02:03:04:05 IN/Gi0/1 120 SysN=nm SysD=a SysN=nn SysD=b "},
		{"end with a byte", chassis + port + ttl + "0001 78", "MA/00:01:02:03:04:05 IN/Gi0/1 120 [Malformed Packet: End of LLDPDU at byte 23]"},
		{"no end", chassis + port + ttl + "0a02 6e6d", "MA/00:01:02:03:04:05 IN/Gi0/1 120 SysN=nm "},
		{"component", "0204 01 616263" + port + ttl + end, "CC/abc IN/Gi0/1 120 "},
		{"port component", chassis + "0403 02 6162" + ttl + end, "MA/00:01:02:03:04:05 PC/6162 120 "},
		{"IPv4", "0206 05 01 0a000001" + port + ttl + end, "NA/10.0.0.1 IN/Gi0/1 120 "},
		{"IPv6", "0212 05 02 00000000000000000000000000000001" + port + ttl + end, "NA/::1 IN/Gi0/1 120 "},
		{"NSAP", "0205 05 03 010203" + port + ttl + end, "NA/010203 IN/Gi0/1 120 "},
		{"circuit", chassis + "0404 06 6c6f63" + ttl + end, "MA/00:01:02:03:04:05 AC/loc 120 "},
		{"local", "0204 07 6c6f63" + port + ttl + end, "LA/loc IN/Gi0/1 120 "},
		{"reserved", "0204 63 6c6f63" + port + ttl + end, "Rs/Reserved IN/Gi0/1 120 "},
		{"withdrawn", "0204 07 6c6f63" + port + "06020000" + end, "LA/loc IN/Gi0/1 0 (Shutdown LLDPDU) "},
		{"text ends at a zero", chassis + "0404 07 006f63" + ttl + end, "MA/00:01:02:03:04:05 LA/ 120 "},
		{"chassis too short", "0204 04 616263" + port + ttl + end, "Invalid Chassis ID TLV"},
		{"IPv4 too short", "0204 05 01 0102" + port + ttl + end, "Invalid Chassis ID TLV"},
		{"port is empty", chassis + "0401 05" + ttl + end, "Invalid Port ID TLV"},
		{"port before chassis", port + chassis + ttl + end, "Invalid Chassis ID TLV"},
		{"no port", chassis + ttl + end, "Invalid Port ID TLV"},
		{"no TTL", chassis + port + "0a02 6e6d" + end, "Invalid Time-to-Live TLV"},
		{"TTL twice", chassis + port + ttl + ttl + end, "Duplicate Time-To-Live TLV"},
		{"chassis twice", chassis + port + ttl + chassis + end, "Duplicate Chassis ID TLV"},
	}
	for _, tt := range tests {
		p, _, err := decode(dissecttest.Hex(tt.hex))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if info := string(p.AppendSummary(nil, nil)); info != tt.info {
			t.Errorf("%s: %q, want %q", tt.name, info, tt.info)
		}
	}
}

// One of the three TLVs that come first is missing: tshark shows what there is, and
// [Malformed Packet].
func TestMissing(t *testing.T) {
	const chassis, port = "0207 04 000102030405", "0406 05 4769302f31"
	for hex, info := range map[string]string{
		chassis:        "MA/00:01:02:03:04:05 ",
		chassis + port: "MA/00:01:02:03:04:05 IN/Gi0/1 ",
	} {
		p, _, err := decode(dissecttest.Hex(hex))
		if got := string(p.AppendSummary(nil, nil)); got != info || !errors.Is(err, field.ErrMalformed) {
			t.Errorf("%q, %v; want %q", got, err, info)
		}
	}
}

// What is behind the end belongs to the layer below.
func TestEnd(t *testing.T) {
	data := append(dissecttest.Load(t, "withdrawn"), "padding"...)
	_, d, err := decode(data)
	if err != nil || d.Off() != len(data)-len("padding") {
		t.Errorf("ends at byte %d, %v", d.Off(), err)
	}
}

// A TLV that is too short for its value costs that value, and no other.
func TestFaults(t *testing.T) {
	p, d, err := decode(dissecttest.Hex("0207 04 000102030405 0406 05 4769302f31 0602 0078 0e03 001400 0a02 6e6d fe05 0080c2 01 00 0000"))
	if err != nil || p.Faults != 2 || string(p.SystemName) != "nm" || p.HasPortVLAN() {
		t.Errorf("%v, %d faults, %+v", err, p.Faults, p)
	}
	var at []int
	for _, n := range d.Notes() {
		at = append(at, n.Off)
	}
	if diff := cmp.Diff([]int{25, 36}, at); diff != "" {
		t.Errorf("offsets of the faults, -want +got:\n%s", diff)
	}
}

func BenchmarkSwitch(b *testing.B) {
	data := dissecttest.Load(b, "switch")
	var p lldp.Packet
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

// The example of RFC 3825, section 2.1.1 of its appendix: the White House, 15 metres up.
func TestCoordinates(t *testing.T) {
	l := lldp.Location{Kind: lldp.LocationCoordinates, Value: dissecttest.Hex("484dcc1fc8 4b65ecf031 178000 0f00 01")}
	c, ok := l.Coordinates()
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-5 }
	if !ok || !near(c.Latitude, 38.89868) || !near(c.Longitude, -77.03723) || c.Altitude != 15 || c.AltitudeType != 1 ||
		c.LatitudeBits != 18 || c.LongitudeBits != 18 || c.AltitudeBits != 30 || lldp.DatumName(c.Datum) != "WGS84" {
		t.Errorf("%+v, %v", c, ok)
	}
	l.Value = l.Value[:15]
	if _, ok := l.Coordinates(); ok {
		t.Error("15 bytes are coordinates")
	}
}

// A civic address ends where an element is longer than what is left.
func TestCivic(t *testing.T) {
	l := lldp.Location{Kind: lldp.LocationCivic, Value: []byte("\x06\x03abc\x13\x00\x18\x05cut")}
	got := ""
	for number, text := range l.Civic {
		got += fmt.Sprintf("%s=%s;", lldp.CivicName(number), text)
	}
	if got != "Street=abc;House number=;" {
		t.Error(got)
	}
}
