package longtail

import "github.com/pktscope/pktscope/dissect/field"

// OSI's network layer protocols, by their first byte: ISO/IEC TR 9577. Cisco
// HDLC and GRE lead here by EtherTypes of their own.
var osi = []protocol{
	{name: "osi", short: "OSI", label: "OSI", min: 3,
		keys: []field.Key{field.SAP.Key(0xfe), field.EtherType.Key(0xfefe), field.EtherType.Key(0x00fe), field.PPP.Key(0x0023),
			field.NLPID.Key(nlpidCLNP), field.NLPID.Key(nlpidESIS), field.NLPID.Key(nlpidISIS)},
		is: isOSI, title: osiTitle, info: osiInfo, path: osiPath},
}

const (
	nlpidCLNP = 0x81
	nlpidESIS = 0x82
	nlpidISIS = 0x83
)

// osiPDU returns the unit without the byte that Cisco HDLC puts in front of it.
func osiPDU(m *Message) view {
	if v := m.Data; v.u8(0) < 0x80 && v.u8(1) >= nlpidCLNP && v.u8(1) <= nlpidISIS {
		return v.from(1)
	}
	return m.Data
}

func isOSI(m *Message) bool {
	id := osiPDU(m).u8(0)
	return id >= nlpidCLNP && id <= nlpidISIS
}

// Types of IS-IS PDU: ISO/IEC 10589, section 9.
func isisKind(typ uint8) (level, kind string) {
	switch typ & 0x1f {
	case 15:
		return "L1", "HELLO"
	case 16:
		return "L2", "HELLO"
	case 17:
		return "P2P", "HELLO"
	case 18:
		return "L1", "LSP"
	case 20:
		return "L2", "LSP"
	case 24:
		return "L1", "CSNP"
	case 25:
		return "L2", "CSNP"
	case 26:
		return "L1", "PSNP"
	case 27:
		return "L2", "PSNP"
	}
	return "", ""
}

func osiTitle(b []byte, m *Message) []byte {
	v := osiPDU(m)
	switch v.u8(0) {
	case nlpidCLNP:
		return append(b, "CLNP"...)
	case nlpidESIS:
		return append(b, "ESIS"...)
	}
	b = append(b, "ISIS"...)
	if _, kind := isisKind(v.u8(4)); kind != "" {
		b = append(append(b, ' '), kind...)
	}
	return b
}

func osiPath(m *Message) string {
	v := osiPDU(m)
	switch v.u8(0) {
	case nlpidCLNP:
		return "clnp"
	case nlpidESIS:
		return "esis"
	}
	switch _, kind := isisKind(v.u8(4)); kind {
	case "HELLO":
		return "isis:isis.hello"
	case "LSP":
		return "isis:isis.lsp"
	case "CSNP":
		return "isis:isis.csnp"
	case "PSNP":
		return "isis:isis.psnp"
	}
	return "isis"
}

func osiInfo(b []byte, m *Message) []byte {
	v := osiPDU(m)
	switch v.u8(0) {
	case nlpidCLNP:
		return appendName(b, clnpType(v.u8(4)&0x1f), uint64(v.u8(4)&0x1f))
	case nlpidESIS:
		return appendName(b, pick(v.u8(4)&0x1f, "", "", "ES HELLO", "", "IS HELLO", "", "RD REQUEST"), uint64(v.u8(4)&0x1f))
	}
	return isisInfo(b, v)
}

func clnpType(v uint8) string {
	switch v {
	case 1:
		return "ER NPDU"
	case 28:
		return "DT NPDU"
	case 29:
		return "MD NPDU"
	case 30:
		return "ERQ NPDU"
	case 31:
		return "ERP NPDU"
	}
	return ""
}

func isisInfo(b []byte, v view) []byte {
	level, kind := isisKind(v.u8(4))
	if kind == "" {
		return appendName(b, "", uint64(v.u8(4)&0x1f))
	}
	b = append(append(append(append(b, level...), ' '), kind...), ", "...)
	switch kind {
	case "HELLO":
		return v.appendSystem(append(b, "System-ID: "...), 9, 6)
	case "LSP":
		b = v.appendSystem(append(b, "LSP-ID: "...), 12, 8)
		b = field.AppendHex(append(b, ", Sequence: 0x"...), uint64(v.u32(20)), 4)
		b = append(b, ", Lifetime: "...)
		life := uint64(v.u16(10))
		for width := uint64(1000); width > 1 && life < width; width /= 10 {
			b = append(b, ' ')
		}
		return append(field.AppendUint(append(b, ' '), life), 's')
	}
	b = v.appendSystem(append(b, "Source-ID: "...), 10, 7)
	if kind == "CSNP" {
		b = v.appendSystem(append(b, ", Start LSP-ID: "...), 17, 8)
		b = v.appendSystem(append(b, ", End LSP-ID: "...), 25, 8)
	}
	return b
}

// appendSystem appends a system ID of 6 bytes, with its circuit (7) and
// fragment (8): "1111.1111.1111.00-00".
func (v view) appendSystem(b []byte, at, n int) []byte {
	for i := range n {
		switch {
		case i == 7:
			b = append(b, '-')
		case i > 0 && i%2 == 0:
			b = append(b, '.')
		}
		b = field.AppendHex(b, uint64(v.u8(at+i)), 1)
	}
	return b
}
