package inet

import "github.com/pktscope/pktscope/dissect/field"

// optionRoute reads the addresses of a route: those that the pointer has
// passed were recorded, those from it on are free or yet to be visited.
func (m *IPv4) optionRoute(d *field.Decoder, typ uint8) {
	if d.Len() < 1 {
		return
	}
	ptr := int(d.Uint8(ip4OptPtr))
	if ptr < ip4OptFirstPointer || ptr%4 != 0 {
		d.Note(ip4OptPtr, d.Off()-1)
		return
	}
	for at := ip4OptFirstPointer; d.Len() >= 4 && !d.Bad(); at += 4 {
		switch {
		case at < ptr:
			d.IPv4(ip4RecordedRoute)
		case typ == ip4OptRecordRoute:
			d.IPv4(ip4EmptyRoute)
		case d.Len() < 8:
			d.IPv4(ip4Dst)
		default:
			d.IPv4(ip4SourceRoute)
		}
	}
}

// ip4Timestamps reads the Internet Timestamp option, RFC 791 section 3.1.
func ip4Timestamps(d *field.Decoder) {
	if d.Len() < 2 {
		return
	}
	d.Uint8(ip4OptPtr)
	flag := d.Shared8(ip4OptOverflow, ip4OptFlag) & 0xf
	addresses := flag == 1 || flag == 3
	for !d.Bad() {
		switch {
		case addresses && d.Len() >= 8:
			d.IPv4(ip4OptStampAddr)
		case addresses || d.Len() < 4:
			return
		}
		d.Uint32(ip4OptStamp)
	}
}

// ip4Security reads the option of RFC 791, which is of one length, or that of
// RFC 1108, section 2.
func ip4Security(d *field.Decoder) {
	if d.Len() == 9 {
		d.Uint16(ip4OptSecLevel)
		d.Uint16(ip4OptSecCompartments)
		d.TextN(ip4OptSecHandling, 2)
		d.TextN(ip4OptSecTransmission, 3)
		return
	}
	if d.Len() < 1 {
		return
	}
	d.Uint8(ip4OptSecClass)
	for flags, more := ip4OptSecFlags, true; more && d.Len() > 0 && !d.Bad(); flags = ip4OptSecFlagsMore {
		more = d.Uint8(flags)&1 != 0
	}
}

// ip4CIPSO reads the Commercial IP Security Option of FIPS 188: a domain and
// tags.
func ip4CIPSO(d *field.Decoder) {
	if d.Len() < 4 {
		return
	}
	d.Uint32(ip4OptDomain)
	for d.Len() >= 2 && !d.Bad() {
		typ := d.Uint8(ip4OptTagType)
		b := d.Peek(1)
		d.Skip(ip4OptTagType, 1)
		if b == nil || b[0] < 2 || int(b[0])-2 > d.Len() {
			return
		}
		n := int(b[0]) - 2
		if (typ == 1 || typ == 2 || typ == 5) && n >= 2 {
			d.Skip(ip4OptTagType, 1) // alignment
			d.Uint8(ip4OptSensitivity)
			n -= 2
		}
		if n > 0 {
			d.Bytes(ip4OptTagData, n)
		}
	}
}

// optionQuickStart reads the option of RFC 4782, section 3.1.
func (m *IPv4) optionQuickStart(d *field.Decoder) {
	f := d.Shared8(ip4OptQSFunc, ip4OptQSRate)
	if f>>4 == ip4QSRequest {
		ttl := d.Uint8(ip4OptQSTTL)
		d.Generate(ip4OptQSTTLDiff, uint64(m.TTL-ttl))
	} else {
		d.Uint8(ip4OptQSUnused)
	}
	d.Shared32(ip4OptQSNonce, ip4OptQSReserved)
}
