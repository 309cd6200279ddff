package longtail

import "github.com/pktscope/pktscope/dissect/field"

// nbnsInfo appends a NetBIOS name service message, RFC 1002 section 4.2.
func nbnsInfo(b []byte, m *Message) []byte {
	v := m.Data
	op := v.u8(2) >> 3 & 15
	response := v.u8(2)&0x80 != 0
	b = appendName(b, nbnsOpcode(op), uint64(op))
	if response {
		b = append(b, " response"...)
		if rcode := v.u8(3) & 15; rcode != 0 {
			b = append(append(b, ", "...), nbnsReply(rcode)...)
		}
	}
	w := walk{msg: v}
	if n := v.u16(4); n > 0 {
		b = appendNB(append(b, ' '), v.u16(w.skip(12)))
		return appendNetBIOS(append(b, ' '), v.from(12))
	}
	if v.u16(6)+v.u16(8)+v.u16(10) == 0 {
		return b
	}
	typ := v.u16(w.skip(12))
	b = appendNB(append(b, ' '), typ)
	if data := w.skip(12) + 10; typ == nbName && len(v) >= data+6 {
		b = v.appendIPv4(append(b, ' '), data+2)
	}
	return b
}

const (
	nbName   = 32
	nbStatus = 33
)

func appendNB(b []byte, typ uint16) []byte {
	switch typ {
	case nbName:
		return append(b, "NB"...)
	case nbStatus:
		return append(b, "NBSTAT"...)
	}
	return appendName(b, "", uint64(typ))
}

func nbnsOpcode(v uint8) string {
	return pick(v, "Name query", "", "", "", "", "Registration", "Release", "WACK", "Refresh", "Refresh(altcode)",
		"", "", "", "", "", "Multi-homed registration")
}

func nbnsReply(v uint8) string {
	if s := pick(v, "No error", "Request was invalidly formatted", "Problem with NBNS server, cannot process name",
		"Requested name does not exist", "Unsupported request", "Request refused",
		"Name is owned by another host", "Name in conflict"); s != "" {
		return s
	}
	return "Unknown"
}

// appendNetBIOS appends the first-level encoded name at the start of v, two
// letters a byte, with its last byte as a suffix: RFC 1001, section 14.1.
func appendNetBIOS(b []byte, v view) []byte {
	if v.u8(0) != 32 || len(v) < 33 {
		return b
	}
	var name [16]byte
	for i := range name {
		name[i] = (v[1+2*i]-'A')<<4 | (v[2+2*i]-'A')&15
	}
	end := 15
	for end > 0 && name[end-1] == ' ' {
		end--
	}
	for _, c := range name[:end] {
		if c < 0x20 || c > 0x7e {
			b = append(field.AppendHex(append(b, '<'), uint64(c), 1), '>')
		} else {
			b = append(b, c)
		}
	}
	return append(field.AppendHex(append(b, '<'), uint64(name[15]), 1), '>')
}

// NetBIOS names over UDP: RFC 1002.
var naming = []protocol{
	{name: "nbns", short: "NBNS", label: "NetBIOS Name Service", min: 12, keys: udp(137), fits: fitsNBNS, info: nbnsInfo},
}

// A walk goes through the records of a message.
type walk struct{ msg view }

// skip returns the offset behind the name at off: RFC 1035, section 4.1.4.
func (w *walk) skip(off int) int {
	for off < len(w.msg) {
		switch n := int(w.msg[off]); {
		case n == 0:
			return off + 1
		case n >= 0xc0:
			return off + 2
		default:
			off += 1 + n
		}
	}
	return off
}
