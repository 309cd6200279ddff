package l2tp

// A session says neither what it carries nor how long its cookie is: both are agreed
// on in control messages, or configured. Ethernet is taken for it only where the bytes
// prove it.

// befores are how many bytes may stand between the session ID and the frame: a cookie
// of 0, 4 or 8, and the default sublayer of 4 (RFC 3931, sections 4.1 and 4.6).
var befores = [...]int{0, 4, 8, 12}

// ethernetAt returns where in b, of wire bytes before the capture cut it, an Ethernet
// frame begins; -1 where none proves to be there.
func ethernetAt(b []byte, wire int) int {
	for _, n := range befores {
		if n < len(b) && isFrame(b[n:], wire-n) {
			return n
		}
	}
	return -1
}

// isFrame reports whether b can hardly be anything but an Ethernet frame.
func isFrame(b []byte, wire int) bool {
	at := 12
	for range 2 {
		if len(b) >= at+4 && b[at] == 0x81 && b[at+1] == 0 { // VLAN
			at += 4
		}
	}
	if len(b) < at+10 {
		return false
	}
	in, room := b[at+2:], wire-at-2
	switch typ := int(b[at])<<8 | int(b[at+1]); {
	case typ <= 1500:
		return typ >= 8 && typ <= room && b[0]&1 != 0 && (in[0] == 0xaa && in[1] == 0xaa || in[0] == 0x42 && in[1] == 0x42) && in[2] == 3
	case typ == 0x0800:
		return isIPv4(in, room)
	case typ == 0x86dd:
		return in[0]>>4 == 6 && 40+(int(in[4])<<8|int(in[5])) <= room
	case typ == 0x0806:
		return in[0] == 0 && in[1] == 1 && in[2] == 8 && in[3] == 0 && in[4] == 6 && in[5] == 4
	case typ == 0x88cc:
		return b[0] == 0x01 && b[1] == 0x80 && b[2] == 0xc2
	}
	return false
}

// isIPv4 reports whether b begins with a header of IPv4 whose checksum is right.
func isIPv4(b []byte, room int) bool {
	if len(b) < 20 || b[0] != 0x45 || int(b[2])<<8|int(b[3]) > room {
		return false
	}
	sum := uint32(0)
	for i := 0; i < 20; i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	for sum>>16 != 0 {
		sum = sum&0xffff + sum>>16
	}
	return sum == 0xffff
}
