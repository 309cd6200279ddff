package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Headers that capture programs put before frames. Only their length and the link
// type of the frame are read.
var pseudo = []protocol{
	{name: "ppi", short: "PPI", label: "Per-Packet Information", min: 8, keys: one(field.Link, 192), path: radioPath, carries: ppiCarries},
	{name: "radiotap", short: "Radiotap", label: "Radiotap Header", min: 8, keys: one(field.Link, 127), path: radioPath, carries: radiotapCarries},
	{name: "nflog", short: "NFLOG", label: "Linux Netfilter NFLOG", min: 4, keys: one(field.Link, 239), carries: nflogCarries},
}

// ppiCarries: the header's length and the link type of the frame, both
// little-endian.
func ppiCarries(m *Message) (header int, inner field.Key) {
	return behind(m, uint32(m.Data.le16(2)), m.Data.le32(4))
}

// radiotapCarries: the header's length; an IEEE 802.11 frame follows.
func radiotapCarries(m *Message) (header int, inner field.Key) {
	return behind(m, uint32(m.Data.le16(2)), linkWLAN)
}

// radioPath: what the header says of the radio is a protocol of its own.
func radioPath(m *Message) string {
	if m.inner == field.Link.Key(linkWLAN) {
		return "wlan_radio"
	}
	return ""
}

// behind returns a frame of a link type behind a header whose length must be enough
// for what was read of it.
func behind(m *Message, length, link uint32) (header int, inner field.Key) {
	if length < uint32(m.of.min) || length > uint32(m.Wire) {
		return 0, field.Key{}
	}
	return int(length), field.Link.Key(uint64(link))
}

// nflogCarries: attributes, the last of which is the packet. Their lengths and
// types are in the order of the machine that captured, and small.
func nflogCarries(m *Message) (header int, inner field.Key) {
	const packet = 9 // NFULA_PAYLOAD
	switch m.Data.u8(0) {
	case 2:
		inner = IPv4Key
	case 10:
		inner = IPv6Key
	default:
		return 0, field.Key{}
	}
	for at := 4; at+4 <= len(m.Data); {
		length, kind := int(m.Data.le16(at)), m.Data.le16(at+2)
		if kind > 0xff {
			length, kind = int(m.Data.u16(at)), m.Data.u16(at+2)
		}
		switch {
		case kind == packet:
			return at + 4, inner
		case length < 4:
			return 0, field.Key{}
		}
		at += (length + 3) &^ 3
	}
	return 0, field.Key{}
}

func (v view) le16(i int) uint16 { return uint16(v.u8(i+1))<<8 | uint16(v.u8(i)) }
func (v view) le32(i int) uint32 { return uint32(v.le16(i+2))<<16 | uint32(v.le16(i)) }
