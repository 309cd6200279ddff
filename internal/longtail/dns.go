package longtail

import "github.com/pktscope/pktscope/dissect/field"

// DNS and the protocols with its format: RFC 1035, 4795 (LLMNR), 6762 (mDNS).
// NetBIOS names: RFC 1002.
var naming = []protocol{
	{name: "dns", short: "DNS", label: "Domain Name System", min: 12, keys: append(udp(53), tcp(53)...), is: isDNS, info: dnsInfo},
	{name: "mdns", short: "MDNS", label: "Multicast Domain Name System", min: 12, keys: udp(5353), is: isDNS, info: dnsInfo},
	{name: "llmnr", short: "LLMNR", label: "Link-local Multicast Name Resolution", min: 12, keys: udp(5355), is: isDNS, info: dnsInfo},
	{name: "nbns", short: "NBNS", label: "NetBIOS Name Service", min: 12, keys: udp(137), info: nbnsInfo},
}

// dnsMessage returns the message without TCP's length before it.
func dnsMessage(m *Message) view {
	if m.of.name == "dns" && int(m.Data.u16(0)) == m.Wire-2 && m.Wire != 12 {
		return m.Data.from(2)
	}
	return m.Data
}

// isDNS: counts that the bytes could hold, and an opcode that exists.
func isDNS(m *Message) bool {
	v := dnsMessage(m)
	questions := int(v.u16(4))
	records := int(v.u16(6)) + int(v.u16(8)) + int(v.u16(10))
	return v.u8(2)>>3&15 <= 6 && 12+5*questions+11*records <= m.Wire
}

// maxName bounds a name that pointers make go round, RFC 1035 section 2.3.4.
const maxName = 1024

// maxRecords bounds the records in a line.
const maxRecords = 40

// A walk goes through the records of a message.
type walk struct {
	msg  view
	off  int
	mdns bool
}

func dnsInfo(b []byte, m *Message) []byte {
	v := dnsMessage(m)
	w := walk{msg: v, off: 12, mdns: m.of.name == "mdns"}
	b = appendName(b, dnsOpcode(v.u8(2)>>3&15), uint64(v.u8(2)>>3&15))
	response := v.u8(2)&0x80 != 0
	if response {
		b = append(b, " response"...)
	}
	b = field.AppendHex(append(b, " 0x"...), uint64(v.u16(0)), 2)
	if rcode := v.u8(3) & 15; response && rcode != 0 {
		b = append(append(b, ' '), dnsReply(rcode)...)
	}
	for n := min(int(v.u16(4)), maxRecords); n > 0 && w.off < len(v); n-- {
		b = w.question(b)
	}
	records := int(v.u16(6)) + int(v.u16(8)) + int(v.u16(10))
	for n := min(records, maxRecords); n > 0 && w.off < len(v); n-- {
		b = w.record(b)
	}
	return b
}

func (w *walk) question(b []byte) []byte {
	name := w.off
	w.off = w.skip(w.off)
	typ, class := w.msg.u16(w.off), w.msg.u16(w.off+2)
	w.off += 4
	b = appendType(append(b, ' '), typ)
	b = w.appendName(append(b, ' '), name)
	if w.mdns {
		if class&0x8000 != 0 {
			return append(b, `, "QU" question`...)
		}
		return append(b, `, "QM" question`...)
	}
	return b
}

func (w *walk) record(b []byte) []byte {
	w.off = w.skip(w.off)
	v, at := w.msg, w.off
	typ, class, n := v.u16(at), v.u16(at+2), int(v.u16(at+8))
	at += 10
	w.off = at + n
	b = appendType(append(b, ' '), typ)
	if w.mdns && class&0x8000 != 0 && typ != typeOPT {
		b = append(b, ", cache flush"...)
	}
	return w.data(b, typ, at, n)
}

// data appends a record's data.
func (w *walk) data(b []byte, typ uint16, at, n int) []byte {
	v := w.msg
	switch typ {
	case typeA:
		return v.appendIPv4(append(b, ' '), at)
	case typeAAAA:
		return v.appendIPv6(append(b, ' '), at)
	case typeNS, typeCNAME, typePTR, typeDNAME, typeSOA, typeNSEC:
		return w.appendName(append(b, ' '), at)
	case typeMX:
		b = field.AppendUint(append(b, ' '), uint64(v.u16(at)))
		return w.appendName(append(b, ' '), at+2)
	case typeSRV:
		for i := range 3 {
			b = field.AppendUint(append(b, ' '), uint64(v.u16(at+2*i)))
		}
		return w.appendName(append(b, ' '), at+6)
	case typeHINFO:
		for range 2 {
			s := v.cut(at+1, int(v.u8(at)))
			b = field.AppendEscaped(append(b, ' '), s)
			at += 1 + len(s)
		}
	}
	return b
}

// skip returns the offset behind the name at off.
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

// appendName appends the name at off, following its pointers backwards.
func (w *walk) appendName(b []byte, off int) []byte {
	first, start := true, len(b)
	for jumps := 0; off < len(w.msg) && jumps < 32; {
		n := int(w.msg[off])
		if n >= 0xc0 {
			off = int(w.msg.u16(off) & 0x3fff)
			jumps++
			continue
		}
		if n == 0 {
			break
		}
		if !first {
			b = append(b, '.')
		}
		first = false
		b = field.AppendEscaped(b, w.msg.cut(off+1, n))
		off += 1 + n
		if len(b)-start > maxName {
			break
		}
	}
	if first {
		return append(b, "<Root>"...)
	}
	return b
}

// Types of records whose data is in the line.
const (
	typeA     = 1
	typeNS    = 2
	typeCNAME = 5
	typeSOA   = 6
	typePTR   = 12
	typeHINFO = 13
	typeMX    = 15
	typeAAAA  = 28
	typeSRV   = 33
	typeDNAME = 39
	typeOPT   = 41
	typeNSEC  = 47
)

func appendType(b []byte, t uint16) []byte { return appendName(b, dnsType(t), uint64(t)) }

// dnsType returns the name of a record type, IANA's registry.
func dnsType(t uint16) string {
	switch t {
	case typeA:
		return "A"
	case typeNS:
		return "NS"
	case typeCNAME:
		return "CNAME"
	case typeSOA:
		return "SOA"
	case 10:
		return "NULL"
	case 11:
		return "WKS"
	case typePTR:
		return "PTR"
	case typeHINFO:
		return "HINFO"
	case typeMX:
		return "MX"
	case 16:
		return "TXT"
	case 17:
		return "RP"
	case 24:
		return "SIG"
	case 25:
		return "KEY"
	case typeAAAA:
		return "AAAA"
	case 29:
		return "LOC"
	case typeSRV:
		return "SRV"
	case 35:
		return "NAPTR"
	case 37:
		return "CERT"
	case typeDNAME:
		return "DNAME"
	case typeOPT:
		return "OPT"
	case 43:
		return "DS"
	case 44:
		return "SSHFP"
	case 46:
		return "RRSIG"
	case typeNSEC:
		return "NSEC"
	case 48:
		return "DNSKEY"
	case 50:
		return "NSEC3"
	case 51:
		return "NSEC3PARAM"
	case 52:
		return "TLSA"
	case 64:
		return "SVCB"
	case 65:
		return "HTTPS"
	case 99:
		return "SPF"
	case 249:
		return "TKEY"
	case 250:
		return "TSIG"
	case 251:
		return "IXFR"
	case 252:
		return "AXFR"
	case 255:
		return "ANY"
	case 257:
		return "CAA"
	}
	return ""
}

func dnsOpcode(v uint8) string {
	return pick(v, "Standard query", "Inverse query", "Server status request", "",
		"Zone change notification", "Dynamic update", "DNS Stateful Operations (DSO)")
}

func dnsReply(v uint8) string {
	return pick(v, "No error", "Format error", "Server failure", "No such name", "Not implemented", "Refused",
		"Name exists", "RRset exists", "RRset does not exist", "Not authoritative", "Name out of zone",
		"DSO-TYPE not implemented", "Unknown reply code", "Unknown reply code", "Unknown reply code", "Unknown reply code")
}
