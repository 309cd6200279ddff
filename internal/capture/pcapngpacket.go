package capture

import (
	"bytes"
	"slices"
	"strconv"
	"time"
)

// The least lengths of blocks that become packets.
const (
	enhancedMin = blockMin + 20 // interface(4) time high(4) low(4) captured length(4) original length(4)
	obsoleteMin = blockMin + 20 // interface(2) drops(2), the rest as above
	simpleMin   = blockMin + 4  // original length(4)
	customMin   = blockMin + 4  // Private Enterprise Number(4)
	journalMin  = blockMin + len(journalTime) + 2
	sysdigMin   = blockMin + 24 // CPU(2) nanoseconds(8) thread(8) length(4) type(2)
	sysdig2Min  = sysdigMin + 4 // parameters(4)
)

// readPacket reads a block that has a frame number.
func (f *pcapngFile) readPacket(p *Packet, typ BlockType, total uint32) error {
	size, err := f.size(total, leastLength(typ))
	if err != nil {
		return err
	}
	if size > maxPacketBlock {
		return f.r.fault(ErrUnsupported, f.r.in.offset(), "block total length", "a packet block of %d bytes, more than %d", size, maxPacketBlock)
	}
	b, err := f.block(size)
	if err != nil {
		return err
	}
	p.start(f.r.number+1, f.none)
	p.Block, p.Link = typ, LinkNone
	body := b[blockHeader:]
	switch typ {
	case BlockEnhanced:
		err = f.enhanced(p, body, f.order.u32(body))
	case BlockPacket:
		err = f.enhanced(p, body, uint32(f.order.u16(body)))
	case BlockSimplePacket:
		err = f.simple(p, body)
	case BlockCustom, BlockCustomPrivate:
		p.PEN = f.order.u32(body)
		whole(p, body[4:])
	case BlockJournal:
		journal(p, body)
	case BlockSysdig, BlockSysdig2, BlockSysdig2Large:
		p.Time, p.HasTime = time.Unix(0, int64(f.order.u64(body[2:]))), true
		whole(p, body[leastLength(typ)-blockMin:])
	}
	if err != nil {
		return err
	}
	f.r.number++
	p.Offset = f.r.in.offset() + blockHeader + int64(dataOffset(typ))
	f.r.in.advance(int(size))
	return nil
}

// dataOffset is where a frame's bytes begin in the body of its block.
func dataOffset(typ BlockType) int {
	switch typ {
	case BlockEnhanced, BlockPacket:
		return 20
	case BlockSimplePacket, BlockCustom, BlockCustomPrivate:
		return 4
	case BlockJournal:
		return 0
	}
	return leastLength(typ) - blockMin
}

func leastLength(typ BlockType) int {
	switch typ {
	case BlockEnhanced:
		return enhancedMin
	case BlockPacket:
		return obsoleteMin
	case BlockSimplePacket:
		return simpleMin
	case BlockCustom, BlockCustomPrivate:
		return customMin
	case BlockJournal:
		return journalMin
	case BlockSysdig:
		return sysdigMin
	}
	return sysdig2Min
}

// enhanced reads the body of an enhanced packet block (section 4.3), or of a
// packet block (appendix A), which differs in its first four bytes only.
func (f *pcapngFile) enhanced(p *Packet, b []byte, iface uint32) error {
	captured, wire := f.order.u32(b[12:]), f.order.u32(b[16:])
	rest := b[20:]
	padded := (int64(captured) + 3) &^ 3
	if int64(len(rest)) < padded {
		return f.damaged("captured length", "%d bytes, the block has room for %d", captured, len(rest))
	}
	if uint64(iface) >= uint64(len(f.ifaces)) {
		return f.damaged("interface ID", "%d, the section has %d interfaces", iface, len(f.ifaces))
	}
	i := &f.ifaces[iface]
	if captured > i.limit {
		return f.damaged("captured length", "%d bytes, more than the %d that a frame can have", captured, i.limit)
	}
	ts := uint64(f.order.u32(b[4:]))<<32 | uint64(f.order.u32(b[8:]))
	sec, nsec := i.res.split(ts)
	p.Time, p.HasTime = time.Unix(sec+i.Offset, nsec), true
	p.Data = rest[:captured:captured]
	p.WireLen = int(wire)
	p.Link = i.Link
	p.Iface = i.Interface
	if options := rest[padded:]; len(options) > 0 {
		return f.packetOptions(p, options)
	}
	return nil
}

// packetOptions reads the options of a packet.
func (f *pcapngFile) packetOptions(p *Packet, b []byte) error {
	return f.options(b, func(code uint16, v []byte) error {
		switch code {
		case optComment:
			p.Comments = append(p.Comments, text(v))
		case 2: // epb_flags
			if len(v) != 4 {
				return f.damaged("epb_flags", "%d bytes, not 4", len(v))
			}
			p.Flags = f.order.u32(v)
		default:
			p.Options = f.appendCopied(p.Options, code, v)
		}
		return nil
	})
}

// appendCopied appends an option that nothing here reads, in little-endian order, if what
// it holds is known or its maker allows to copy it (section 3.5.1).
func (f *pcapngFile) appendCopied(b []byte, code uint16, v []byte) []byte {
	number := 0 // bytes of a number that it begins with
	switch code {
	case epbHash, epbVerdict: // a byte, and bytes
	case epbDropCount, epbPacketID:
		number = 8
	case epbQueue, optCustomText, optCustomBytes: // custom options begin with their maker's
		number = 4
	default:
		return b
	}
	if len(v) < number {
		return b
	}
	b = appendOption(b, code, v)
	if n := b[len(b)-(len(v)+3)&^3:][:number]; f.order == bigEndian {
		slices.Reverse(n)
	}
	return b
}

// simple reads the body of a simple packet block (section 4.4): a frame of the
// section's first interface, cut at its snapshot length, without a time.
func (f *pcapngFile) simple(p *Packet, b []byte) error {
	if len(f.ifaces) == 0 {
		return f.damaged("simple packet block", "the section has no interface")
	}
	i := &f.ifaces[0]
	wire := f.order.u32(b)
	captured := wire
	if i.SnapLen > 0 && int64(wire) > int64(i.SnapLen) {
		captured = uint32(i.SnapLen)
	}
	rest := b[4:]
	if (int64(captured)+3)&^3 != int64(len(rest)) { // there are no options that could fill it
		return f.damaged("original length", "%d bytes of packet data in a block of %d", captured, len(rest))
	}
	if captured > i.limit {
		return f.damaged("original length", "%d bytes, more than the %d that a frame can have", captured, i.limit)
	}
	p.Data = rest[:captured:captured]
	p.WireLen = int(wire)
	p.Link = i.Link
	p.Iface = i.Interface
	return nil
}

// whole makes a frame of what is no packet.
func whole(p *Packet, b []byte) {
	p.Data, p.WireLen = b[:len(b):len(b)], len(b)
}

const journalTime = "__REALTIME_TIMESTAMP="

// journal makes a frame of a systemd journal export block: text, padded with
// zeros, whose time is in microseconds.
func journal(p *Packet, b []byte) {
	b = bytes.TrimRight(b, "\x00")
	whole(p, b)
	_, after, ok := bytes.Cut(b, []byte(journalTime))
	if !ok {
		return
	}
	digits, _, _ := bytes.Cut(after, []byte("\n"))
	if us, err := strconv.ParseInt(string(digits), 10, 64); err == nil {
		p.Time, p.HasTime = time.UnixMicro(us), true
	}
}
