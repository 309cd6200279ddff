package hsrp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Version 2 consists of TLVs.
var (
	fGroupTLV   = Proto.Uint8("hsrp2.group_state_tlv", "Group State TLV", field.Dec, field.Format(appendTLV))
	fVersion2   = Proto.Uint8("hsrp2.version", "Version", field.Dec)
	fOpcode2    = Proto.Uint8("hsrp2.opcode", "Op Code", field.Dec, field.Named(opcode2Name))
	fState2     = Proto.Uint8("hsrp2.state", "State", field.Dec, field.Named(state2Name))
	fIPVersion  = Proto.Uint8("hsrp2.ipversion", "IP Ver.", field.Dec, field.Named(ipName))
	fGroup2     = Proto.Uint16("hsrp2.group", "Group", field.Dec)
	fIdentifier = Proto.Ether("hsrp2.identifier", "Identifier")
	fPriority2  = Proto.Uint32("hsrp2.priority", "Priority", field.Dec)
	fHello2     = Proto.Uint32("hsrp2.hellotime", "Hellotime", field.Dec, field.Named(hello2Name))
	fHold2      = Proto.Uint32("hsrp2.holdtime", "Holdtime", field.Dec, field.Named(hold2Name))
	fVirtual4   = Proto.IPv4("hsrp2.virt_ip", "Virtual IP Address")
	fVirtual6   = Proto.IPv6("hsrp2.virt_ip_v6", "Virtual IPv6 Address")

	fInterfaceTLV = Proto.Uint8("hsrp2.interface_state_tlv", "Interface State TLV", field.Dec, field.Format(appendTLV))
	fActive       = Proto.Uint16("hsrp2.active_groups", "Active Groups", field.Dec)
	fPassive      = Proto.Uint16("hsrp2.passive_groups", "Passive Groups", field.Dec)

	fTextTLV = Proto.Uint8("hsrp2.text_auth_tlv", "Text Authentication TLV", field.Dec, field.Format(appendTLV))
	fText    = Proto.String("hsrp2.auth_data", "Authentication Data", field.Format(appendAuth))

	fMD5TLV   = Proto.Uint8("hsrp2.md5_auth_tlv", "MD5 Authentication TLV", field.Dec, field.Format(appendTLV))
	fMD5Alg   = Proto.Uint8("hsrp2.md5_algorithm", "MD5 Algorithm", field.Dec, field.Named(algorithmName))
	fMD5Pad   = Proto.Uint8("hsrp2.md5_padding", "Padding", field.Hex)
	fMD5Flags = Proto.Uint16("hsrp2.md5_flags", "MD5 Flags", field.Dec)
	fMD5IP    = Proto.IPv4("hsrp.md5_ip_address", "Sender's IP Address")
	fMD5Key   = Proto.Uint32("hsrp2.md5_key_id", "MD5 Key ID", field.Dec)
	fMD5Data  = Proto.Bytes("hsrp2.md5_auth_data", "MD5 Authentication Data")
)

// Types of TLVs.
const (
	tlvGroup     = 1
	tlvInterface = 2
	tlvText      = 3
	tlvMD5       = 4

	authSize    = 8
	addressSize = 16
	md5Size     = 16
)

// Lengths of what TLVs have.
const (
	sizeGroup     = 40
	sizeInterface = 4
	sizeText      = 8
	sizeMD5       = 28
)

// size is the length that a TLV of a type has, -1 for an unknown type.
func size(typ uint8) int {
	switch typ {
	case tlvGroup:
		return sizeGroup
	case tlvInterface:
		return sizeInterface
	case tlvText:
		return sizeText
	case tlvMD5:
		return sizeMD5
	}
	return -1
}

// tlvs reads TLVs to the end, or to one of which nothing is known: an unknown type, or another
// length than its type has. As in Wireshark, what is behind it is data.
func (p *Packet) tlvs(d *field.Decoder) {
	for d.More() && !d.Bad() {
		b := d.Peek(2)
		if b == nil {
			d.Skip(fGroupTLV, 2)
			return
		}
		if size(b[0]) != int(b[1]) {
			d.Payload()
			return
		}
		f := tlvField(b[0])
		m := d.Begin(f)
		d.Title(m, uint64(b[0]))
		d.Skip(f, 2)
		p.tlv(d, b[0])
		d.End(m)
	}
}

func tlvField(typ uint8) field.Field {
	switch typ {
	case tlvGroup:
		return fGroupTLV
	case tlvInterface:
		return fInterfaceTLV
	case tlvText:
		return fTextTLV
	}
	return fMD5TLV
}

func (p *Packet) tlv(d *field.Decoder, typ uint8) {
	switch typ {
	case tlvGroup:
		p.group(d)
	case tlvInterface:
		p.interfaces = p.Version == 2 && !p.told
		d.Uint16(fActive)
		d.Uint16(fPassive)
	case tlvText:
		d.TextN(fText, authSize)
	case tlvMD5:
		d.Uint8(fMD5Alg)
		d.Uint8(fMD5Pad)
		d.Uint16(fMD5Flags)
		d.IPv4(fMD5IP)
		d.Uint32(fMD5Key)
		d.Bytes(fMD5Data, md5Size)
	}
}

// group reads the state of a group.
func (p *Packet) group(d *field.Decoder) {
	d.Uint8(fVersion2)
	op := d.Uint8(fOpcode2)
	first := !p.told
	if first && !d.Bad() {
		p.Opcode, p.told, p.interfaces = op, true, false
	}
	state := d.Uint8(fState2)
	if first && !d.Bad() {
		p.State, p.known = state, true
	}
	version := d.Uint8(fIPVersion)
	p.Group = uint32(d.Uint16(fGroup2))
	d.Ether(fIdentifier)
	p.Priority = d.Uint32(fPriority2)
	d.Uint32(fHello2)
	d.Uint32(fHold2)
	switch version {
	case 4:
		p.Virtual = d.IPv4(fVirtual4)
		d.Skip(fVirtual4, min(addressSize-4, d.Len())) // padding, which Wireshark does not miss
	case 6:
		p.Virtual = d.IPv6(fVirtual6)
	default:
		d.Skip(fIPVersion, min(addressSize, d.Len()))
	}
}

// appendTLV appends "Group State TLV: Type=1 Len=40".
func appendTLV(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": Type="...)
	b = field.AppendUint(b, t.Nodes[i].Val)
	if raw := t.Bytes(i); len(raw) > 1 {
		b = field.AppendUint(append(b, " Len="...), uint64(raw[1]))
	}
	return b
}

// appendAuth appends "Authentication Data: Default (cisco)".
func appendAuth(b []byte, t *field.Tree, i int) []byte {
	text, _, _ := bytes.Cut(t.Bytes(i), []byte{0})
	b = append(b, "Authentication Data: "...)
	if string(text) == "cisco" {
		b = append(b, "Default ("...)
	} else {
		b = append(b, "Non-Default ("...)
	}
	return append(field.AppendEscaped(b, text), ')')
}

// opcode2Name names the operations of version 2, which has no advertisements of interfaces.
func opcode2Name(v uint64) string { return at(v, "Hello", "Coup", "Resign") }

func state2Name(v uint64) string {
	return at(v, "", "Init", "Learn", "Listen", "Speak", "Standby", "Active")
}

func ipName(v uint64) string { return at(v, "", "", "", "", "IPv4", "", "IPv6") }

func hello2Name(v uint64) string { return usual(v, 3000) }

func hold2Name(v uint64) string { return usual(v, 10000) }

func algorithmName(v uint64) string { return at(v, "", "MD5") }
