package longtail

import "github.com/pktscope/pktscope/dissect/field"

// nbnsInfo appends a NetBIOS name service message, RFC 1002 section 4.2.
func nbnsInfo(b []byte, m *Message) []byte {
	v := m.Data
	op := v.u8(2) >> 3 & 15
	response := v.u8(2)&0x80 != 0
	if name := nbnsOpcode(op); name != "" {
		b = append(b, name...)
	} else {
		b = append(field.AppendUint(append(b, "Unknown operation ("...), uint64(op)), ')')
	}
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
	if op == nbnsWACK || v.u16(6)+v.u16(8)+v.u16(10) == 0 {
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
	nbnsWACK = 7 // an operation, whose data are flags: RFC 1002, section 4.2.16
)

func appendNB(b []byte, typ uint16) []byte {
	switch typ {
	case nbName:
		return append(b, "NB"...)
	case nbStatus:
		return append(b, "NBSTAT"...)
	}
	return append(b, "Unknown"...)
}

func nbnsOpcode(v uint8) string {
	return pick(v, "Name query", "", "", "", "", "Registration", "Release", "Wait for acknowledgment", "Refresh", "Refresh (alternate opcode)",
		"", "", "", "", "", "Multi-homed registration")
}

func nbnsReply(v uint8) string {
	if s := pick(v, "No error", "Request was invalidly formatted", "Server failure",
		"Requested name does not exist", "Request is not implemented", "Request was refused",
		"Name is owned by another node", "Name is in conflict"); s != "" {
		return s
	}
	return "Unknown error"
}

// appendNetBIOS appends the first-level encoded name at the start of v, two letters a
// byte, with its last byte as a suffix, or what is wrong with it: RFC 1001, section
// 14.1. The labels behind it are its scope.
func appendNetBIOS(b []byte, v view) []byte {
	size := int(v.u8(0))
	if size >= 0xc0 {
		return b // a pointer, to no name before it
	}
	label := v.cut(1, size)
	if len(label) < size {
		return b
	}
	if wrong := nbnsWrong(label); wrong != "" {
		return append(append(b, "Illegal NetBIOS name ("...), wrong...)
	}
	if size < 2*16 {
		return append(field.AppendUint(append(b, "Illegal NetBIOS name ("...), uint64(size/2)), " bytes long)"...)
	}
	var name [16]byte
	for i := range name {
		name[i] = (label[2*i]-'A')<<4 | (label[2*i+1] - 'A')
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
	b = append(field.AppendHex(append(b, '<'), uint64(name[15]), 1), '>')
	for v = v.from(1 + size); v.u8(0) > 0 && v.u8(0) < 0x40; v = v.from(1 + int(v.u8(0))) {
		b = append(append(b, '.'), v.cut(1, int(v.u8(0)))...)
	}
	return b
}

// nbnsWrong returns the end of a sentence on letters that are no half bytes, "" where
// all are. An empty label is the root's, which is not of letters.
func nbnsWrong(label view) string {
	for i, c := range label {
		switch first := i%2 == 0; {
		case (c < 'A' || c > 'Z') && first:
			return "1st character not between A and Z in first-level encoding)"
		case c < 'A' || c > 'Z':
			return "2nd character not between A and Z in first-level encoding)"
		case first && i+1 == len(label):
			return "odd number of bytes)"
		}
	}
	if len(label) == 0 {
		return "1st character not between A and Z in first-level encoding)"
	}
	return ""
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
