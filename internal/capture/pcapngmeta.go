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

// keep reports whether Meta has room for a block of this cost, and counts it.
func (r *Reader) keep(cost int) bool {
	if r.kept+cost > metaLimit {
		r.meta.Dropped++
		return false
	}
	r.kept += cost
	return true
}

// readMeta reads a block of metadata.
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
	b, err := f.block(size)
	if err != nil {
		return err
	}
	if err := read(b[blockHeader:]); err != nil {
		return err
	}
	f.r.in.advance(int(size))
	return nil
}

// addNames reads the body of a name resolution block (section 4.5): records of
// type(2) length(2) and an address with the names that belong to it.
func (f *pcapngFile) addNames(b []byte) error {
	keep := f.r.keep(namesCost * len(b))
	for len(b) >= 4 {
		typ, n := f.order.u16(b), int(f.order.u16(b[2:]))
		if typ == 0 { // nrb_record_end; options follow, of which none is kept
			return f.options(b[4:], func(uint16, []byte) error { return nil })
		}
		padded := (n + 3) &^ 3
		if b = b[4:]; padded > len(b) {
			return f.damaged("name record", "%d bytes, %d are left in its block", n, len(b))
		}
		if size := addressSize(typ); size > 0 {
			if n <= size || b[n-1] != 0 {
				return f.damaged("name record", "no name that ends with a zero")
			}
			if keep {
				name := nameRecord(typ, b[:size], b[size:n-1])
				name.Section = f.section
				f.r.meta.Names = append(f.r.meta.Names, name)
			}
		}
		b = b[padded:]
	}
	return nil
}

// Types of name records; other types are skipped.
const (
	nameIPv4  = 1
	nameIPv6  = 2
	nameEUI48 = 3
	nameEUI64 = 4
)

func addressSize(typ uint16) int {
	switch typ {
	case nameIPv4:
		return 4
	case nameIPv6:
		return 16
	case nameEUI48:
		return 6
	case nameEUI64:
		return 8
	}
	return 0
}

// nameRecord takes a record's address and its names, which zeros part.
func nameRecord(typ uint16, address, names []byte) (n Name) {
	if typ == nameIPv4 || typ == nameIPv6 {
		n.Addr, _ = netip.AddrFromSlice(address)
	} else {
		n.MAC = mac(address)
	}
	for s := range bytes.SplitSeq(names, []byte{0}) {
		n.Names = append(n.Names, string(s))
	}
	return n
}

// addStatistics reads the body of an interface statistics block (section 4.6).
func (f *pcapngFile) addStatistics(b []byte) error {
	s := Statistics{Section: f.section, Index: int(f.order.u32(b)), Received: -1, Dropped: -1}
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
	if err == nil && f.r.keep(optionsCost*len(b)) {
		f.r.meta.Statistics = append(f.r.meta.Statistics, s)
	}
	return err
}

// addSecrets reads the body of a decryption secrets block (section 4.7).
func (f *pcapngFile) addSecrets(b []byte) error {
	s := Secrets{Section: f.section, Type: f.order.u32(b)}
	n := f.order.u32(b[4:])
	if b = b[8:]; uint64(n) > uint64(len(b)) {
		return f.damaged("secrets length", "%d bytes, the block has room for %d", n, len(b))
	}
	if f.r.keep(len(b)) {
		s.Data = slices.Clone(b[:n])
		f.r.meta.Secrets = append(f.r.meta.Secrets, s)
	}
	return nil
}
