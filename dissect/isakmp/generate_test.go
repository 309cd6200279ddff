package isakmp_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

// A generated is a message that was put together to reach fields of ISAKMP. It
// is a seed of the conformance kit and of the fuzz target, and our detail of it
// is held against tshark's.
type generated struct {
	name string
	port uint16 // of both sides
	data []byte
	ours string // why tshark is not asked, if it is not
}

// generate returns all messages: generateV1 those of IKEv1 and GDOI,
// generateV2 those of IKEv2.
func generate() []generated { return append(generateV1(), generateV2()...) }

// generatedSeeds are the messages as the conformance kit takes them.
func generatedSeeds() (list []dissecttest.Seed) {
	for _, g := range generate() {
		env := field.Env{SrcPort: g.port, DstPort: g.port}
		list = append(list, dissecttest.Seed{Name: g.name, Bytes: g.data, Env: env})
	}
	return list
}

// A part is one payload: its type and what stands behind the generic header.
type part struct {
	typ  byte
	body []byte
}

// payload is a part from the fields of its body.
func payload(typ byte, fields ...any) part { return part{typ, wire(fields...)} }

// message is the header with a chain of payloads behind it.
func message(version, exchange, flags byte, id uint32, parts ...part) []byte {
	body := chain(parts...)
	next := byte(0)
	if len(parts) > 0 {
		next = parts[0].typ
	}
	return wire("\xa1\xb2\xc3\xd4\xe5\xf6\x07\x08", "\x11\x12\x13\x14\x15\x16\x17\x18",
		next, version, exchange, flags, id, uint32(28+len(body)), body)
}

// chain is payloads, one behind the other, each with the generic header.
func chain(parts ...part) (b []byte) {
	for i, p := range parts {
		next := byte(0)
		if i+1 < len(parts) {
			next = parts[i+1].typ
		}
		b = append(b, wire(next, byte(0), uint16(4+len(p.body)), p.body)...)
	}
	return b
}

// wire is its arguments one behind the other, the most significant byte first:
// integers by their width, strings as they are, and int for a single byte.
func wire(fields ...any) (b []byte) {
	for _, f := range fields {
		switch f := f.(type) {
		case int:
			b = append(b, byte(f))
		case byte:
			b = append(b, f)
		case uint16:
			b = binary.BigEndian.AppendUint16(b, f)
		case uint32:
			b = binary.BigEndian.AppendUint32(b, f)
		case uint64:
			b = binary.BigEndian.AppendUint64(b, f)
		case string:
			b = append(b, f...)
		case []byte:
			b = append(b, f...)
		default:
			panic(fmt.Sprintf("wire: %T", f))
		}
	}
	return b
}

// tv and tlv are the two forms of an attribute: RFC 2408, section 3.3.
func tv(typ, value uint16) []byte { return wire(typ|0x8000, value) }

func tlv(typ uint16, value ...any) []byte {
	v := wire(value...)
	return wire(typ, uint16(len(v)), v)
}

// A prop is a proposal: RFC 2408, section 3.5, and RFC 7296, section 3.3.1.
func prop(number, protocol byte, spi string, transforms ...part) part {
	return payload(2, number, protocol, byte(len(spi)), byte(len(transforms)), spi, chain(transforms...))
}

// fixture is a capture of the messages of IKEv1 and GDOI, for use by other programs.
const fixture = "../../fixtures/pcaps/21-ikev1-payloads.pcap"

func TestFixture(t *testing.T) {
	want := pcap(generateV1())
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(fixture, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(fixture); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not what is made here: %v", err)
	}
}
