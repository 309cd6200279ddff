package capture

import (
	"encoding/binary"
	"math"
)

// pcapWriter writes the classic format: microseconds, or nanoseconds where the
// capture has them; one link type.
type pcapWriter struct {
	link  LinkType
	unit  int // nanoseconds in a unit of the times
	fcs   int // bytes of frame check sequence, -1: unknown
	snap  int
	known bool
	nano  bool // nanoseconds in any case
}

// begin writes the file header. What the first file had, the next ones have.
func (w *pcapWriter) begin(f *saveFile, first *Interface) {
	if !w.known {
		w.link, w.unit, w.snap, w.fcs = LinkEthernet, 1000, DefaultSnapLen, -1
		if first != nil {
			w.link, w.fcs = first.Link, first.FCSLen
			if first.Resolution > 6 {
				w.unit = 1
			}
			if first.SnapLen > 0 {
				w.snap = first.SnapLen
			}
		}
		if w.nano {
			w.unit = 1
		}
		w.known = first != nil
	}
	magic := uint32(0xa1b2c3d4)
	if w.unit == 1 {
		magic = 0xa1b23c4d
	}
	network := uint32(w.link)
	if w.fcs >= 0 && w.fcs%2 == 0 {
		network |= linkFCSPresent | uint32(w.fcs/2)<<linkFCSShift
	}
	b := binary.LittleEndian.AppendUint32(f.buf, magic)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 4)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0) // time zone and accuracy, which are always zero
	b = binary.LittleEndian.AppendUint32(b, uint32(w.snap))
	f.buf = binary.LittleEndian.AppendUint32(b, network)
	f.mark()
}

// gather does nothing: the format has no metadata.
func (*pcapWriter) gather(*saveFile, []*Meta) {}

// packet writes a record. What is no packet is left out.
func (w *pcapWriter) packet(f *saveFile, p *Packet) (written bool, err error) {
	if p.Link == LinkNone {
		return false, nil
	}
	if p.Link != w.link {
		return false, &Error{
			File: f.name, Frame: p.Number, Offset: f.length(), Kind: ErrWrite,
			Detail: "a pcap file has one link type; this one is " + w.link.String() + ", the frame " + p.Link.String() + "; write pcapng",
		}
	}
	var sec int64
	var frac int
	if p.HasTime {
		sec, frac = p.Time.Unix(), p.Time.Nanosecond()/w.unit
		if sec < 0 || sec > math.MaxUint32 {
			return false, timeFault(f, p, "is not from 1970 to 2106, as pcap has them; write pcapng")
		}
	}
	b := binary.LittleEndian.AppendUint32(f.buf, uint32(sec))
	b = binary.LittleEndian.AppendUint32(b, uint32(frac))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.WireLen))
	f.buf = append(b, p.Data...)
	f.mark()
	return true, nil
}

func (*pcapWriter) end(*saveFile, []Stats) {}
