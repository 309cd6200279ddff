package capture

import "encoding/binary"

const (
	sectionMin   = blockMin + 16 // byte-order magic(4) major(2) minor(2) section length(8)
	interfaceMin = blockMin + 8  // link type(2) reserved(2) snaplen(4)
)

// readSection reads a section header block. It settles the byte order of its
// own length and of all that follows, and forgets the interfaces before it.
func (f *pcapngFile) readSection() error {
	r := f.r
	h := r.in.peek(blockHeader + 4)
	if len(h) < blockHeader+4 {
		return r.ended(r.in.offset(), len(h), "section header block", sectionMin)
	}
	order := f.order
	switch uint32(byteOrderMagic) {
	case binary.LittleEndian.Uint32(h[8:]):
		f.order = littleEndian
	case binary.BigEndian.Uint32(h[8:]):
		f.order = bigEndian
	default:
		return f.damaged("byte-order magic", "%08x", h[8:12])
	}
	size, err := f.size(f.order.u32(h[4:]), sectionMin)
	if err == nil && size > metaLimit/optionsCost {
		err = f.damaged("block total length", "%d bytes in a section header", size)
	}
	if err != nil {
		f.order = order
		return err
	}
	b, err := f.block(size)
	if err != nil {
		return err
	}
	s := Section{BigEndian: bool(f.order), Major: f.order.u16(b[12:]), Minor: f.order.u16(b[14:])}
	if s.Major != 1 || s.Minor != 0 && s.Minor != 2 {
		return r.fault(ErrUnsupported, r.in.offset(), "section header version", "%d.%d", s.Major, s.Minor)
	}
	if err := f.sectionOptions(&s, b[24:]); err != nil {
		return err
	}
	r.in.advance(int(size))
	f.section++
	s.Number = f.section
	f.ifaces, f.names = nil, map[string]bool{}
	f.none = &Interface{ID: -1, Index: -1, Section: f.section, File: r.name, Link: LinkNone, FCSLen: -1, Digits: 9}
	if r.keep(optionsCost*int(size) + sectionCost) {
		r.meta.Sections = append(r.meta.Sections, s)
	}
	return nil
}

func (f *pcapngFile) sectionOptions(s *Section, b []byte) error {
	return f.options(b, func(code uint16, v []byte) error {
		switch code {
		case optComment:
			s.Comments = append(s.Comments, text(v))
		case 2:
			s.Hardware = text(v)
		case 3:
			s.OS = text(v)
		case 4:
			s.Application = text(v)
		}
		return nil
	})
}

// addInterface reads the body of an interface description block.
func (f *pcapngFile) addInterface(b []byte) error {
	f.r.described += optionsCost*len(b) + interfaceCost
	if f.r.described > metaLimit {
		return f.r.fault(ErrUnsupported, f.r.in.offset(), "interface description block", "the interfaces take more than %d bytes", metaLimit)
	}
	i := pcapngIface{
		Interface: &Interface{
			Section: f.section,
			Index:   len(f.ifaces),
			Link:    LinkType(f.order.u16(b)),
			SnapLen: int(f.order.u32(b[4:])),
			FCSLen:  -1,
		},
		res: newResolution(6),
	}
	i.limit = maxCaptured(i.Link)
	if err := f.interfaceOptions(&i, b[8:]); err != nil {
		return err
	}
	i.Digits, i.Resolution = i.res.digits(), i.res.option
	i.Twin = f.names[i.Name]
	f.names[i.Name] = true
	f.ifaces = append(f.ifaces, i)
	f.r.addInterface(i.Interface)
	return nil
}
