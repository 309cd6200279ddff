package cdp

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// EnergyWise, as far as its layout is known.
var (
	fNrgEncrypted  = Proto.Bytes("cdp.encrypted_data", "Encrypted Data")
	fNrgSeen       = Proto.Uint32("cdp.seen_sequence", "Seen Sequence?", field.Dec)
	fNrgSequence   = Proto.Uint32("cdp.sequence_number", "Sequence Number", field.Dec)
	fNrgModel      = Proto.String("cdp.model_number", "Model Number", field.Ends(field.ByNUL))
	fNrgPad        = Proto.Uint16("cdp.unknown_pad", "Unknown Pad", field.Hex)
	fNrgHardware   = Proto.String("cdp.hardware_version_id", "Hardware Version ID", field.Ends(field.ByNUL))
	fNrgSerial     = Proto.String("cdp.system_serial_number", "System Serial Number", field.Ends(field.ByNUL))
	fNrgUnknown    = Proto.Bytes("cdp.nrgyz_unknown_values", "Unknown Values")
	fNrgTableLen   = Proto.Uint16("cdp.len_tlv_table", "Length of TLV table", field.Dec)
	fNrgTableCount = Proto.Uint16("cdp.num_tlvs_table", "Number of TLVs in table", field.Dec)

	fNrgTLV     = Proto.Scope("EnergyWise TLV", field.Format(formatNrgTLV))
	fNrgType    = Proto.Uint32("cdp.nrgyz.tlv.type", "TLV Type", field.Hex, field.Named(nrgName))
	fNrgLen     = Proto.Uint32("cdp.nrgyz.tlv.len", "TLV Length", field.Dec)
	fNrgRole    = Proto.String("cdp.nrgyz_reply_to.role", "Role", field.Ends(field.ByNUL))
	fNrgDomain  = Proto.String("cdp.nrgyz_reply_to.domain", "Domain", field.Ends(field.ByNUL))
	fNrgName    = Proto.String("cdp.nrgyz_reply_to.name", "Name", field.Ends(field.ByNUL))
	fReplyUnk   = Proto.Uint16("cdp.nrgyz_reply_to.unknown_field", "Unknown Field", field.Hex)
	fReplyPort  = Proto.Uint16("cdp.nrgyz_reply_to.port", "Port", field.Dec)
	fReplyIP    = Proto.IPv4("cdp.nrgyz_reply_to.ip_address", "IP Address")
	fReplyPort2 = Proto.Uint16("cdp.nrgyz_reply_to.backup_server_port", "Backup server Port?", field.Dec)
	fReplyIP2   = Proto.IPv4("cdp.nrgyz_reply_to.backup_server_ip", "Backup Server IP?")
)

// An EnergyInfo is a device's announcement for Cisco EnergyWise.
type EnergyInfo struct {
	Seen, Sequence          uint32
	Model, Hardware, Serial []byte
	Role, Domain, Name      []byte
	ReplyTo, Backup         netip.AddrPort
}

// nrgHeader is the size of an entry's type and length.
const nrgHeader = 8

// energyWise reads the fixed part and the table behind it.
func (p *Packet) energyWise(d *field.Decoder) {
	e := &p.EnergyWise
	d.Bytes(fNrgEncrypted, 20)
	e.Seen = d.Uint32(fNrgSeen)
	e.Sequence = d.Uint32(fNrgSequence)
	e.Model = textZ(d, fNrgModel, 16)
	d.Uint16(fNrgPad)
	e.Hardware = textZ(d, fNrgHardware, 3)
	e.Serial = textZ(d, fNrgSerial, 11)
	d.Bytes(fNrgUnknown, 8)
	room := int(d.Uint16(fNrgTableLen))
	n := d.Uint16(fNrgTableCount)
	end, good := d.Off()+room, true
	for ; n > 0 && good && d.More() && d.Off() < end; n-- {
		good = p.energyTLV(d)
	}
	if d.More() && d.Captured() == d.Len() {
		d.Put(fInvalidRest, d.Off(), d.Len(), 0)
		d.Expert(fInvalidData, 0)
		if !good {
			d.SkipRest() // the fault is in the tree already
		}
	}
}

// energyTLV reads one entry of the table; its length counts all of it. It
// reports false where the next one cannot be found.
func (p *Packet) energyTLV(d *field.Decoder) bool {
	e := &p.EnergyWise
	if b := d.Peek(nrgHeader); b != nil && binary.BigEndian.Uint32(b[4:]) < nrgHeader {
		size := uint64(binary.BigEndian.Uint32(b[4:]))
		d.Put(fInvalidTLV, d.Off(), nrgHeader, size)
		d.Expert(fInvalidLen, size)
		p.Invalid(d, fFault, EnergyWise, fNrgLen, d.Off()+4)
		return false
	}
	m := d.Begin(fNrgTLV)
	typ := d.Uint32(fNrgType)
	d.Title(m, uint64(typ))
	d.Limit(m, fNrgLen, int(d.Uint32(fNrgLen)))
	switch typ {
	case 7:
		e.Role = textZ(d, fNrgRole, d.Len())
	case 8:
		e.Domain = textZ(d, fNrgDomain, d.Len())
	case 9:
		e.Name = textZ(d, fNrgName, d.Len())
	case 0x17:
		d.Uint16(fReplyUnk)
		port := d.Uint16(fReplyPort)
		e.ReplyTo = netip.AddrPortFrom(d.IPv4(fReplyIP), port)
		port = d.Uint16(fReplyPort2)
		e.Backup = netip.AddrPortFrom(d.IPv4(fReplyIP2), port)
	default:
		d.Rest(fData)
	}
	p.unread(d, EnergyWise)
	d.End(m)
	return !d.Bad()
}

// textZ reads n bytes of text that a zero byte may end.
func textZ(d *field.Decoder, f field.Str, n int) []byte {
	off, raw := d.Off(), d.Peek(n)
	d.Skip(f, n)
	text, _, _ := bytes.Cut(raw, []byte{0})
	if d.Tree() != nil {
		d.PutText(f, off, n, string(text))
	}
	return text
}

func nrgName(v uint64) string {
	switch v {
	case 7:
		return "Role"
	case 8:
		return "Domain"
	case 9:
		return "Name"
	case 0x17:
		return "Reply To"
	}
	return ""
}

// formatNrgTLV appends "EnergyWise Role: access point".
func formatNrgTLV(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "EnergyWise "...)
	name := nrgName(t.Nodes[i].Val)
	if name == "" {
		return append(b, "TLV"...)
	}
	b = append(b, name...)
	if last := int(t.Nodes[i].End) - 1; t.Nodes[last].Def.Kind == field.Text {
		return field.AppendEscaped(append(b, ": "...), t.Text(last))
	}
	ip, port := t.Child(i, fReplyIP), t.Child(i, fReplyPort)
	if ip >= 0 && port >= 0 {
		b = t.AppendShow(append(b, ": "...), ip)
		b = t.AppendShow(append(b, " port "...), port)
	}
	return b
}
