package cdp_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
)

// needs is how many bytes the value of a TLV cannot do without: one less and it
// is malformed. Texts, bytes and lists that may be empty need none.
var needs = map[cdp.TLVType]int{
	cdp.Addresses: 4, cdp.Capabilities: 4, cdp.ProtocolHello: 32, cdp.NativeVLAN: 2, cdp.Duplex: 1, cdp.VoiceReply: 3,
	cdp.VoiceQuery: 3, cdp.PowerDraw: 2, cdp.MTU: 4, cdp.TrustBitmap: 1, cdp.UntrustedCoS: 1, cdp.Management: 4,
	cdp.Location: 1, cdp.PowerRequest: 4, cdp.PowerAvailable: 4, cdp.EnergyWise: 72, cdp.SparePoE: 1, cdp.IPPrefix: 5,
}

// whole is a value of a TLV that is long enough for its type.
func whole(typ cdp.TLVType) []byte {
	if typ == cdp.ProtocolHello {
		return wire("\x00\x00\x0c", uint16(cdp.HelloCluster), make([]byte, 27))
	}
	return make([]byte, max(needs[typ], 1))
}

// types are those that have a name.
func types() (list []cdp.TLVType) {
	for t := range cdp.TLVType(0x1100) {
		if t.String() != "" {
			list = append(list, t)
		}
	}
	return list
}

// faults decodes data with a tree and returns the lines about TLVs, with the
// byte that each is about.
func faults(t *testing.T, data []byte) (p *cdp.Packet, lines []string) {
	t.Helper()
	p = new(cdp.Packet)
	var tree field.Tree
	tree.Reset(data)
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
	err := p.Decode(&d)
	if e, ok := err.(*field.Error); err != nil && (!ok || len(data)-e.Off > 3) {
		t.Errorf("%x: %v", data, err) // what is no TLV is three bytes at most
	}
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Def.Name == "pktscope.cdp.fault" {
			lines = append(lines, fmt.Sprintf("%d %s", n.Off, tree.AppendLabel(nil, i)))
		}
	}
	if len(lines) != p.Faults {
		t.Errorf("%x: %d faults, %d lines", data, p.Faults, len(lines))
	}
	return p, lines
}

// A TLV whose value is one byte too short is reported with its place; the TLVs
// before and behind it are read.
func TestValueTooShort(t *testing.T) {
	for typ, n := range needs {
		value := whole(typ)[:n-1]
		if typ == cdp.VoiceQuery || typ == cdp.VoiceReply {
			value = value[:1] // two bytes are a form of their own
		}
		if typ == cdp.IPPrefix {
			value = value[:3] // four are a gateway
		}
		p, lines := faults(t, packet(tlv(1, "R1"), tlv(uint16(typ), value), tlv(9, "LAB")))
		const at = 4 + 6
		if p.Faults != 1 || p.First.Type != typ || p.First.Err.Off < at+4 || p.First.Err.Off > at+4+len(value) {
			t.Errorf("%v: %d faults, first %+v", typ, p.Faults, p.First)
			continue
		}
		if !strings.HasPrefix(lines[0], fmt.Sprintf("%d Fault: ", p.First.Err.Off)) || !strings.Contains(lines[0], "malformed") {
			t.Errorf("%v: %q", typ, lines)
		}
		if string(p.DeviceID) != "R1" || string(p.VTPDomain) != "LAB" {
			t.Errorf("%v: device %q, VTP domain %q", typ, p.DeviceID, p.VTPDomain)
		}
	}
}

// A length that does not count a TLV's own header, zero among them, or that
// ends behind the packet is reported at the length's byte, for every type.
func TestLengths(t *testing.T) {
	for _, typ := range types() {
		for _, size := range []int{0, 1, 2, 3, 4 + len(whole(typ)) + 1, 0xffff} {
			broken := wire(uint16(typ), uint16(size), whole(typ))
			p, lines := faults(t, packet(tlv(1, "R1"), broken))
			const at = 4 + 6 + 2
			want := fmt.Sprintf("%d Fault: cdp.tlv.len at byte %d: malformed", at, at)
			if p.Faults != 1 || p.First.Type != typ || p.First.Err.Off != at || lines[0] != want || typ != cdp.DeviceID && string(p.DeviceID) != "R1" {
				t.Errorf("%v of length %d: %d faults, first %+v, %q", typ, size, p.Faults, p.First, lines)
			}
			if info := string(p.AppendSummary(nil, nil)); info != fmt.Sprintf("Device ID: R1  [Malformed Packet: %v at byte %d]", typ, at) {
				t.Errorf("%v of length %d: %q", typ, size, info)
			}
		}
	}
}

// A value that is longer than we know it is no fault; the rest has its place.
func TestValueTooLong(t *testing.T) {
	data := packet(tlv(0x0a, uint16(5), "rest"), tlv(1, "R1"))
	p, lines := faults(t, data)
	if len(lines) != 0 || p.NativeVLAN != 5 || string(p.DeviceID) != "R1" {
		t.Errorf("%q, VLAN %d, device %q", lines, p.NativeVLAN, p.DeviceID)
	}
	var tree field.Tree
	tree.Reset(data)
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
	_ = p.Decode(&d)
	found := false
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Def.Name == "pktscope.cdp.rest" {
			found = n.Off == 10 && bytes.Equal(tree.Bytes(i), []byte("rest"))
		}
	}
	if !found {
		t.Error("the rest has no field")
	}
}

// More addresses are claimed than there can be.
func TestAddressCount(t *testing.T) {
	for _, typ := range []uint16{2, 0x16} {
		p, lines := faults(t, packet(tlv(typ, uint32(0xffffffff), "\x01\x01\xcc\x00\x04\x0a\x00\x00\x01"), tlv(1, "R1")))
		if n := len(p.Addresses) + len(p.Management); n != 1 || p.Faults != 1 || string(p.DeviceID) != "R1" {
			t.Errorf("%d addresses, %d faults, device %q", n, p.Faults, p.DeviceID)
		}
		if want := "8 Fault: cdp.number_of_addresses at byte 8: malformed"; len(lines) != 1 || lines[0] != want {
			t.Errorf("%q, want %q", lines, want)
		}
	}
}

// Ten thousand broken TLVs are counted, each has its line, and reading them
// takes no memory.
func TestManyFaults(t *testing.T) {
	const n = 10000
	data := packet(bytes.Repeat(tlv(0x0a, "\x00"), n))
	p, lines := faults(t, data)
	if p.Faults != n || len(lines) != n {
		t.Fatalf("%d faults, %d lines, want %d", p.Faults, len(lines), n)
	}
	if want := fmt.Sprintf("%d Fault: cdp.native_vlan at byte %[1]d: malformed: need 2 bytes, have 1", 8+5*(n-1)); lines[n-1] != want {
		t.Errorf("%q, want %q", lines[n-1], want)
	}
	if info := string(p.AppendSummary(nil, nil)); info != "[Malformed Packet: Native VLAN at byte 8, and 9999 more]" {
		t.Errorf("%q", info)
	}
	constant(t, data)
}

// What is kept of a list is bounded, whatever the packet holds.
func TestManyElements(t *testing.T) {
	const n = 10000
	lists := wire(
		tlv(2, uint32(6000), bytes.Repeat([]byte("\x01\x01\xcc\x00\x04\x0a\x00\x00\x01"), 3000), bytes.Repeat([]byte("\x01\x01\x81\x00\x01\x47"), 3000)),
		tlv(7, bytes.Repeat([]byte("\x0a\x00\x00\x00\x08"), n)),
		tlv(0x19, make([]byte, 4+4*n)),
	)
	data := wire(uint32(0x02b40000), lists)
	p, _, err := decode(t, data)
	if err != nil || p.Faults != 0 {
		t.Fatalf("%v, %d faults", err, p.Faults)
	}
	const most = 256
	for what, n := range map[string]int{
		"addresses": len(p.Addresses), "foreign addresses": len(p.Foreign), "prefixes": len(p.Prefixes), "levels": len(p.PowerRequested.Levels),
	} {
		if n != most {
			t.Errorf("%d %s are kept, want %d", n, what, most)
		}
	}
	constant(t, data)
}

// constant checks that a Packet reads data again and again without memory.
func constant(t *testing.T, data []byte) {
	t.Helper()
	var p cdp.Packet
	var d field.Decoder
	read := func() {
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
		_ = p.Decode(&d)
	}
	read()
	if n := testing.AllocsPerRun(5, read); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A packet that is broken at random is decoded to its end, and its faults are counted.
func TestBrokenAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for _, data := range generate() {
		for range 20 {
			b := bytes.Clone(data)
			for range 1 + r.IntN(3) {
				if i := r.IntN(len(b)); i >= 4 {
					b[i] = byte(r.Uint32())
				}
			}
			binary.BigEndian.PutUint16(b[2:], 0)
			binary.BigEndian.PutUint16(b[2:], sumOf(b))
			if p, _ := faults(t, b); p.Sum != cdp.SumGood {
				t.Errorf("%x: the checksum is right", b)
			}
		}
	}
}
