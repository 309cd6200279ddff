package capture

// Before version 2.3 the original length came first in a record header. Some
// writers put version 2.3 over records of the old order, and DG/UX's tcpdump
// writes the old order under its own version number.
type lengthOrder uint8

const (
	lengthsNormal lengthOrder = iota
	lengthsSwapped
	lengthsMaybe // swapped where a frame were longer than on the wire
)

func lengthOrderOf(major, minor uint16) lengthOrder {
	const dgux = 543
	switch {
	case major == 2 && minor < 3, major == dgux:
		return lengthsSwapped
	case major == 2 && minor == 3:
		return lengthsMaybe
	}
	return lengthsNormal
}

// aixLink recognises AIX's pcap, which has version 2.2, nanoseconds, and
// interface types of RFC 1573 for link types.
func aixLink(major, minor uint16, network uint32) (LinkType, bool) {
	if major != 2 || minor != 2 {
		return 0, false
	}
	switch network {
	case 6: // ethernetCsmacd
		return LinkEthernet, true
	case 9: // iso88025TokenRing
		return LinkIEEE802_5, true
	case 15: // fddi
		return LinkFDDI, true
	case 24: // softwareLoopback
		return LinkNull, true
	}
	return 0, false
}

// A recordLayout is one form of record headers. Patched versions of libpcap
// made them longer, and not all of them changed the magic number, so the records
// themselves decide.
type recordLayout struct {
	name string
	size int
}

var (
	standardLayouts = []recordLayout{
		{"pcap", recordHeader},
		{"pcap, Red Hat 6.1", recordHeader + 8}, // Kuznetsov's first patch: interface, protocol, packet type
		{"pcap, Nokia", recordHeader + 4},
	}
	modifiedLayouts = []recordLayout{
		{"modified pcap", recordHeader + 8},
		{"modified pcap, SuSE 6.3", recordHeader + 12},
	}
)

// guessLayout tries the layouts on the first records. The first layout, which
// is the common one, gives way only if its records make no sense and two
// records or more do in another. A file that is cut or damaged at its first
// records is not one of a rare kind.
//
// It looks at what has been read already, so that a live pipe need not deliver
// three packets before the first is printed.
func (f *pcapFile) guessLayout(layouts []recordLayout, b []byte, snaplen uint32) (best recordLayout, ok bool) {
	for i, l := range layouts {
		n, sane := f.tryRecords(b, l.size, snaplen)
		if sane && (i == 0 || n > 1) {
			return l, true
		}
	}
	if len(layouts) == 0 {
		return best, false
	}
	return layouts[0], true
}

// tryRecords counts the valid records among the first three. sane is false if any was
// invalid.
func (f *pcapFile) tryRecords(b []byte, header int, snaplen uint32) (n int, sane bool) {
	const records = 3
	const longest = 128 << 20 // no frame is longer on any wire
	for ; n < records && len(b) > 0; n++ {
		if len(b) < header {
			return n, false
		}
		captured, wire := f.lengths(b)
		if int64(f.order.u32(b[4:]))*f.unit >= 1e9 || captured > f.limit ||
			captured > snaplen || captured > wire || wire > longest {
			return n, false
		}
		if len(b) < header+int(captured) {
			return n, false
		}
		b = b[header+int(captured):]
	}
	return n, true
}
