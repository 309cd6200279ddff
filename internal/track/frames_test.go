package track_test

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/internal/labtest"
)

const (
	ethernet, ppp, rawIP = 1, 9, 101

	icmp, tcp, udp, esp = 1, 6, 17, 50
	ack, syn            = 0x10, 0x02
)

var be = binary.BigEndian

// host is the i-th address of 10.0.0.0/8; server is another one.
func host(i int) uint32 { return 10<<24 | uint32(i)&0xffffff }

const server = 192<<24 | 2<<8 | 1

// ip is a packet of IPv4 that is no fragment.
func ip(proto byte, src, dst uint32, data []byte) []byte {
	return fragment(proto, src, dst, 0, 0, data)
}

// fragment is one; flags are those and the offset.
func fragment(proto byte, src, dst uint32, id, flags uint16, data []byte) []byte {
	b := be.AppendUint16([]byte{0x45, 0}, uint16(20+len(data)))
	b = be.AppendUint16(be.AppendUint16(b, id), flags)
	b = be.AppendUint32(be.AppendUint32(append(b, 64, proto, 0, 0), src), dst)
	return append(b, data...)
}

func segment(src uint32, sport, dport uint16, seq, acked uint32, flags byte, data []byte) []byte {
	return ip(tcp, src, server, tcpHeader(sport, dport, seq, acked, flags, data))
}

// answer is a segment from the server.
func answer(dst uint32, sport, dport uint16, seq, acked uint32, flags byte, data []byte) []byte {
	return ip(tcp, server, dst, tcpHeader(sport, dport, seq, acked, flags, data))
}

func tcpHeader(sport, dport uint16, seq, acked uint32, flags byte, data []byte) []byte {
	b := be.AppendUint16(be.AppendUint16(nil, sport), dport)
	b = be.AppendUint32(be.AppendUint32(b, seq), acked)
	return append(append(b, 0x50, flags, 0x20, 0, 0, 0, 0, 0), data...)
}

func datagram(src, dst uint32, sport, dport uint16, data []byte) []byte {
	b := be.AppendUint16(be.AppendUint16(nil, sport), dport)
	b = append(be.AppendUint16(b, uint16(8+len(data))), 0, 0)
	return ip(udp, src, dst, append(b, data...))
}

func espPacket(spi, seq uint32) []byte {
	return append(be.AppendUint32(be.AppendUint32(nil, spi), seq), make([]byte, 40)...)
}

// message is one of IKE with the payloads in body.
func message(initiator, responder uint64, next, version, exchange, flags byte, id uint32, body []byte) []byte {
	b := be.AppendUint64(be.AppendUint64(nil, initiator), responder)
	b = be.AppendUint32(append(b, next, version, exchange, flags), id)
	return append(be.AppendUint32(b, uint32(28+len(body))), body...)
}

// offer is an SA payload of Main Mode.
func offer() []byte {
	return []byte("\x00\x00\x00\x2c\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x20\x01\x01\x00\x01" +
		"\x00\x00\x00\x18\x01\x01\x00\x00\x80\x01\x00\x05\x80\x02\x00\x02\x80\x03\x00\x01\x80\x04\x00\x02")
}

// snap is a frame of IEEE 802.3 with a SNAP header.
func snap(src uint32, oui string, pid uint16, data []byte) []byte {
	b := be.AppendUint32([]byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00"), src)
	b = be.AppendUint16(b, uint16(8+len(data)))
	return append(be.AppendUint16(append(b, "\xaa\xaa\x03"+oui...), pid), data...)
}

func cdpFrame(device, port string) []byte {
	return labtest.CDPFrame(2, 180, labtest.TLV{Type: 1, Value: device}, labtest.TLV{Type: 3, Value: port}, labtest.TLV{Type: 6, Value: "cisco"})
}

func lldpFrame(chassis uint32, port string) []byte {
	tlv := func(b []byte, typ int, value ...byte) []byte {
		return append(be.AppendUint16(b, uint16(typ<<9|len(value))), value...)
	}
	b := be.AppendUint32([]byte("\x01\x80\xc2\x00\x00\x0e\x02\x00"), chassis)
	b = tlv(append(b, 0x88, 0xcc), 1, be.AppendUint32([]byte{4, 2, 0}, chassis)...)
	b = tlv(tlv(b, 2, append([]byte{5}, port...)...), 3, 0, 120)
	return tlv(b, 0)
}

func fdpFrame(device, port string) []byte {
	b := []byte{1, 180, 0, 0}
	for typ, value := range map[uint16]string{1: device, 3: port} {
		b = append(be.AppendUint16(be.AppendUint16(b, typ), uint16(4+len(value))), value...)
	}
	return snap(1, "\x00\xe0\x52", 0x2000, b)
}

func edpFrame(mac uint32, name string) []byte {
	tlv := func(b []byte, typ byte, value []byte) []byte {
		return append(be.AppendUint16(append(b, 0x99, typ), uint16(4+len(value))), value...)
	}
	body := tlv(nil, 2, slices.Concat(make([]byte, 32)))
	body = tlv(tlv(body, 1, append([]byte(name), 0)), 0, nil)
	b := be.AppendUint16([]byte{1, 0}, uint16(16+len(body)))
	b = be.AppendUint32(append(b, 0, 0, 0, 1, 0, 0, 2, 0), mac)
	return snap(mac, "\x00\xe0\x2b", 0x00bb, append(b, body...))
}

// arpFrame is a reply: a station has an address.
func arpFrame(address, station uint32) []byte {
	mac := append([]byte{2, 0}, be.AppendUint32(nil, station)...)
	b := append([]byte("\xff\xff\xff\xff\xff\xff"), mac...)
	b = append(append(b, "\x08\x06\x00\x01\x08\x00\x06\x04\x00\x02"...), mac...)
	b = be.AppendUint32(append(be.AppendUint32(b, address), mac...), address)
	return b
}
