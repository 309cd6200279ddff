package capture

import (
	"bytes"
	"net/netip"
	"slices"
)

const (
	namesMin      = blockMin + 4  // one record's header: type(2) length(2)
	statisticsMin = blockMin + 12 // interface(4) time high(4) low(4)
	secretsMin    = blockMin + 8  // type(4) length(4)
)

// keep says whether there is room for a block of size bytes in Meta.
func (r *Reader) keep(size int) bool {
	if r.kept+size > metaLimit {
		r.meta.Dropped++
		return false
	}
	r.kept += size
	return true
}

// readMeta reads a block that tells something beside the packets.
func (f *pcapngFile) readMeta(typ BlockType, total uint32) error {
	least, read := interfaceMin, f.addInterface
	switch typ {
	case BlockNames:
		least, read = namesMin, f.addNames
	case BlockStatistics:
		least, read = statisticsMin, f.addStatistics
	case BlockSecrets:
		least, read = secretsMin, f.addSecrets
	}
	size, err := f.size(total, least)
	if err != nil {
		return err
	}
	if size > metaLimit {
		if typ == BlockInterface {
			return f.damaged("block total length", "%d bytes in an interface description", size)
		}
		f.r.meta.Dropped++
		return f.skip(total)
	}
	in := &f.r.in
	b := in.peek(int(size))
	if int64(len(b)) < size {
		return f.r.ended(in.offset(), len(b), "block", int(size))
	}
	if err := read(b[:size-blockTrailer]); err != nil {
		return err
	}
	_, err = f.block(size)
	return err
}

// addNames reads the body of a name resolution block (section 4.5): records of
// type(2) length(2) and an address with the names that belong to it.
func (f *pcapngFile) addNames(body []byte) error {
	keep := f.r.keep(len(body))
	for b := body[blockHeader:]; len(b) >= 4; {
		typ, n := f.order.u16(b), int(f.order.u16(b[2:]))
		if typ == 0 { // nrb_record_end; options follow
			return nil
		}
		padded := (n + 3) &^ 3
		if b = b[4:]; padded > len(b) {
			return f.damaged("name record", "%d bytes, %d are left in its block", n, len(b))
		}
		if name, ok := nameRecord(typ, b[:n]); ok && keep {
			name.Section = f.section
			f.r.meta.Names = append(f.r.meta.Names, name)
		}
		b = b[padded:]
	}
	return nil
}

func nameRecord(typ uint16, v []byte) (n Name, ok bool) {
	size := map[uint16]int{1: 4, 2: 16, 3: 6, 4: 8}[typ] // IPv4, IPv6, EUI-48, EUI-64
	if size == 0 || len(v) <= size {
		return n, false
	}
	if typ <= 2 {
		n.Addr, _ = netip.AddrFromSlice(v[:size])
	} else {
		n.MAC = mac(v[:size])
	}
	for s := range bytes.SplitSeq(bytes.TrimRight(v[size:], "\x00"), []byte{0}) {
		n.Names = append(n.Names, string(s))
	}
	return n, true
}

// addStatistics reads the body of an interface statistics block (section 4.6).
func (f *pcapngFile) addStatistics(body []byte) error {
	b := body[blockHeader:]
	s := Statistics{Section: f.section, Index: int(f.order.u32(b)), Received: -1, Dropped: -1}
	if s.Index >= len(f.ifaces) {
		return f.damaged("interface ID", "%d, the section has %d interfaces", s.Index, len(f.ifaces))
	}
	err := f.options(b[12:], func(code uint16, v []byte) error {
		switch {
		case code == optComment:
			s.Comments = append(s.Comments, text(v))
		case code == 4 && len(v) == 8: // isb_ifrecv
			s.Received = int64(f.order.u64(v))
		case code == 5 && len(v) == 8: // isb_ifdrop
			s.Dropped = int64(f.order.u64(v))
		}
		return nil
	})
	if err == nil && f.r.keep(len(body)) {
		f.r.meta.Statistics = append(f.r.meta.Statistics, s)
	}
	return err
}

// addSecrets reads the body of a decryption secrets block (section 4.7).
func (f *pcapngFile) addSecrets(body []byte) error {
	b := body[blockHeader:]
	s := Secrets{Section: f.section, Type: f.order.u32(b)}
	n := f.order.u32(b[4:])
	if b = b[8:]; uint64(n) > uint64(len(b)) {
		return f.damaged("secrets length", "%d bytes, the block has room for %d", n, len(b))
	}
	if f.r.keep(len(body)) {
		s.Data = slices.Clone(b[:n])
		f.r.meta.Secrets = append(f.r.meta.Secrets, s)
	}
	return nil
}
