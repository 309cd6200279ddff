package capture

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"time"
)

// pcapngWriter writes one section, little-endian, with the interfaces of all
// captures that it is fed from.
//
// Blocks of metadata are written as soon as they are read, and again at the head of
// each further file.
type pcapngWriter struct {
	application string
	section     *Section // of the first capture, nil if it has none
	ifaces      []*Interface
	ids         map[*Interface]int
	times       []span // of the interfaces' packets
	names       []Name
	secrets     []Secrets
	statistics  []savedStatistics
	seen        []seenMeta
	begun       bool
}

// A span is when an interface's first and last packet were captured.
type span struct{ first, last time.Time }

// A seenMeta is how much of a Meta is written.
type seenMeta struct{ ifaces, names, secrets, statistics int }

// savedStatistics are counts that the capture has brought along.
type savedStatistics struct {
	iface int
	Statistics
}

// begin writes the head of a file: the section header and the metadata so far.
func (w *pcapngWriter) begin(f *saveFile, _ *Interface) {
	w.begun = true
	w.writeSection(f)
	for _, i := range w.ifaces {
		w.writeInterface(f, i)
	}
	w.writeNames(f, w.names)
	for i := range w.secrets {
		writeSecrets(f, &w.secrets[i])
	}
}

// gather writes new metadata, or keeps it until the head is written.
func (w *pcapngWriter) gather(f *saveFile, metas []*Meta) {
	for k, m := range metas {
		if k == len(w.seen) {
			w.seen = append(w.seen, seenMeta{})
		}
		seen := &w.seen[k]
		if w.section == nil && len(m.Sections) > 0 && !w.begun {
			w.section = &m.Sections[0]
		}
		for _, i := range m.Interfaces[seen.ifaces:] {
			w.add(f, i)
		}
		if names := m.Names[seen.names:]; len(names) > 0 {
			w.names = append(w.names, names...)
			if w.begun {
				w.writeNames(f, names)
			}
		}
		for i := range m.Secrets[seen.secrets:] {
			s := &m.Secrets[seen.secrets+i]
			w.secrets = append(w.secrets, *s)
			if w.begun {
				writeSecrets(f, s)
			}
		}
		for _, s := range m.Statistics[seen.statistics:] {
			for _, i := range m.Interfaces {
				if i.Section == s.Section && i.Index == s.Index {
					w.statistics = append(w.statistics, savedStatistics{w.ids[i], s})
				}
			}
		}
		*seen = seenMeta{len(m.Interfaces), len(m.Names), len(m.Secrets), len(m.Statistics)}
	}
}

// add gives an interface its place in the section.
func (w *pcapngWriter) add(f *saveFile, i *Interface) {
	w.ids[i] = len(w.ifaces)
	w.ifaces = append(w.ifaces, i)
	w.times = append(w.times, span{})
	if w.begun {
		w.writeInterface(f, i)
	}
}

// packet writes an enhanced packet block (section 4.3). A packet without a time that no
// simple packet block can hold gets the time 0. Other blocks are copied if their type
// allows it.
func (w *pcapngWriter) packet(f *saveFile, p *Packet) (written bool, err error) {
	if p.Link == LinkNone {
		if !w.begun {
			w.begin(f, nil)
		}
		return writeOther(f, p), nil
	}
	id, ok := w.ids[p.Iface]
	if !ok {
		w.add(f, p.Iface)
		id = w.ids[p.Iface]
	}
	if isSimple(p, id) {
		writeSimple(f, p)
		return true, nil
	}
	var ts uint64
	if p.HasTime {
		if ts, ok = ticks(p.Time, p.Iface); !ok {
			return false, timeFault(f, p, noTicks(p))
		}
		if t := &w.times[id]; t.first.IsZero() {
			t.first, t.last = p.Time, p.Time
		} else {
			t.last = p.Time
		}
	}
	start := len(f.buf)
	b := beginBlock(f.buf, BlockEnhanced)
	b = binary.LittleEndian.AppendUint32(b, uint32(id))
	b = appendTicks(b, ts)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.WireLen))
	b = appendPadded(b, p.Data)
	if p.Flags != 0 || len(p.Comments) > 0 || len(p.Options) > 0 {
		for _, c := range p.Comments {
			b = appendOption(b, optComment, c)
		}
		if p.Flags != 0 {
			b = appendOption(b, epbFlags, binary.LittleEndian.AppendUint32(nil, p.Flags))
		}
		b = appendEnd(append(b, p.Options...))
	}
	f.buf = endBlock(b, start)
	f.mark()
	return true, nil
}

// isSimple reports whether a simple packet block (section 4.4) holds all of p, which has
// no time, on the interface with a number in the section: that block's is the first, whose
// snapshot length tells how many bytes are there.
func isSimple(p *Packet, id int) bool {
	captured := p.WireLen
	if n := p.Iface.SnapLen; n > 0 {
		captured = min(captured, n)
	}
	return !p.HasTime && id == 0 && p.Flags == 0 && len(p.Comments) == 0 && len(p.Options) == 0 && len(p.Data) == captured
}

// writeSimple writes a simple packet block.
func writeSimple(f *saveFile, p *Packet) {
	start := len(f.buf)
	b := beginBlock(f.buf, BlockSimplePacket)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.WireLen))
	f.buf = endBlock(appendPadded(b, p.Data), start)
	f.mark()
}

// writeOther copies a block that has a frame number and is no packet, if it may be copied.
func writeOther(f *saveFile, p *Packet) bool {
	start := len(f.buf)
	b := beginBlock(f.buf, p.Block)
	switch p.Block {
	case BlockCustom:
		b = binary.LittleEndian.AppendUint32(b, p.PEN)
	case BlockJournal:
	default:
		return false
	}
	f.buf = endBlock(appendPadded(b, p.Data), start)
	f.mark()
	return true
}

// end writes the statistics: of a live capture, or as read from the captures.
func (w *pcapngWriter) end(f *saveFile, stats []Stats) {
	for i, s := range stats {
		w.writeStatistics(f, i, Statistics{Received: int64(s.Received), Dropped: int64(s.Dropped)})
	}
	if stats == nil {
		for _, s := range w.statistics {
			w.writeStatistics(f, s.iface, s.Statistics)
		}
	}
	w.begun = false
	clear(w.times)
}

// resolutionOf returns the if_tsresol that an interface gets: its own, as long as
// nanoseconds can be divided by it without a rest.
func resolutionOf(i *Interface) uint8 { return min(i.Resolution, 9) }

// ticks returns a time in the units of its interface; ok is false if it is before the
// interface's offset, or has more than 64 bits.
func ticks(t time.Time, i *Interface) (n uint64, ok bool) {
	unit := uint64(1)
	for range resolutionOf(i) {
		unit *= 10
	}
	sec := t.Unix() - i.Offset
	high, low := bits.Mul64(uint64(sec), unit)
	n, carry := bits.Add64(low, uint64(t.Nanosecond())/(1e9/unit), 0)
	return n, sec >= 0 && high|carry == 0
}

// noTicks returns what is wrong with the time of a packet.
func noTicks(p *Packet) string {
	if p.Time.Unix() < p.Iface.Offset {
		return "is before if_tsoffset, " + strconv.FormatInt(p.Iface.Offset, 10) + " seconds since 1970"
	}
	return "has no room in 64 bits of 10^-" + strconv.Itoa(int(resolutionOf(p.Iface))) + " seconds, if_tsresol"
}

// ticksOf is ticks of a time that was written.
func ticksOf(t time.Time, i *Interface) uint64 {
	n, _ := ticks(t, i)
	return n
}

// timeFault is the error for a packet whose time has no room in its record.
func timeFault(f *saveFile, p *Packet, why string) error {
	at := p.Time.UTC().Format("2006-01-02 15:04:05.999999999 UTC")
	return &Error{File: f.name, Frame: p.Number, Offset: f.length(), Kind: ErrWrite, Detail: "its time, " + at + ", " + why}
}
