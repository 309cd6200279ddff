package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Option types with their copied flag and class, IANA's registry "IP Option
// Numbers". To add one: its type here, its fields in ipv4_option_fields.go, and
// a case in ip4OptionField and in readOption.
const (
	ip4OptEnd          = 0x00
	ip4OptNOP          = 0x01
	ip4OptRecordRoute  = 0x07
	ip4OptMTUProbe     = 0x0b
	ip4OptMTUReply     = 0x0c
	ip4OptQuickStart   = 0x19
	ip4OptTimestamp    = 0x44
	ip4OptTraceroute   = 0x52
	ip4OptSecurity     = 0x82
	ip4OptLooseRoute   = 0x83
	ip4OptExtSecurity  = 0x85
	ip4OptCIPSO        = 0x86
	ip4OptStreamID     = 0x88
	ip4OptStrictRoute  = 0x89
	ip4OptRouterAlert  = 0x94
	ip4OptBroadcast    = 0x95
	ip4OptRouteHeader  = 3 // before the addresses: type, length, pointer
	ip4OptFirstPointer = 4 // octets are counted from 1
)

// readOptions reads the n bytes of options, RFC 791 section 3.1.
func (m *IPv4) readOptions(d *field.Decoder, n int) {
	m.Options = d.Peek(min(n, d.Captured()))
	mark := d.Begin(ip4Options)
	d.Limit(mark, ip4HeaderLen, n)
	for d.More() && m.readOption(d) {
	}
	d.Skip(ip4Options, d.Len())
	d.End(mark)
}

// readOption reads one option and reports whether another may follow.
func (m *IPv4) readOption(d *field.Decoder) bool {
	b := d.Peek(1)
	if b == nil {
		d.Skip(ip4OptType, 1) // fails
		return false
	}
	if ip4BadOption(d) {
		return false
	}
	mark := d.Begin(ip4OptionField(b[0]))
	typ := d.Uint8(ip4OptType)
	if typ == ip4OptEnd || typ == ip4OptNOP {
		d.End(mark)
		return typ != ip4OptEnd
	}
	d.Limit(mark, ip4OptLen, int(d.Uint8(ip4OptLen)))
	m.optionValue(d, typ)
	d.Skip(ip4Options, d.Len())
	d.End(mark)
	return !d.Bad()
}

// ip4BadOption passes over the type and length of an option whose length
// cannot be.
func ip4BadOption(d *field.Decoder) bool {
	b := d.Peek(min(2, d.Len()))
	switch {
	case b == nil || b[0] == ip4OptEnd || b[0] == ip4OptNOP:
		return false
	case len(b) == 2 && b[1] >= 2 && int(b[1]) <= d.Len():
		return false
	}
	mark := d.Begin(ip4LineBad)
	d.Note(ip4OptLen, d.Off())
	d.Skip(ip4OptLen, len(b))
	d.End(mark)
	return true
}

// optionValue reads what stands behind an option's length. What is too short
// for its fields has none.
func (m *IPv4) optionValue(d *field.Decoder, typ uint8) {
	n := d.Len()
	switch {
	case typ == ip4OptRecordRoute || typ == ip4OptLooseRoute || typ == ip4OptStrictRoute:
		m.optionRoute(d, typ)
	case typ == ip4OptTimestamp:
		ip4Timestamps(d)
	case typ == ip4OptSecurity:
		ip4Security(d)
	case typ == ip4OptExtSecurity && n >= 1:
		d.Uint8(ip4OptExtFormat)
		if n > 1 {
			d.Bytes(ip4OptExtInfo, n-1)
		}
	case typ == ip4OptCIPSO:
		ip4CIPSO(d)
	case typ == ip4OptQuickStart && n >= 6:
		m.optionQuickStart(d)
	case typ == ip4OptTraceroute && n >= 10:
		d.Uint16(ip4OptTraceID)
		d.Uint16(ip4OptOutbound)
		d.Uint16(ip4OptReturn)
		d.IPv4(ip4OptOriginator)
	case (typ == ip4OptMTUProbe || typ == ip4OptMTUReply) && n >= 2:
		d.Uint16(ip4OptMTU)
	case typ == ip4OptStreamID && n >= 2:
		d.Uint16(ip4OptSID)
	case typ == ip4OptRouterAlert && n >= 2:
		d.Uint16(ip4OptAlert)
	case typ == ip4OptBroadcast:
		for d.Len() >= 4 && !d.Bad() {
			d.IPv4(ip4OptAddr)
		}
	case ip4OptionField(typ) == ip4LineUnknown:
		d.Bytes(ip4OptData, n)
	}
}

// destination reads the last address of the header. A source route that has
// stops left puts the receiver at its end and the next stop here, RFC 791
// section 3.1.
func (m *IPv4) destination(d *field.Decoder) {
	b := d.Peek(4 + m.Header - ip4MinHeader)
	if b == nil {
		m.Dst = d.IPv4(ip4Dst)
		return
	}
	if final := ip4Receiver(b[4:]); final.IsValid() {
		m.Via = d.IPv4(ip4CurrentRoute)
		m.Dst = final
		return
	}
	m.Dst = d.IPv4(ip4Dst)
}

// ip4Receiver is the last address of a source route in options b that has
// stops left.
func ip4Receiver(b []byte) netip.Addr {
	for len(b) >= 2 && b[0] != ip4OptEnd {
		if b[0] == ip4OptNOP {
			b = b[1:]
			continue
		}
		n := int(b[1])
		if n < 2 || n > len(b) {
			break
		}
		if (b[0] == ip4OptLooseRoute || b[0] == ip4OptStrictRoute) && n >= ip4OptRouteHeader+4 {
			if ptr := int(b[2]); ptr >= ip4OptFirstPointer && ptr%4 == 0 && ptr+3 <= n {
				return netip.AddrFrom4([4]byte(b[n-4 : n]))
			}
		}
		b = b[n:]
	}
	return netip.Addr{}
}
