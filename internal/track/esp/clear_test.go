package esp_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// What comes out is the packet as it was before it was protected: RFC 4303,
// section 3.1.1 for transport mode, 3.1.2 for tunnel mode.
func TestAppendClear(t *testing.T) {
	a, b := newSealer(0x1000), newGCM(0x2000)
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	inner6 := ip6("fd00::1", "fd01::1", protoUDP, udp(1, 9, nil))
	plain := ip4(here, there, protoICMP, ping)
	data := udp(40000, 9, []byte("data"))
	options := []byte{protoICMP, 0, 1, 4, 0, 0, 0, 0} // hop-by-hop with padding
	carried := func(next byte) []byte { return append([]byte{next}, options[1:]...) }
	ah := append(binary.BigEndian.AppendUint32([]byte{protoESP, 4, 0, 0}, 0x99), make([]byte, 4+12)...)
	for _, c := range []struct {
		name         string
		packet, want []byte
		spi          uint32
	}{
		{"tunnel", ip4(here, there, protoESP, a.seal(1, protoIPv4, inner)), inner, 0x1000},
		{"tunnel, IPv6 in IPv4", ip4(here, there, protoESP, a.seal(1, protoIPv6, inner6)), inner6, 0x1000},
		{"tunnel, length hidden", ip4(here, there, protoESP, a.seal(1, protoIPv4, append(slices.Clip(inner), make([]byte, 40)...))), inner, 0x1000},
		{"tunnel, length hidden, IPv6", ip4(here, there, protoESP, a.seal(1, protoIPv6, append(slices.Clip(inner6), make([]byte, 40)...))), inner6, 0x1000},
		{"transport", ip4(here, there, protoESP, a.seal(2, protoICMP, ping)), plain, 0x1000},
		{"transport in UDP", ip4(here, there, protoUDP, udp(4500, 4500, a.seal(3, protoICMP, ping))), plain, 0x1000},
		{"transport in AH", ip4(here, there, protoAH, append(ah, a.seal(8, protoICMP, ping)...)), plain, 0x1000},
		{"transport in IPv6", ip6(six, sixes, protoESP, a.seal(4, protoUDP, data)), ip6(six, sixes, protoUDP, data), 0x1000},
		{"transport in IPv6 with an extension header", ip6(six, sixes, 0, append(carried(protoESP), a.seal(5, protoUDP, data)...)),
			ip6(six, sixes, 0, append(carried(protoUDP), data...)), 0x1000},
		{"transport in transport", ip4(here, there, protoESP, a.seal(6, protoESP, b.seal(1, protoICMP, ping))), plain, 0x2000},
		{"tunnel in tunnel", ip4(here, there, protoESP, a.seal(7, protoIPv4, ip4(here, there, protoESP, b.seal(1, protoIPv4, inner)))), inner, 0x2000},
		{"tunnel in tunnel, the inner undecrypted", ip4(here, there, protoESP, a.seal(7, protoIPv4, ip4(here, there, protoESP, newGCM(3).seal(1, protoIPv4, inner)))),
			ip4(here, there, protoESP, newGCM(3).seal(1, protoIPv4, inner)), 0x1000},
		{"a dummy", ip4(here, there, protoESP, a.seal(8, 59, make([]byte, 40))), nil, 0x1000},
		{"undecrypted", ip4(here, there, protoESP, newGCM(3).seal(1, protoIPv4, inner)), nil, 0},
		{"no ESP", inner, nil, 0},
	} {
		x := newBench(t, a.esp(""), b.esp(""))
		var p dissect.Packet
		x.read(&p, c.packet)
		head := []byte("head")
		got, spi, ok := esptrack.AppendClear(slices.Clone(head), &p)
		if ok != (c.want != nil) || spi != c.spi || !bytes.Equal(got, append(head, c.want...)) {
			t.Errorf("%s: %v, SPI %x\n% x, want\n% x", c.name, ok, spi, got[4:], c.want)
		}
	}
}
