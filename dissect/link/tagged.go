package link

import "github.com/pktscope/pktscope/dissect/field"

// A tagged is what stands behind a tag that was put into an Ethernet frame: a
// type or a length as behind the addresses, and then the payload.
type tagged struct {
	Type   uint16 // a length up to 1500, but 0
	RawIPX bool

	size int // of what the tag is put on, with the tag
	read bool
	head int // of it, before the payload
	stop int // where an 802.3 payload ends by its length
}

// decode reads the type, as one of the tag's own fields.
func (m *tagged) decode(d *field.Decoder, length, typ field.U16) {
	m.head = m.size - d.Len() + 2
	if isLength(peek16(d)) {
		m.Type = d.Uint16(length)
		m.RawIPX = peek16(d) == 0xffff
		m.stop = d.Off() + int(m.Type)
		d.PayloadN(int(m.Type))
	} else {
		m.Type = d.Uint16(typ)
		d.Payload()
	}
	m.read = !d.Bad()
}

// Next is the EtherType, or LLC behind a length.
func (m *tagged) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.RawIPX:
		return field.EtherType.Key(typeIPX)
	case isLength(m.Type):
		return LLCKey
	}
	return field.EtherType.Key(uint64(m.Type))
}

// trailer reads the Ethernet trailer, which belongs to the innermost tag.
func (m *tagged) trailer(d *field.Decoder, f field.Bytes) {
	if n := m.stop - d.Off(); n > 0 {
		d.Skip(f, n)
	}
	readTrailer(d, f, m.size, m.head, noSum)
}

// appendProtocol names an EtherType that nothing is bound to by its number.
func (m *tagged) appendProtocol(b []byte, short string) []byte {
	if !m.read || isLength(m.Type) {
		return append(b, short...)
	}
	return appendHex16(b, m.Type)
}
