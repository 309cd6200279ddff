package capture

import (
	"cmp"
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Options' codes, of the blocks in whose names they begin.
const (
	shbHardware = 2
	shbOS       = 3
	shbUserAppl = 4

	ifName        = 2
	ifDescription = 3
	ifIPv4        = 4
	ifIPv6        = 5
	ifMAC         = 6
	ifSpeed       = 8
	ifTSResol     = 9
	ifFilter      = 11
	ifOS          = 12
	ifFCSLen      = 13
	ifTSOffset    = 14
	ifHardware    = 15

	epbFlags     = 2
	epbHash      = 3
	epbDropCount = 4
	epbPacketID  = 5
	epbQueue     = 6
	epbVerdict   = 7

	isbStartTime = 2
	isbEndTime   = 3
	isbReceived  = 4
	isbDropped   = 5
)

// writeSection writes the section header block (section 4.1).
func (w *pcapngWriter) writeSection(f *saveFile) {
	s := Section{OS: SystemName(), Application: w.application}
	if w.section != nil {
		s.Comments = w.section.Comments
		s.Hardware = w.section.Hardware
		s.OS = cmp.Or(w.section.OS, s.OS)
		s.Application = cmp.Or(w.section.Application, s.Application)
	}
	start := len(f.buf)
	b := beginBlock(f.buf, blockSHB)
	b = binary.LittleEndian.AppendUint32(b, byteOrderMagic)
	b = binary.LittleEndian.AppendUint16(b, 1)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint64(b, ^uint64(0)) // length of the section: unknown
	b = appendTexts(b, optComment, s.Comments...)
	b = appendTexts(b, shbHardware, s.Hardware)
	b = appendTexts(b, shbOS, s.OS)
	b = appendTexts(b, shbUserAppl, s.Application)
	f.buf = endBlock(appendEnd(b), start)
	f.mark()
}

// writeInterface writes an interface description block (section 4.2).
func (w *pcapngWriter) writeInterface(f *saveFile, i *Interface) {
	start := len(f.buf)
	b := beginBlock(f.buf, BlockInterface)
	b = binary.LittleEndian.AppendUint16(b, uint16(i.Link))
	b = append(b, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(i.SnapLen))
	b = appendTexts(b, optComment, i.Comments...)
	b = appendTexts(b, ifName, i.Name)
	b = appendTexts(b, ifDescription, i.Description)
	for _, a := range i.Addresses {
		b = appendAddress(b, a)
	}
	if m, err := net.ParseMAC(i.MAC); err == nil && len(m) == 6 {
		b = appendOption(b, ifMAC, []byte(m))
	}
	if i.Speed > 0 {
		b = appendOption(b, ifSpeed, binary.LittleEndian.AppendUint64(nil, i.Speed))
	}
	b = appendOption(b, ifTSResol, []byte{resolutionOf(i)})
	if i.Filter != "" {
		b = appendOption(b, ifFilter, "\x00"+i.Filter) // 0: in libpcap's language
	}
	b = appendTexts(b, ifOS, i.OS)
	if i.Offset != 0 {
		b = appendOption(b, ifTSOffset, binary.LittleEndian.AppendUint64(nil, uint64(i.Offset)))
	}
	if i.FCSLen >= 0 {
		b = appendOption(b, ifFCSLen, []byte{byte(i.FCSLen)})
	}
	b = appendTexts(b, ifHardware, i.Hardware)
	f.buf = endBlock(appendEnd(b), start)
	f.mark()
}

// appendAddress appends if_IPv4addr or if_IPv6addr.
func appendAddress(b []byte, s string) []byte {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		// An IPv4 mask that is no prefix is written out.
		address, mask, _ := strings.Cut(s, "/")
		a, err := netip.ParseAddr(address)
		m, err2 := netip.ParseAddr(mask)
		if err != nil || err2 != nil || !a.Is4() || !m.Is4() {
			return b
		}
		return appendOption(b, ifIPv4, append(a.AsSlice(), m.AsSlice()...))
	}
	a := p.Addr().AsSlice()
	if p.Addr().Is4() {
		return appendOption(b, ifIPv4, append(a, net.CIDRMask(p.Bits(), 32)...))
	}
	return appendOption(b, ifIPv6, append(a, byte(p.Bits())))
}

// writeStatistics writes an interface statistics block (section 4.6).
func (w *pcapngWriter) writeStatistics(f *saveFile, iface int, s Statistics) {
	if iface >= len(w.ifaces) {
		return
	}
	i, t := w.ifaces[iface], w.times[iface]
	start := len(f.buf)
	b := beginBlock(f.buf, BlockStatistics)
	b = binary.LittleEndian.AppendUint32(b, uint32(iface))
	if t.first.IsZero() {
		b = appendTicks(b, 0)
	} else {
		b = appendTicks(b, ticksOf(t.last, i))
	}
	b = appendTexts(b, optComment, s.Comments...)
	if !t.first.IsZero() {
		b = appendOption(b, isbStartTime, appendTicks(nil, ticksOf(t.first, i)))
		b = appendOption(b, isbEndTime, appendTicks(nil, ticksOf(t.last, i)))
	}
	if s.Received >= 0 {
		b = appendOption(b, isbReceived, binary.LittleEndian.AppendUint64(nil, uint64(s.Received)))
	}
	if s.Dropped >= 0 {
		b = appendOption(b, isbDropped, binary.LittleEndian.AppendUint64(nil, uint64(s.Dropped)))
	}
	f.buf = endBlock(appendEnd(b), start)
	f.mark()
}

// writeNames writes a name resolution block (section 4.5).
func (w *pcapngWriter) writeNames(f *saveFile, names []Name) {
	if len(names) == 0 {
		return
	}
	start := len(f.buf)
	b := beginBlock(f.buf, BlockNames)
	for i := range names {
		if typ, address := nameAddress(&names[i]); address != nil {
			b = appendOption(b, typ, append(address, strings.Join(names[i].Names, "\x00")+"\x00"...))
		}
	}
	f.buf = endBlock(appendEnd(b), start) // nrb_record_end looks like opt_endofopt
	f.mark()
}

// nameAddress returns a name record's type and address.
func nameAddress(n *Name) (typ uint16, address []byte) {
	if n.Addr.IsValid() {
		if n.Addr.Is4() {
			return nameIPv4, n.Addr.AsSlice()
		}
		return nameIPv6, n.Addr.AsSlice()
	}
	m, err := net.ParseMAC(n.MAC)
	switch {
	case err != nil:
		return 0, nil
	case len(m) == 6:
		return nameEUI48, slices.Clone([]byte(m))
	}
	return nameEUI64, slices.Clone([]byte(m))
}

// writeSecrets writes a decryption secrets block (section 4.7).
func writeSecrets(f *saveFile, s *Secrets) {
	start := len(f.buf)
	b := beginBlock(f.buf, BlockSecrets)
	b = binary.LittleEndian.AppendUint32(b, s.Type)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s.Data)))
	f.buf = endBlock(appendPadded(b, s.Data), start)
	f.mark()
}

// beginBlock leaves room for the length, which endBlock fills in.
func beginBlock(b []byte, typ BlockType) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(typ)), 0, 0, 0, 0)
}

// endBlock ends the block that starts at b[start].
func endBlock(b []byte, start int) []byte {
	total := uint32(len(b) - start + blockTrailer)
	binary.LittleEndian.PutUint32(b[start+4:], total)
	return binary.LittleEndian.AppendUint32(b, total)
}

// appendTicks appends a time stamp: its upper half comes first.
func appendTicks(b []byte, ts uint64) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(ts>>32))
	return binary.LittleEndian.AppendUint32(b, uint32(ts))
}

func appendPadded[T string | []byte](b []byte, v T) []byte {
	b = append(b, v...)
	for n := len(v); n%4 != 0; n++ {
		b = append(b, 0)
	}
	return b
}

// optionMax is the longest value of an option whose padded length fits in 16 bits.
const optionMax = 0xfffc

func appendOption[T string | []byte](b []byte, code uint16, v T) []byte {
	v = v[:min(len(v), optionMax)]
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(v)))
	return appendPadded(b, v)
}

// appendTexts appends an option for each text that is not empty.
func appendTexts(b []byte, code uint16, texts ...string) []byte {
	for _, s := range texts {
		if s != "" {
			b = appendOption(b, code, s)
		}
	}
	return b
}

func appendEnd(b []byte) []byte { return append(b, optEnd, 0, 0, 0) }
