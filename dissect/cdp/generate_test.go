package cdp_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"github.com/pktscope/pktscope/dissect/dissecttest"
)

// A maker puts together the value of a TLV.
type maker struct {
	typ   uint16
	value func(r *rand.Rand) []byte
}

// makers reach every field of CDP that Wireshark has, but for those of damage.
var makers = []maker{
	{0x0001, text}, {0x0003, text}, {0x0005, lines}, {0x0006, text}, {0x0009, text}, {0x0014, text},
	{0x0002, addressList}, {0x0016, addressList},
	{0x0004, random(4)},
	{0x0007, func(r *rand.Rand) []byte { return bytesOf(r, 5*r.IntN(4)) }},
	{0x0007, random(4)},
	{0x0008, clusterHello},
	{0x0008, func(r *rand.Rand) []byte { return wire("\x00\x00\x0c", uint16(r.Uint32()), bytesOf(r, 1+r.IntN(20))) }},
	{0x000a, random(2)}, {0x000b, func(r *rand.Rand) []byte { return []byte{byte(r.IntN(2))} }},
	{0x000e, random(3)}, {0x000f, random(3)}, {0x000f, random(2)},
	{0x0010, random(2)}, {0x0011, random(4)}, {0x0012, random(1)}, {0x0013, random(1)},
	{0x0015, func(*rand.Rand) []byte { return []byte("\x06\x08\x2b\x06\x01\x04\x01\x09\x05\x2d") }},
	{0x0017, func(r *rand.Rand) []byte { return wire(byte(r.IntN(256)), text(r)) }},
	{0x0018, text},
	{0x0019, func(r *rand.Rand) []byte { return bytesOf(r, 4+4*r.IntN(5)) }},
	{0x001a, func(r *rand.Rand) []byte { return wire(bytesOf(r, 8), uint32(0xffffffff)) }},
	{0x001b, random(1)},
	{0x001d, energyWise},
	{0x001f, random(1)},
	{0x1000, text}, {0x1001, text}, {0x1002, text}, {0x1003, text}, {0x1006, text}, {0x1007, text}, {0x1008, text},
	{0x1009, text}, {0x100a, text}, {0x100b, text}, {0x100c, text}, {0x100d, text},
	{0x0099, random(7)}, {0x1004, random(3)},
}

// generate returns packets: one with each maker's TLV, many with several, and
// some that are damaged.
func generate() (packets [][]byte) {
	r := rand.New(rand.NewPCG(1994, 7))
	for _, m := range makers {
		packets = append(packets, packet(tlv(1, text(r)), tlv(m.typ, m.value(r))))
	}
	for range 300 {
		var body []byte
		for range r.IntN(12) {
			m := makers[r.IntN(len(makers))]
			body = append(body, tlv(m.typ, m.value(r))...)
		}
		packets = append(packets, packet(body))
	}
	bad := packet(tlv(1, text(r)))
	bad[3] ^= 0x40
	return append(packets, bad,
		packet(tlv(0x1d, energyFixed(r), uint16(8), uint16(1), uint32(7), uint32(4))), // an entry shorter than its head
		packet(tlv(0x1d, energyFixed(r), uint16(0), uint16(0), "left over")),
	)
}

// generatedSeeds are those with a single TLV, for the conformance kit.
func generatedSeeds() (list []dissecttest.Seed) {
	for i, b := range generate()[:len(makers)] {
		list = append(list, dissecttest.Seed{Name: fmt.Sprintf("generated %#04x", makers[i].typ), Bytes: b})
	}
	return list
}

// packet is CDP version 2 of these TLVs, with its checksum.
func packet(parts ...any) []byte {
	b := wire("\x02\xb4\x00\x00", wire(parts...))
	binary.BigEndian.PutUint16(b[2:], sumOf(b))
	return b
}

// sumOf is Cisco's checksum, word by word: the Internet's, but that the last
// byte of an odd length is a word of its own, and one less where it is negative.
func sumOf(b []byte) uint16 {
	sum := 0
	for i := 0; i+1 < len(b); i += 2 {
		sum += int(b[i])<<8 | int(b[i+1])
	}
	if len(b)%2 == 1 {
		last := int(b[len(b)-1])
		if last >= 128 {
			last = 0xff00 + last - 1
		}
		sum += last
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

func tlv(typ uint16, parts ...any) []byte {
	value := wire(parts...)
	return wire(typ, uint16(4+len(value)), value)
}

// wire is its arguments in network order, one behind the other.
func wire(parts ...any) (b []byte) {
	for _, p := range parts {
		switch p := p.(type) {
		case byte:
			b = append(b, p)
		case uint16:
			b = binary.BigEndian.AppendUint16(b, p)
		case uint32:
			b = binary.BigEndian.AppendUint32(b, p)
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func bytesOf(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func random(n int) func(*rand.Rand) []byte {
	return func(r *rand.Rand) []byte { return bytesOf(r, n) }
}

// text is ASCII without a space at its end.
func text(r *rand.Rand) []byte {
	b := []byte("Gigabit Ethernet1/0.13_x~!#")[:1+r.IntN(24)]
	if b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

func lines(r *rand.Rand) []byte {
	b := []byte("Cisco IOS Software, C2600 Software (C2600-ADVENTERPRISEK9-M), Version 12.4(19)\nCopyright\nCompiled Fri\n")
	return b[:len(b)-r.IntN(9)]
}

// addressList has addresses of every kind that devices send, and of none.
func addressList(r *rand.Rand) []byte {
	n := r.IntN(5)
	b := wire(uint32(n))
	for range n {
		switch r.IntN(6) {
		case 0, 1:
			b = wire(b, "\x01\x01\xcc\x00\x04", bytesOf(r, 4))
		case 2:
			b = wire(b, "\x02\x08\xaa\xaa\x03\x00\x00\x00\x86\xdd\x00\x10", bytesOf(r, 16))
		case 3:
			b = wire(b, "\x01\x01\x81\x00\x0a", bytesOf(r, 10))
		case 4:
			types := []string{"\x06\x00", "\x08\x00", "\x60\x03", "\x80\x38", "\x80\x9b", "\x81\x37"}
			k := 1 + r.IntN(10)
			b = wire(b, "\x02\x08\xaa\xaa\x03\x00\x00\x00", types[r.IntN(len(types))], uint16(k), bytesOf(r, k))
		case 5:
			b = wire(b, "\x02\x03\xfe\xfe\x03\x00\x02", bytesOf(r, 2))
		}
	}
	return b
}

func clusterHello(r *rand.Rand) []byte { return wire("\x00\x00\x0c", uint16(0x0112), bytesOf(r, 27)) }

func energyFixed(r *rand.Rand) []byte {
	return wire(bytesOf(r, 20), r.Uint32(), r.Uint32(), "WS-C3750X-48P\x00\x00\x00", uint16(0), "V02", "FDO1526X0AA", bytesOf(r, 8))
}

func energyWise(r *rand.Rand) []byte {
	entry := func(typ uint32, parts ...any) []byte {
		v := wire(parts...)
		return wire(typ, uint32(8+len(v)), v)
	}
	entries := [][]byte{
		entry(7, text(r), "\x00"), entry(8, text(r)), entry(9, text(r), "\x00\x00"),
		entry(0x17, bytesOf(r, 14)), entry(0x42, bytesOf(r, 3)),
	}
	var table []byte
	n := r.IntN(len(entries) + 1)
	for _, i := range r.Perm(len(entries))[:n] {
		table = append(table, entries[i]...)
	}
	return wire(energyFixed(r), uint16(len(table)), uint16(n), table)
}
