package link

import "github.com/pktscope/pktscope/dissect/field"

// PKTAPProto declares the fields of PKTAP.
var PKTAPProto = field.NewProto("pktap", "PKTAP", "PKTAP packet header")

var (
	pktapLength   = PKTAPProto.Uint32("pktap.hdrlen", "Header length", field.Dec)
	pktapRecord   = PKTAPProto.Uint32("pktap.rectype", "Record type", field.Dec)
	pktapDLT      = PKTAPProto.Uint32("pktap.dlt", "DLT", field.Dec)
	pktapName     = PKTAPProto.String("pktap.ifname", "Interface name", field.Ends(field.ByNUL))
	pktapFlags    = PKTAPProto.Uint32("pktap.flags", "Flags", field.Hex)
	pktapFamily   = PKTAPProto.Uint32("pktap.pfamily", "Protocol family", field.Dec)
	pktapHeader   = PKTAPProto.Uint32("pktap.llhdrlen", "Link-layer header length", field.Dec)
	pktapTrailer  = PKTAPProto.Uint32("pktap.lltrlrlen", "Link-layer trailer length", field.Dec)
	pktapPID      = PKTAPProto.Uint32("pktap.pid", "Process ID", field.Dec)
	pktapCommand  = PKTAPProto.String("pktap.cmdname", "Command name", field.Ends(field.ByNUL))
	pktapService  = PKTAPProto.Uint32("pktap.svc_class", "Service class", field.Dec)
	pktapType     = PKTAPProto.Uint16("pktap.iftype", "Interface type", field.Dec)
	pktapUnit     = PKTAPProto.Uint16("pktap.ifunit", "Interface unit", field.Dec)
	pktapEPID     = PKTAPProto.Uint32("pktap.epid", "Effective process ID", field.Dec)
	pktapECommand = PKTAPProto.String("pktap.ecmdname", "Effective command name", field.Ends(field.ByNUL))
	pktapTooShort = PKTAPProto.None("pktap.hdrlen_too_short", "Header length is too short")
)

// A PKTAP is the header that macOS puts before a packet captured on all interfaces at
// once: struct pktap_header of XNU's bsd/net/pktap.h, in little-endian order. It says
// which interface and which process the packet belongs to.
type PKTAP struct {
	Length    uint32 // of the header
	Record    uint32 // PKTAPPacket for a packet
	DLT       uint32 // link type of the packet
	Flags     uint32 // PKTAPOutbound and others
	Interface []byte // aliases the packet, with the zero bytes behind the name
	PID       uint32
	Command   []byte // of the process; likewise

	user  bool // found under the link type USER2
	whole bool
}

const (
	PKTAPPacket   = 1 // record type: a packet follows
	PKTAPOutbound = 2 // flag: this machine sent the packet
)

// pktapSize is the least length of the header.
const pktapSize = 108

// Proto implements dissect.Message.
func (*PKTAP) Proto() *field.Proto { return PKTAPProto }

// Decode overwrites m with the header that d stands at.
func (m *PKTAP) Decode(d *field.Decoder) error {
	*m = PKTAP{user: d.Env.Key == field.Link.Key(149)}
	mark := d.Begin(&PKTAPProto.Def)
	m.Length = d.Uint32LE(pktapLength)
	m.whole = !d.Bad()
	if m.whole && m.Length < pktapSize {
		d.Put(pktapTooShort, d.Off()-4, 4, 0)
		d.Note(pktapLength, d.Off()-4)
		d.End(mark)
		return d.Err()
	}
	m.Record = d.Uint32LE(pktapRecord)
	m.DLT = d.Uint32LE(pktapDLT)
	m.Interface = d.TextN(pktapName, 24)
	m.Flags = d.Uint32LE(pktapFlags)
	d.Uint32LE(pktapFamily)
	d.Uint32LE(pktapHeader)
	d.Uint32LE(pktapTrailer)
	m.PID = d.Uint32LE(pktapPID)
	m.Command = d.TextN(pktapCommand, 20)
	d.Uint32LE(pktapService)
	d.Uint16LE(pktapType)
	d.Uint16LE(pktapUnit)
	d.Uint32LE(pktapEPID)
	d.TextN(pktapECommand, 20)
	d.Skip(pktapLength, int(m.Length)-pktapSize)
	if d.Len() > 0 {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is the link type of the packet.
func (m *PKTAP) Next(i int) field.Key {
	if i > 0 || m.Record != PKTAPPacket {
		return field.Key{}
	}
	return field.Link.Key(uint64(m.DLT))
}

// AppendPath appends the header's protocol, and that by which Wireshark reads the packet
// behind it.
func (m *PKTAP) AppendPath(b []byte) []byte {
	if m.user {
		b = append(b, userLink+":"...)
	}
	b = append(b, PKTAPProto.Name...)
	if m.whole && m.Record == PKTAPPacket {
		b = append(b, ":pcap_pktdata"...)
	}
	return b
}

// AppendSummary appends the Info column of a record without a packet.
func (m *PKTAP) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.whole {
		return b
	}
	b = field.AppendUint(append(b, "PKTAP, "...), uint64(m.Length))
	return append(b, " byte header"...)
}
