package inet

// ip4QSRequest is the function of Quick-Start that asks for a rate.
const ip4QSRequest = 0

func ip4OptClassName(v uint64) string {
	switch v {
	case 0:
		return "Control"
	case 1, 3:
		return "Reserved for future use"
	case 2:
		return "Debugging and measurement"
	}
	return ""
}

func ip4OptNumberName(v uint64) string {
	switch v {
	case 0:
		return "End of Option List (EOL)"
	case 1:
		return "No-Operation (NOP)"
	case 2:
		return "Security"
	case 3:
		return "Loose source route"
	case 4:
		return "Time stamp"
	case 5:
		return "Extended security"
	case 6:
		return "Commercial IP security option"
	case 7:
		return "Record route"
	case 8:
		return "Stream identifier"
	case 9:
		return "Strict source route"
	case 10:
		return "Experimental Measurement"
	case 11:
		return "MTU probe"
	case 12:
		return "MTU Reply"
	case 13:
		return "Experimental Flow Control"
	case 14:
		return "Experimental Access Control"
	case 15:
		return "Ask Estrin"
	case 16:
		return "IMI Traffic Descriptor"
	case 17:
		return "Extended Internet Protocol"
	case 18:
		return "Traceroute"
	case 19:
		return "Address Extension"
	case 20:
		return "Router Alert"
	case 21:
		return "Selective Directed Broadcast"
	case 22:
		return "Unassigned"
	case 23:
		return "Dynamic Packet State"
	case 24:
		return "Upstream Multicast Packet"
	case 25:
		return "Quick-Start"
	case 26:
		return "Cilium DSR"
	case 30:
		return "RFC 3692-style experiment"
	}
	return ""
}

func ip4OptFlagName(v uint64) string {
	switch v {
	case 0:
		return "Time stamps only"
	case 1:
		return "Time stamp and address"
	case 3:
		return "Time stamps for prespecified addresses"
	}
	return ""
}

func ip4SecLevelName(v uint64) string {
	switch v {
	case 0x0000:
		return "Unclassified"
	case 0xf135:
		return "Confidential"
	case 0x789a:
		return "EFTO"
	case 0xbc4d:
		return "MMMM"
	case 0x5e26:
		return "PROG"
	case 0xaf13:
		return "Restricted"
	case 0xd788:
		return "Secret"
	case 0x6bc5:
		return "Top secret"
	case 0x35e2, 0x9af1, 0x4d78, 0x24bd, 0x135e, 0x89af, 0xc4d6, 0xe26b:
		return "Reserved"
	}
	return ""
}

func ip4SecClassName(v uint64) string {
	switch v {
	case 0x01:
		return "Reserved 4"
	case 0x3d:
		return "Top secret"
	case 0x5a:
		return "Secret"
	case 0x96:
		return "Confidential"
	case 0x66:
		return "Reserved 3"
	case 0xcc:
		return "Reserved 2"
	case 0xab:
		return "Unclassified"
	case 0xf1:
		return "Reserved 1"
	}
	return ""
}

func ip4TagName(v uint64) string {
	switch v {
	case 0:
		return "Padding"
	case 1:
		return "Restrictive Category Bitmap"
	case 2:
		return "Enumerated Categories"
	case 5:
		return "Ranged Categories"
	case 6:
		return "Permissive Categories"
	case 7:
		return "Free Form"
	}
	return ""
}

func ip4QSFuncName(v uint64) string {
	switch v {
	case 0:
		return "Rate request"
	case 8:
		return "Rate report"
	}
	return ""
}

func ip4QSRateName(v uint64) string {
	switch v {
	case 0:
		return "0 bit/s"
	case 1:
		return "80 Kbit/s"
	case 2:
		return "160 Kbit/s"
	case 3:
		return "320 Kbit/s"
	case 4:
		return "640 Kbit/s"
	case 5:
		return "1.28 Mbit/s"
	case 6:
		return "2.56 Mbit/s"
	case 7:
		return "5.12 Mbit/s"
	case 8:
		return "10.24 Mbit/s"
	case 9:
		return "20.48 Mbit/s"
	case 10:
		return "40.96 Mbit/s"
	case 11:
		return "81.92 Mbit/s"
	case 12:
		return "163.84 Mbit/s"
	case 13:
		return "327.68 Mbit/s"
	case 14:
		return "655.36 Mbit/s"
	case 15:
		return "1.31072 Gbit/s"
	}
	return ""
}

// ip4AlertName is of RFC 2113, section 2.1.
func ip4AlertName(v uint64) string {
	if v == 0 {
		return "Router shall examine packet"
	}
	return "Reserved"
}
