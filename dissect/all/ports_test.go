package all_test

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
)

const (
	rawIP = 101
	natt  = 4500
	ike   = 500

	ikeMessage = "696e6974696174650000000000000000" + "01100200" + "00000000" + "00000048" + // Main Mode
		"0000002c" + "0000000100000001" + "0000002002010001" + "00000018" + "0101000080010005800200028003000180040002"
	espPacket = "1122334400000007" + "a7139c55a7139c55a7139c55a7139c55a7139c55a7139c55a7139c55a7139c55a7139c55a7139c55"
)

// datagram is data between two UDP ports in IPv4.
func datagram(src, dst uint16, data []byte) []byte {
	b := []byte{0x45, 0, 0, byte(28 + len(data)), 0, 0, 0, 0, 64, 17, 0, 0, 203, 0, 113, 2, 192, 0, 2, 1}
	b = binary.BigEndian.AppendUint16(b, src)
	b = binary.BigEndian.AppendUint16(b, dst)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(data)))
	return append(append(b, 0, 0), data...)
}

// Behind a translator the source port of IPsec is whatever that chose (RFC 3947, section
// 4): every port gives the row that port 40000 gives, but for those of services that take
// any bytes. tshark 4.6.9 has these, and others that pktscope does not know, as well.
func TestTranslatedPorts(t *testing.T) {
	const takers = "echo discard dns dhcp"
	r, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		t.Fatal(err)
	}
	e, a := dissect.NewEngine(r), dissect.NewArena(r)
	e.Use(a)
	row := func(src, dst uint16, data []byte) string {
		var p dissect.Packet
		b := datagram(src, dst, data)
		e.Dissect(&p, rawIP, b, len(b))
		out := p.AppendInfo(append(p.AppendProtocols(nil), '|'), nil)
		a.Reset()
		return string(out)
	}
	for _, c := range []struct {
		name, data string
		port       uint16
		want       string
		others     string // protocols that take these bytes, beside takers
	}{
		{"ISAKMP", "00000000" + ikeMessage, natt, "raw:ip:udp:udpencap:isakmp|Identity Protection (Main Mode)", "ntp nbns syslog rip ripng dhcpv6 wlccp teredo lisp-data"},
		{"ESP", espPacket, natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x11223344)", "ntp nbns nbdgm syslog rip ripng dhcpv6 wlccp l2tp lisp-data"},
		{"keepalive", "ff", natt, "raw:ip:udp:udpencap|NAT-keepalive", "syslog"},
		{"ISAKMP without a marker", ikeMessage, ike, "raw:ip:udp:isakmp|Identity Protection (Main Mode)", "ntp nbns"},
	} {
		data, err := hex.DecodeString(c.data)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(row(40000, c.port, data), "frame:"); got != c.want {
			t.Fatalf("%s from port 40000: %q, want %q", c.name, got, c.want)
		}
		took := map[string]bool{}
		for _, name := range strings.Fields(takers + " " + c.others) {
			took[name] = false
		}
		for port := 1; port < 1<<16; port++ {
			for _, way := range [][2]uint16{{uint16(port), c.port}, {c.port, uint16(port)}} {
				got := row(way[0], way[1], data)
				if got == c.want {
					continue
				}
				path := strings.Split(strings.Split(got, "|")[0], ":")
				if _, ok := took[path[3]]; !ok {
					t.Errorf("%s from port %d to %d: %q", c.name, way[0], way[1], got)
				} else {
					took[path[3]] = true
				}
			}
		}
		for name, yes := range took {
			if !yes {
				t.Errorf("%s: %s took no datagram", c.name, name)
			}
		}
	}
}
