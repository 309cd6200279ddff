package link

import "github.com/pktscope/pktscope/dissect/field"

// FDDIProto declares the fields of FDDI.
var FDDIProto = field.NewProto("fddi", "FDDI", "Fiber Distributed Data Interface")

var _ = FDDIProto.FormatBy(formatFDDI)

var (
	fddiFC       = FDDIProto.Uint8("fddi.fc", "Frame Control", field.Hex, field.Format(formatFDDIControl))
	fddiClass    = FDDIProto.Uint8("fddi.fc.clf", "Class/Length/Format", field.Hex, field.Mask(0xf0), field.Named(fddiClassName))
	fddiPriority = FDDIProto.Uint8("fddi.fc.prio", "Priority", field.Dec, field.Mask(0x07))
	fddiSMT      = FDDIProto.Uint8("fddi.fc.smt_subtype", "SMT Subtype", field.Dec, field.Mask(0x0f), field.Named(fddiSMTName))
	fddiMAC      = FDDIProto.Uint8("fddi.fc.mac_subtype", "MAC Subtype", field.Dec, field.Mask(0x0f), field.Named(fddiMACName))
	fddiDst      = FDDIProto.Ether("fddi.dst", "Destination", field.Mirrored())
	fddiSrc      = FDDIProto.Ether("fddi.src", "Source", field.Mirrored())
)

// Classes of frames: ANSI X3.139, section 3.3.3, the high four bits.
const (
	fddiVoid     = 0x0
	fddiSMTClass = 0x4
	fddiAsyncLLC = 0x5
	fddiAsyncImp = 0x6
	fddiToken    = 0x8
	fddiMACClass = 0xc
	fddiSyncLLC  = 0xd
	fddiSyncImp  = 0xe

	fddiRestricted = 0xc0 // the whole byte of a restricted token
)

func fddiClassName(v uint64) string {
	switch v {
	case fddiVoid:
		return "Void"
	case fddiSMTClass:
		return "SMT"
	case fddiAsyncLLC:
		return "Async LLC"
	case fddiAsyncImp:
		return "Implementor Async"
	case fddiToken:
		return "Nonrestricted Token"
	case fddiMACClass:
		return "MAC"
	case fddiSyncLLC:
		return "Sync LLC"
	case fddiSyncImp:
		return "Implementor Sync"
	}
	return ""
}

func fddiSMTName(v uint64) string {
	switch v {
	case 1:
		return "Info"
	case 15:
		return "Next Station Address"
	}
	return ""
}

func fddiMACName(v uint64) string {
	switch v {
	case 2:
		return "Beacon"
	case 3:
		return "Claim"
	}
	return ""
}

// An FDDI is the header of an FDDI frame.
type FDDI struct {
	Control  uint8
	Dst, Src [6]byte // in the order of bits that Ethernet has
	got      int     // bytes of the header that were there to be read
}

// Proto implements dissect.Message.
func (*FDDI) Proto() *field.Proto { return FDDIProto }

// Decode reads frame control and addresses, which captures hold with the
// bits of each byte as FDDI sends them: the most significant first.
func (m *FDDI) Decode(d *field.Decoder) error {
	start, mark := d.Off(), d.Begin(&FDDIProto.Def)
	m.control(d)
	m.Dst = field.Mirror(d.Ether(fddiDst))
	m.Src = field.Mirror(d.Ether(fddiSrc))
	m.got = d.Off() - start
	d.Payload()
	d.End(mark)
	return d.Err()
}

func (m *FDDI) control(d *field.Decoder) {
	off, mark := d.Off(), d.Begin(fddiFC)
	if b := d.Peek(1); b != nil {
		m.Control = b[0]
	}
	d.Skip(fddiFC, 1)
	d.Title(mark, uint64(m.Control))
	d.Put(fddiClass, off, 1, uint64(m.Control>>4))
	switch m.Control >> 4 {
	case fddiSMTClass:
		d.Put(fddiSMT, off, 1, uint64(m.Control&0x0f))
	case fddiMACClass:
		if m.Control == fddiRestricted {
			break
		}
		d.Put(fddiMAC, off, 1, uint64(m.Control&0x0f))
	case fddiAsyncLLC:
		d.Put(fddiPriority, off, 1, uint64(m.Control&0x07))
	}
	d.End(mark)
}

// Next is LLC.
func (m *FDDI) Next(i int) field.Key {
	if i == 0 && m.Control>>4 == fddiAsyncLLC {
		return LLCKey
	}
	return field.Key{}
}

// AppendSource appends the sender's address.
func (m *FDDI) AppendSource(b []byte) []byte {
	if m.got < 13 {
		return b
	}
	return field.AppendBytes(b, m.Src[:], ':')
}

// AppendDestination appends the receiver's address.
func (m *FDDI) AppendDestination(b []byte) []byte {
	if m.got < 7 {
		return b
	}
	return field.AppendBytes(b, m.Dst[:], ':')
}

// AppendSummary appends the kind of frame.
func (m *FDDI) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.got < 1 {
		return b
	}
	return appendFDDI(b, m.Control)
}

// appendFDDI names a frame control byte: "Async LLC frame, priority 0".
func appendFDDI(b []byte, control uint8) []byte {
	low := uint64(control & 0x0f)
	switch control >> 4 {
	case fddiVoid:
		return append(b, "Void frame"...)
	case fddiSMTClass:
		switch low {
		case 1:
			return append(b, "SMT info"...)
		case 15:
			return append(b, "SMT Next station address"...)
		}
		return field.AppendUint(append(b, "SMT frame, control "...), low)
	case fddiMACClass:
		switch low {
		case 0:
			return append(b, "Restricted token"...)
		case 2:
			return append(b, "MAC beacon"...)
		case 3:
			return append(b, "MAC claim token"...)
		}
		return field.AppendUint(append(b, "MAC frame, control "...), low)
	case fddiAsyncLLC:
		return field.AppendUint(append(b, "Async LLC frame, priority "...), low&7)
	case fddiSyncLLC:
		return append(b, "Sync LLC frame"...)
	case fddiAsyncImp:
		return field.AppendUint(append(b, "Implementor async frame, control "...), low)
	case fddiSyncImp:
		return field.AppendUint(append(b, "Implementor sync frame, control "...), low)
	case fddiToken:
		return append(b, "Nonrestricted token"...)
	}
	return append(b, "Unknown frame type"...)
}

func formatFDDI(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Fiber Distributed Data Interface"...)
	if c := t.Child(i, fddiFC); c >= 0 {
		b = appendFDDI(append(b, ", "...), uint8(t.Nodes[c].Val))
	}
	return b
}

func formatFDDIControl(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(field.AppendHex(append(b, "Frame Control: 0x"...), v, 1), " ("...)
	return append(appendFDDI(b, uint8(v)), ')')
}
