package longtail

// Whether bytes are of a protocol that has no mark of its own, by what its fields must be.
// It is asked where the other port of a datagram has a protocol as well, as behind a
// translator that gave IPsec the port of a service.

// fitsRIP: commands and versions of RFC 2453, section 3.6, and RFC 2080, section 2.1, and
// entries of 20 bytes in both.
func fitsRIP(m *Message) bool {
	v := m.Data
	return v.u8(0) >= 1 && v.u8(0) <= 12 && v.u8(1) >= 1 && v.u8(1) <= 2 && v.u16(2) == 0 && (m.Wire-4)%20 == 0
}

// fitsBFD: what RFC 5880, section 6.8.6, has a receiver check of the length, the multiplier, the
// multipoint bit and the discriminator.
func fitsBFD(m *Message) bool {
	v := m.Data
	return int(v.u8(3)) <= m.Wire && v.u8(2) != 0 && v.u8(1)&1 == 0 && v.u32(4) != 0
}

// fitsNTP: RFC 5905, section 7.3; the reference timestamp, when the clock was last set, and
// the receive timestamp are no more than a month apart. Control messages are RFC 9327's,
// section 2, those of mode 7 ntpd's own.
func fitsNTP(m *Message) bool {
	const header, near = 48, 30 * 24 * 3600
	v := m.Data
	version, mode := v.u8(0)>>3&7, v.u8(0)&7
	switch {
	case version < 1 || version > 4 || mode == 0:
		return false
	case mode == 6:
		return v.u8(0)>>6 == 0 && 12+int(v.u16(10)) <= m.Wire
	case mode == 7:
		return v.u8(0)>>6&1 == 0 && 8+int(v.u16(4)&0xfff)*int(v.u16(6)&0xfff) <= m.Wire
	case m.Wire < header || v.u8(1) > 16:
		return false
	}
	set, received := v.u32(16), v.u32(32)
	apart := int32(received - set)
	return set == 0 || received == 0 || apart > -near && apart < near
}

// fitsDHCP6: a type and options that end with the message, RFC 8415, section 8.
func fitsDHCP6(m *Message) bool {
	v := m.Data.from(4)
	switch typ := m.Data.u8(0); {
	case dhcp6Type(typ) == "":
		return false
	case typ == dhcp6Forward || typ == dhcp6Reply:
		v = m.Data.from(34)
	}
	for len(v) >= 4 {
		v = v.from(4 + int(v.u16(2)))
		if v == nil {
			return len(m.Data) < m.Wire
		}
	}
	return len(v) == 0
}

// fitsNBNS: a known operation, few records, and a name of 32 bytes or a pointer to one, RFC
// 1002, section 4.2.
func fitsNBNS(m *Message) bool {
	v := m.Data
	records := uint32(v.u16(4)) + uint32(v.u16(6)) + uint32(v.u16(8)) + uint32(v.u16(10))
	return nbnsOpcode(v.u8(2)>>3&15) != "" && records >= 1 && records < 64 && (v.u8(12) == 32 || v.u8(12)>>6 == 3)
}

// fitsDatagram: the length that a datagram has after its header, RFC 1002, section 4.4.
func fitsDatagram(m *Message) bool {
	const header = 14
	switch v := m.Data; v.u8(0) {
	case 0x10, 0x11, 0x12:
		return header+int(v.u16(10)) == m.Wire
	case 0x13:
		return m.Wire == 11
	}
	return m.Data.u8(10) == 32 || m.Data.u8(10)>>6 == 3
}

// fitsCFLOW: as many flows as the length has room for, and of version 9 and IPFIX (RFC 3954,
// section 5.1, and RFC 7011, section 3.1) a first set that is not longer than the message.
func fitsCFLOW(m *Message) bool {
	v := m.Data
	n := int(v.u16(2))
	switch v.u16(0) {
	case 1:
		return m.Wire == 16+52*n
	case 5:
		return m.Wire == 24+48*n
	case 7:
		return m.Wire == 24+52*n
	case 9:
		return n > 0 && len(v) >= 24 && v.u16(22) >= 4 && 20+int(v.u16(22)) <= m.Wire
	case 10:
		return n == m.Wire && (len(v) < 20 || v.u16(18) >= 4 && 16+int(v.u16(18)) <= m.Wire)
	}
	return true
}

// fitsWLCCP: the version, and a length that is not more than there is.
func fitsWLCCP(m *Message) bool {
	v := m.Data
	return v.u8(0) == 0xc1 && int(v.u16(4)) <= m.Wire
}
