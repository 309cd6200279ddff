package capture

import (
	"encoding/binary"
	"time"
)

// The file header and the record headers of pcap:
// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
//
//	magic number(4) major(2) minor(2) reserved(8) snaplen(4) linktype(4)
//	seconds(4) fraction(4) captured length(4) original length(4)
const (
	pcapHeader     = 24
	recordHeader   = 16
	linkReserved   = 0x03ff0000 // of the link type field; an unused "class"
	linkFCSPresent = 0x04000000
	linkFCSShift   = 28 // four bits, in units of 16 bits
)

// A pcapVariant is the format that a magic number stands for.
type pcapVariant struct {
	name   string
	order  byteOrder
	nano   bool
	extra  int // bytes behind the usual file header
	layout []recordLayout
}

// pcapMagic recognises the magic number of pcap.
func pcapMagic(b []byte) (v pcapVariant, ok bool) {
	for _, v.order = range []byteOrder{littleEndian, bigEndian} {
		switch v.order.u32(b) {
		case 0xa1b2c3d4:
			v.name, v.layout = "pcap", standardLayouts
		case 0xa1b23c4d:
			v.name, v.nano = "nanosecond pcap", true
		case 0xa1b2cd34: // Alexey Kuznetsov's patch to libpcap
			v.name, v.layout = "modified pcap", modifiedLayouts
		case 0x1c0001ab: // Ixia's lcap: the size of all records follows the header
			v.name, v.extra = "Ixia lcap", 4
		case 0x1c0001ac: // its hardware's, in nanoseconds
			v.name, v.extra, v.nano = "Ixia lcap", 4, true
		default:
			continue
		}
		return v, true
	}
	return v, false
}

// pcapFile reads the records of a pcap file.
type pcapFile struct {
	r       *Reader
	iface   *Interface
	order   byteOrder
	swapped lengthOrder
	header  int    // length of a record header
	pad     int    // bytes before each frame that are no part of it
	limit   uint32 // of a record's captured length
	unit    int64  // nanoseconds in a unit of the time stamps' fraction
}

// openPcap reads the file header.
func (r *Reader) openPcap(v pcapVariant) error {
	size := pcapHeader + v.extra
	h := r.in.peek(size)
	if len(h) < size {
		return r.ended(0, len(h), "file header", size)
	}
	major, minor := v.order.u16(h[4:]), v.order.u16(h[6:])
	snaplen, network := v.order.u32(h[16:]), v.order.u32(h[20:])
	if major < 2 {
		return r.fault(ErrUnsupported, 0, "version", "%d.%d", major, minor)
	}
	f := &pcapFile{r: r, order: v.order, header: recordHeader, unit: 1000}
	f.swapped = lengthOrderOf(major, minor)
	iface := &Interface{SnapLen: int(snaplen), Digits: 6, Resolution: 6, FCSLen: -1}
	if v.nano {
		f.unit, iface.Digits, iface.Resolution = 1, 9, 9
	}
	if link, ok := aixLink(major, minor, network); ok {
		v.name, v.layout = "AIX pcap", nil
		network = uint32(link)
		f.unit, iface.Digits, iface.Resolution = 1, 9, 9
		if link == LinkFDDI {
			f.pad = 3
		}
	}
	if network&linkReserved != 0 {
		return r.fault(ErrUnsupported, 0, "link type", "reserved bits are set (0x%08x)", network)
	}
	if network&linkFCSPresent != 0 {
		iface.FCSLen = int(network>>linkFCSShift) * 2
	}
	iface.Link = LinkType(network & 0xffff)
	f.limit = maxCaptured(iface.Link)
	f.iface = iface
	r.in.advance(size)
	if l, ok := f.guessLayout(v.layout, r.in.buffered(), snaplen); ok {
		f.header, v.name = l.size, l.name
	}
	r.meta.Format = v.name
	r.addInterface(iface)
	r.format = f
	return nil
}

// next reads one record.
func (f *pcapFile) next(p *Packet) error {
	r := f.r
	h := r.in.peek(f.header)
	if len(h) < f.header {
		return r.ended(r.in.offset(), len(h), "record header", f.header)
	}
	sec, frac := f.order.u32(h), f.order.u32(h[4:])
	captured, wire := f.lengths(h)
	if captured > f.limit {
		return r.fault(ErrDamaged, r.in.offset(), "captured length", "%d bytes, more than the %d that a record can have", captured, f.limit)
	}
	if int(captured) < f.pad {
		return r.fault(ErrDamaged, r.in.offset(), "captured length", "%d bytes, less than the padding", captured)
	}
	size := f.header + int(captured)
	rec := r.in.peek(size)
	if len(rec) < size {
		return r.ended(r.in.offset(), len(rec), "record", size)
	}
	begin := r.in.offset()
	r.in.advance(size)
	r.number++
	p.start(r.number, f.iface)
	p.Offset = begin + int64(f.header+f.pad)
	p.Time, p.HasTime = time.Unix(int64(sec), int64(frac)*f.unit), true
	p.Data, p.WireLen = rec[f.header+f.pad:size:size], int(wire)-f.pad
	return nil
}

// lengths returns the captured and the original length of a record header.
func (f *pcapFile) lengths(h []byte) (captured, wire uint32) {
	captured, wire = f.order.u32(h[8:]), f.order.u32(h[12:])
	if f.swapped == lengthsSwapped || f.swapped == lengthsMaybe && captured > wire {
		return wire, captured
	}
	return captured, wire
}

// isPcapng reports whether a file begins with a section header block, whose type is
// the same in both byte orders.
func isPcapng(b []byte) bool { return binary.BigEndian.Uint32(b) == blockSHB }
