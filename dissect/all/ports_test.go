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
	espPacket = "1122334400000007" + "d9f35eb161f00e4da43fb7f13a0437995617f2da9385fb415e251c772dc18dfd5c6f21ffe83469d2"
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
// 4): every port gives the row that port 40000 gives. No service takes these bytes, which
// are not its own: tshark 4.6.9 has DNS, NTP, Echo and a dozen others at their ports.
func TestTranslatedPorts(t *testing.T) {
	row := rows(t)
	for _, c := range []struct {
		name, data string
		port       uint16
		want       string
	}{
		{"ISAKMP", "00000000" + ikeMessage, natt, "raw:ip:udp:udpencap:isakmp|Identity Protection (Main Mode)"},
		{"ESP", espPacket, natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x11223344)"},
		{"ESP like TFTP and NetFlow", "0005" + espPacket[4:], natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x00053344)"},
		{"ESP like a time server", "2402" + espPacket[4:], natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x24023344)"},
		{"ESP like IPv6", "6000" + espPacket[4:], natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x60003344)"},
		{"ESP like L2TP and VXLAN", "0802" + espPacket[4:], natt, "raw:ip:udp:udpencap:esp|ESP (SPI=0x08023344)"},
		{"keepalive", "ff", natt, "raw:ip:udp:udpencap|NAT-keepalive"},
		{"ISAKMP without a marker", ikeMessage, ike, "raw:ip:udp:isakmp|Identity Protection (Main Mode)"},
	} {
		data := bytesOf(t, c.data)
		if got := row(40000, c.port, data); got != c.want {
			t.Fatalf("%s from port 40000: %q, want %q", c.name, got, c.want)
		}
		for port := 1; port < 1<<16; port++ {
			for _, way := range [][2]uint16{{uint16(port), c.port}, {c.port, uint16(port)}} {
				if got := row(way[0], way[1], data); got != c.want {
					t.Errorf("%s from port %d to %d: %q", c.name, way[0], way[1], got)
				}
			}
		}
	}
}

// A client may have the port of IPsec as well: what is the service's own stays so. All rows
// are as tshark 4.6.9 has them.
func TestServicesOfIPsecPorts(t *testing.T) {
	row := rows(t)
	for _, c := range []struct {
		src, dst uint16
		data     string
		want     string
	}{
		{natt, 53, "123401000001000000000000" + "03777777076578616d706c6503636f6d0000010001", "dns"},
		{53, natt, "123481800001000100000000" + "03777777076578616d706c6503636f6d0000010001" + "c00c000100010000003c0004c0000201", "dns"},
		{natt, 123, "e30003fa" + "000100000001000000000000" + strings.Repeat("00", 24) + "e5a3f0c2b1a29384", "ntp"},
		{123, natt, "240203e700000a0b00000c0dc0000201" + "ea1b2c3d00000000" + "ea1b2c5000000000" + "ea1b2c5100000000" + "ea1b2c5100000100", "ntp"},
		{natt, 137, "1234011000010000000000002043" + strings.Repeat("41", 31) + "0000200001", "nbns"},
		{natt, 514, "3c3133353e4f63742031312032323a31343a31352066773a20757021", "syslog"},
		{natt, 520, "01010000" + strings.Repeat("00", 19) + "10", "rip"},
		{natt, 521, "01010000" + strings.Repeat("00", 19) + "10", "ripng"},
		{natt, 547, "01a1b2c3" + "00010004deadbeef" + "000800020000", "dhcpv6"},
		{natt, 1701, "c802001400000000000000008008000000000001", "l2tp"},
		{natt, 69, "000172756e6e696e672d636f6e666967006f6374657400", "tftp"},
		{natt, 2055, "00050001000003e8" + "6655443300000000" + "0000000100000000" + strings.Repeat("0a", 48), "cflow"},
		{natt, 4341, "08000000" + "00000100" + "45000014000000004011000001020304" + "05060708", "lisp-data:ip"},
	} {
		data := bytesOf(t, c.data)
		if got := strings.Split(row(c.src, c.dst, data), "|")[0]; got != "raw:ip:udp:"+c.want {
			t.Errorf("from port %d to %d: %s, want %s", c.src, c.dst, got, c.want)
		}
	}
}

// bytesOf are bytes in hexadecimal.
func bytesOf(t *testing.T, digits string) []byte {
	t.Helper()
	data, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rows returns what frame.protocols and the Info column have of a datagram.
func rows(t *testing.T) func(src, dst uint16, data []byte) string {
	r, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		t.Fatal(err)
	}
	e, a := dissect.NewEngine(r), dissect.NewArena(r)
	e.Use(a)
	return func(src, dst uint16, data []byte) string {
		var p dissect.Packet
		b := datagram(src, dst, data)
		e.Dissect(&p, rawIP, b, len(b))
		out := p.AppendInfo(append(p.AppendProtocols(nil), '|'), nil)
		a.Reset()
		return strings.TrimPrefix(string(out), "frame:")
	}
}
