// Package frame declares what a capture knows of a packet beside its bytes:
// when and where it was seen, and how long it was.
package frame

import (
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// CommentsProto is what people wrote beside a packet; it stands before the
// frame.
var CommentsProto = field.NewProto("pkt_comment", "Comments", "Packet comments")

// Proto declares the fields of a frame.
var Proto = field.NewProto("frame", "Frame", "Frame")

var _ = Proto.FormatBy(formatFrame)

var (
	fSection  = Proto.Generated("frame.section_number", "Section number", field.Uint, field.Dec, 4)
	fIface    = Proto.Generated("frame.interface_id", "Interface id", field.Uint, field.Dec, 4, field.Format(formatInterface))
	fName     = Proto.String("frame.interface_name", "Interface name")
	fDescr    = Proto.String("frame.interface_description", "Interface description")
	fEncap    = Proto.Generated("frame.encap_type", "Encapsulation type", field.Int, field.Dec, 2, field.Format(formatEncap))
	fTime     = Proto.Generated("frame.time", "Arrival Time", field.Absolute, field.Local, 8)
	fUTC      = Proto.Generated("frame.time_utc", "UTC Arrival Time", field.Absolute, field.Dec, 8)
	fShift    = Proto.Generated("frame.offset_shift", "Time shift for this packet", field.Relative, field.Dec, 8)
	fEpoch    = Proto.Generated("frame.time_epoch", "Epoch Arrival Time", field.Relative, field.Epoch, 8)
	fDelta    = Proto.Generated("frame.time_delta", "Time delta from previous captured frame", field.Relative, field.Dec, 8)
	fDeltaDis = Proto.Generated("frame.time_delta_displayed", "Time delta from previous displayed frame", field.Relative, field.Dec, 8)
	fRelative = Proto.Generated("frame.time_relative", "Time since reference or first frame", field.Relative, field.Dec, 8)
	fNumber   = Proto.Generated("frame.number", "Frame Number", field.Uint, field.Dec, 4)
	fLen      = Proto.Generated("frame.len", "Frame Length", field.Uint, field.Dec, 4, field.Format(formatLength))
	fCapLen   = Proto.Generated("frame.cap_len", "Capture Length", field.Uint, field.Dec, 4, field.Format(formatLength))
	fMarked   = Proto.Generated(MarkedField, "Frame is marked", field.Bool, field.Dec, 1)
	fIgnored  = Proto.Generated("frame.ignored", "Frame is ignored", field.Bool, field.Dec, 1)
	fProtos   = Proto.String("frame.protocols", "Protocols in frame")
	fEncoding = Proto.Generated("frame.encoding", "Character encoding", field.Uint, field.Dec, 4, field.Format(formatEncoding))
	fComment  = Proto.String("frame.comment", "Comment", field.Format(formatComment))
)

// MarkedField is the name of the field that tells a mark of the user.
const MarkedField = "frame.marked"

// An Interface is where frames were seen. Frames share it; it does not change.
type Interface struct {
	ID          int // -1: none, of a block that is no packet
	Name        string
	Description string
	Section     int // of the capture file, from 1
}

// Protocols appends the protocols of a packet, outermost first.
type Protocols interface {
	// AppendProtocols appends "eth:ethertype:ip:udp".
	AppendProtocols(b []byte) []byte
}

// A Frame is what a capture knows of a packet beside its bytes.
type Frame struct {
	Number   uint64
	Time     time.Time
	HasTime  bool
	Digits   int // of a second that Time carries
	CapLen   int
	WireLen  int
	Link     uint32     // LINKTYPE_ of the capture
	Flags    uint32     // epb_flags of pcapng, 0 where there are none
	Iface    *Interface // nil where the capture file has no interfaces
	Comments []string
	Marked   bool // by the user

	Delta        field.Nanos // since the frame before
	HasDelta     bool        // there is one
	Displayed    field.Nanos // since the frame displayed before
	HasDisplayed bool        // there is one
	Relative     field.Nanos // since the first frame

	Sum uint64 // of the lengths on the wire of the frames displayed so far, this one with them

	Protocols Protocols // may be nil
	protos    []byte    // what they appended last
}

// Proto implements dissect.Message.
func (*Frame) Proto() *field.Proto { return Proto }

// AppendSummary implements dissect.Message: a frame leaves the Info column to
// what is in it.
func (*Frame) AppendSummary(b []byte, _ *field.Names) []byte { return b }

// Silent implements dissect.Silent.
func (*Frame) Silent() bool { return true }

// Decode records f in the tree of d. It takes nothing from the packet but its
// extent.
func (f *Frame) Decode(d *field.Decoder) error {
	t := d.Tree()
	if t == nil {
		return nil
	}
	if len(f.Comments) > 0 {
		m := d.Begin(&CommentsProto.Def)
		for _, c := range f.Comments {
			d.TellText(fComment, []byte(c))
		}
		d.End(m)
	}
	m := d.Begin(&Proto.Def)
	d.Title(m, f.Number)
	if f.Iface != nil {
		f.decodeInterface(d)
	}
	if f.Flags != 0 {
		f.decodeFlags(d)
	}
	if f.Iface == nil || f.Iface.ID >= 0 {
		d.Tell(fEncap, uint64(EncapOf(f.Link).Number))
	}
	if f.HasTime {
		f.decodeTimes(d)
	}
	d.Tell(fNumber, f.Number)
	d.Tell(fLen, uint64(f.WireLen))
	d.Tell(fCapLen, uint64(f.CapLen))
	d.Generate(fMarked, mark(f.Marked))
	d.Generate(fIgnored, 0)
	f.decodeDirection(d)
	if f.Protocols != nil {
		f.protos = f.Protocols.AppendProtocols(f.protos[:0])
		d.GenerateText(fProtos, f.protos)
	}
	d.Tell(fEncoding, 0)
	d.SkipRest()
	d.End(m)
	return d.Err()
}

// mark is the value of a flag.
func mark(set bool) uint64 {
	if set {
		return 1
	}
	return 0
}

func (f *Frame) decodeInterface(d *field.Decoder) {
	d.Tell(fSection, uint64(max(f.Iface.Section, 1)))
	if f.Iface.ID < 0 {
		return
	}
	m := d.Begin(fIface)
	d.Title(m, uint64(f.Iface.ID))
	d.TellText(fName, []byte(f.name()))
	if f.Iface.Description != "" {
		d.TellText(fDescr, []byte(f.Iface.Description))
	}
	d.End(m)
}

// name is the interface's name as Wireshark has it.
func (f *Frame) name() string {
	if f.Iface.Name == "" {
		return "unknown"
	}
	return f.Iface.Name
}

func (f *Frame) decodeTimes(d *field.Decoder) {
	nanos := field.NanosOf(f.Time)
	d.TellTime(fTime, nanos)
	d.TellTime(fUTC, nanos)
	d.TellTime(fEpoch, nanos)
	d.Generate(fShift, 0)
	if f.HasDelta {
		d.GenerateTime(fDelta, f.Delta)
	}
	if f.HasDisplayed {
		d.GenerateTime(fDeltaDis, f.Displayed)
	}
	d.GenerateTime(fRelative, f.Relative)
}

// formatEncoding names the encoding of texts, which is ASCII's for every format of files
// that is read.
func formatEncoding(b []byte, _ *field.Tree, _ int) []byte {
	return append(b, "Character encoding: ASCII (0)"...)
}
