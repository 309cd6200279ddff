package labtest

import "encoding/binary"

// A TLV of CDP.
type TLV struct {
	Type  uint16
	Value string
}

// CDPAddress is the TLV of the addresses with one of IPv4.
func CDPAddress(b ...byte) TLV {
	return TLV{2, "\x00\x00\x00\x01\x01\x01\xcc\x00\x04" + string(b)}
}

// CDPVLAN is the TLV of the native VLAN.
func CDPVLAN(v uint16) TLV { return TLV{10, string(binary.BigEndian.AppendUint16(nil, v))} }

// CDPFrame is an announcement in Ethernet, with LLC and SNAP. Its checksum is that of
// RFC 1071, which for an even number of bytes is CDP's.
func CDPFrame(version, ttl byte, tlvs ...TLV) []byte {
	b := []byte{version, ttl, 0, 0}
	for _, t := range tlvs {
		b = binary.BigEndian.AppendUint16(b, t.Type)
		b = binary.BigEndian.AppendUint16(b, uint16(4+len(t.Value)))
		b = append(b, t.Value...)
	}
	if len(b)%2 != 0 {
		b = append(b, 0, 0x20, 0, 5, 'x') // a TLV of no known type
	}
	var sum uint32
	for i := 0; i < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	binary.BigEndian.PutUint16(b[2:], ^uint16(sum))
	head := append([]byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x5e\x00\x00\x01"), byte((len(b)+8)>>8), byte(len(b)+8))
	return append(append(head, "\xaa\xaa\x03\x00\x00\x0c\x20\x00"...), b...)
}
