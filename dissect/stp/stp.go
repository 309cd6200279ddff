// Package stp dissects BPDUs of the Spanning Tree Protocol, of its rapid and its multiple
// form (IEEE 802.1Q, clause 14), and the VLAN that Cisco's PVST+ adds. Of a multiple
// spanning tree only the common one is read.
package stp

import (
	"encoding/binary"
	"math"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of STP.
var Proto = field.NewProto("stp", "STP", "Spanning Tree Protocol")

// IEEE 802.1Q, section 14.2.
var (
	fProtocol = Proto.Uint16("stp.protocol", "Protocol Identifier", field.Hex, field.Named(protocolName))
	fVersion  = Proto.Uint8("stp.version", "Protocol Version Identifier", field.Dec, field.Named(versionName))
	fType     = Proto.Uint8("stp.type", "BPDU Type", field.Hex, field.Named(typeName))

	bitTCAck      = Proto.Bit("stp.flags.tcack", "Topology Change Acknowledgment", 0x80, field.Named(field.YesNo))
	bitAgreement  = Proto.Bit("stp.flags.agreement", "Agreement", 0x40, field.Named(field.YesNo))
	bitForwarding = Proto.Bit("stp.flags.forwarding", "Forwarding", 0x20, field.Named(field.YesNo))
	bitLearning   = Proto.Bit("stp.flags.learning", "Learning", 0x10, field.Named(field.YesNo))
	bitRole       = Proto.Uint8("stp.flags.port_role", "Port Role", field.Dec, field.Mask(maskRole), field.Named(roleName))
	bitProposal   = Proto.Bit("stp.flags.proposal", "Proposal", 0x02, field.Named(field.YesNo))
	bitTC         = Proto.Bit("stp.flags.tc", "Topology Change", flagTC, field.Named(field.YesNo))
	fFlags        = Proto.Uint8("stp.flags", "BPDU flags", field.Hex, field.Bits(bitTCAck, bitTC), field.Format(appendFlags))
	fRapidFlags   = Proto.Uint8("stp.flags", "BPDU flags", field.Hex, field.Format(appendRapidFlags),
		field.Bits(bitTCAck, bitAgreement, bitForwarding, bitLearning, bitRole, bitProposal, bitTC))

	fRoot       = Proto.Scope("Root Identifier", field.Format(appendIdentifier))
	fRootPrio   = Proto.Uint16("stp.root.prio", "Root Bridge Priority", field.Dec)
	fRootExt    = Proto.Uint16("stp.root.ext", "Root Bridge System ID Extension", field.Dec)
	fRootHW     = Proto.Ether("stp.root.hw", "Root Bridge System ID")
	fCost       = Proto.Uint32("stp.root.cost", "Root Path Cost", field.Dec)
	fBridge     = Proto.Scope("Bridge Identifier", field.Format(appendIdentifier))
	fBridgePrio = Proto.Uint16("stp.bridge.prio", "Bridge Priority", field.Dec)
	fBridgeExt  = Proto.Uint16("stp.bridge.ext", "Bridge System ID Extension", field.Dec)
	fBridgeHW   = Proto.Ether("stp.bridge.hw", "Bridge System ID")
	fPort       = Proto.Uint16("stp.port", "Port identifier", field.Hex)
	fAge        = Proto.Generated("stp.msg_age", "Message Age", field.Double, field.Dec, 2)
	fMaxAge     = Proto.Generated("stp.max_age", "Max Age", field.Double, field.Dec, 2)
	fHello      = Proto.Generated("stp.hello", "Hello Time", field.Double, field.Dec, 2)
	fForward    = Proto.Generated("stp.forward", "Forward Delay", field.Double, field.Dec, 2)
	fLength1    = Proto.Uint8("stp.version_1_length", "Version 1 Length", field.Dec)

	fPVST     = Proto.Scope("TLV", field.Format(appendTLV))
	fTLVType  = Proto.Uint16("stp.pvst.tlvtype", "Type", field.Hex, field.Named(tlvName))
	fTLVLen   = Proto.Uint16("stp.pvst.tlvlen", "Length", field.Dec)
	fOrigVLAN = Proto.Uint16("stp.pvst.origvlan", "Originating VLAN", field.Dec)
	fTLVValue = Proto.Bytes("stp.pvst.tlvval", "Value")
)

// Expert information.
var (
	fNewVersion  = Proto.Expert("bpdu.version_support", "This version of Wireshark only knows about versions 0, 2, 3 & 4", field.Warning, field.OfProtocol)
	fNewType     = Proto.Expert("stp.type.unknown", "Unknown BPDU type data", field.Warning, field.OfProtocol)
	fTLVCut      = Proto.Expert("stp.pvst.tlv.truncated", "TLV record is truncated prematurely", field.Failure, field.OfMalformed)
	fTLVUnknown  = Proto.Expert("stp.pvst.tlv.unknown", "TLV type is unknown", field.Comment, field.OfUndecoded)
	fTLVInvalid  = Proto.Expert("stp.pvst.tlvlen.invalid", "Indicated length is not valid for this record type", field.Failure, field.OfMalformed)
	fVLANMissing = Proto.Expert("stp.pvst.origvlan.missing", "Originating (PVID) VLAN TLV is missing or corrupt", field.Failure, field.OfMalformed)
)

// pvst is where PVST+ is found.
var pvst = field.SNAPKey(0x00000c, 0x010b)

// Types of BPDUs.
const (
	TypeConfiguration  = 0x00
	TypeRapid          = 0x02
	TypeTopologyChange = 0x80
)

const (
	versionMST = 3
	versionSPT = 4
	flagTC     = 0x01
	garp       = 1 // the protocol identifier of GARP: IEEE 802.1D-2004, clause 12.10
	maskRole   = 0x0c
	tlvHeader  = 4 // of PVST+
	tlvVLAN    = 0
	vlanSize   = 2
)

// A Bridge is the identifier of a bridge: IEEE 802.1Q, section 14.2.5.
type Bridge struct {
	Priority  uint16 // in steps of 4096
	Extension uint16 // the VLAN, or the instance
	MAC       [6]byte
}

// A Packet is a BPDU.
type Packet struct {
	Version, Type, Flags uint8
	Root, Bridge         Bridge
	Cost                 uint32
	Port                 uint16
	VLAN                 uint16 // of PVST+, 0 without

	other bool // another protocol of this service access point
	done  bool // read up to the port
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the BPDU at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	if b := d.Peek(2); b != nil && b[0] == 0 && b[1] == garp {
		p.other = true
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	d.Uint16(fProtocol)
	p.Version = d.Uint8(fVersion)
	if versionName(uint64(p.Version)) == "" {
		d.Expert(fNewVersion, 0)
	}
	p.Type = d.Uint8(fType)
	switch p.Type {
	case TypeConfiguration, TypeRapid:
		p.body(d)
	case TypeTopologyChange:
	default:
		d.Expert(fNewType, 0)
	}
	d.End(m)
	return d.Err()
}

func (p *Packet) body(d *field.Decoder) {
	if p.Type == TypeRapid {
		p.Flags = d.Uint8(fRapidFlags)
	} else {
		p.Flags = d.Uint8(fFlags)
	}
	p.Root = identifier(d, fRoot, fRootPrio, fRootExt, fRootHW)
	p.Cost = d.Uint32(fCost)
	p.Bridge = identifier(d, fBridge, fBridgePrio, fBridgeExt, fBridgeHW)
	p.Port = d.Uint16(fPort)
	p.done = !d.Bad()
	for _, f := range [...]*field.Def{fAge, fMaxAge, fHello, fForward} {
		seconds(d, f)
	}
	if p.Type == TypeRapid {
		d.Uint8(fLength1)
	}
	switch {
	case d.Bad():
	case p.multiple():
		d.Skip(fLength1, d.Len())
	case d.Env.Key == pvst:
		p.vlans(d)
	}
}

// multiple reports whether the BPDU is of a multiple spanning tree.
func (p *Packet) multiple() bool { return p.Type == TypeRapid && p.Version >= versionMST }

// identifier reads a bridge identifier.
func identifier(d *field.Decoder, whole *field.Def, prio, ext field.U16, mac field.MAC) (b Bridge) {
	m := d.Begin(whole)
	off := d.Off()
	if raw := d.Peek(2); raw != nil {
		v := binary.BigEndian.Uint16(raw)
		b.Priority, b.Extension = v&0xf000, v&0x0fff
	}
	d.Skip(prio, 2)
	d.Put(prio, off, 1, uint64(b.Priority))
	d.Put(ext, off, 2, uint64(b.Extension))
	b.MAC = d.Ether(mac)
	d.End(m)
	return b
}

// seconds reads a time in units of 1/256 second.
func seconds(d *field.Decoder, f *field.Def) {
	off := d.Off()
	d.Skip(f, 2)
	if !d.Bad() {
		v := float64(binary.BigEndian.Uint16(d.Since(off))) / 256
		d.Put(f, off, 2, math.Float64bits(v))
	}
}

// vlans reads the TLVs of PVST+, which stand behind a byte of padding in a BPDU that is not
// rapid. One of them has the VLAN.
func (p *Packet) vlans(d *field.Decoder) {
	if p.Type != TypeRapid && d.More() {
		d.Skip(fTLVType, 1)
	}
	found, read := false, false
	for ; d.Len() >= tlvHeader && !d.Bad(); read = true {
		m := d.Begin(fPVST)
		typ := d.Uint16(fTLVType)
		n := int(d.Uint16(fTLVLen))
		d.Title(m, uint64(typ))
		unknown := typ != tlvVLAN && n <= d.Len()
		switch {
		case d.Bad():
		case n > d.Len():
			d.Expert(fTLVCut, 0)
			d.Env.Flawed = true
			d.Skip(fTLVValue, d.Len())
		case typ == tlvVLAN && n != vlanSize:
			d.Expert(fTLVInvalid, 0)
			d.Env.Flawed = true
			d.Skip(fTLVValue, n)
		case typ == tlvVLAN:
			p.VLAN = d.Uint16(fOrigVLAN)
			found = !d.Bad()
		default:
			d.Bytes(fTLVValue, n)
		}
		d.End(m)
		if unknown {
			d.Expert(fTLVUnknown, 0)
		}
	}
	if found || d.Bad() {
		return
	}
	d.Env.Flawed = true
	if !read {
		d.Generate(fTLVCut, 0)
	}
	d.Generate(fVLANMissing, 0)
}

// Next implements dissect.Carrier: nothing is known of what is no BPDU.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Silent leaves what is no BPDU to the layer below.
func (p *Packet) Silent() bool { return p.other }

// Printable implements dissect.Printable: the summary is names and numbers.
func (*Packet) Printable() bool { return true }

// AppendSummary appends the Info column: "RST. Root = 32768/1/02:00:00:00:00:01  Cost =
// 19  Port = 0x8005".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case p.Type == TypeTopologyChange:
		return append(b, "Topology Change Notification"...)
	case p.Type != TypeConfiguration && p.Type != TypeRapid:
		return append(field.AppendUint(append(b, "Unknown BPDU type ("...), uint64(p.Type)), ')')
	case !p.done:
		return b
	case p.Type == TypeConfiguration:
		b = append(b, "Conf. "...)
	case p.Version == versionMST:
		b = append(b, "MST. "...)
	case p.Version == versionSPT:
		b = append(b, "SPT. "...)
	default:
		b = append(b, "RST. "...)
	}
	if p.Flags&flagTC != 0 {
		b = append(b, "TC + "...)
	}
	b = p.Root.append(append(b, "Root = "...), "/")
	b = field.AppendUint(append(b, "  Cost = "...), uint64(p.Cost))
	return field.AppendHex(append(b, "  Port = 0x"...), uint64(p.Port), 2)
}

func (x Bridge) append(b []byte, sep string) []byte {
	b = append(field.AppendUint(b, uint64(x.Priority)), sep...)
	b = append(field.AppendUint(b, uint64(x.Extension)), sep...)
	return field.AppendBytes(b, x.MAC[:], ':')
}

// appendIdentifier appends "Root Identifier: 32768 / 1 / 02:00:00:00:00:01".
func appendIdentifier(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	raw := t.Bytes(i)
	if len(raw) < 8 {
		return b
	}
	v := binary.BigEndian.Uint16(raw)
	return Bridge{v & 0xf000, v & 0x0fff, [6]byte(raw[2:])}.append(b, " / ")
}

// appendTLV appends "Originating VLAN (PVID): 10", or the type of a TLV that has none.
func appendTLV(b []byte, t *field.Tree, i int) []byte {
	if c := t.Child(i, fOrigVLAN); c >= 0 {
		return field.AppendUint(append(b, "Originating VLAN (PVID): "...), t.Nodes[c].Val)
	}
	if v := t.Nodes[i].Val; v != tlvVLAN {
		return field.AppendHex(append(b, "Unknown TLV type: 0x"...), v, 2)
	}
	return append(b, "Originating VLAN"...)
}

// appendFlags appends "BPDU flags: 0x01, Topology Change".
func appendFlags(b []byte, t *field.Tree, i int) []byte { return appendBits(b, t.Nodes[i].Val, false) }

// appendRapidFlags appends "BPDU flags: 0x7c, Agreement, Port Role: Designated".
func appendRapidFlags(b []byte, t *field.Tree, i int) []byte {
	return appendBits(b, t.Nodes[i].Val, true)
}

func appendBits(b []byte, v uint64, rapid bool) []byte {
	b = field.AppendHex(append(b, "BPDU flags: 0x"...), v, 1)
	for bit, name := range [...]string{
		", Topology Change Acknowledgment", ", Agreement", ", Forwarding", ", Learning", "", "", ", Proposal", ", Topology Change",
	} {
		if bit == 4 && rapid {
			b = append(append(b, ", Port Role: "...), roleName(v&maskRole>>2)...)
		}
		if v&(0x80>>bit) != 0 && (rapid || bit == 0 || bit == 7) {
			b = append(b, name...)
		}
	}
	return b
}

func protocolName(v uint64) string {
	if v == 0 {
		return "Spanning Tree Protocol"
	}
	return ""
}

func versionName(v uint64) string {
	switch v {
	case 0:
		return "Spanning Tree"
	case 2:
		return "Rapid Spanning Tree"
	case versionMST:
		return "Multiple Spanning Tree"
	case versionSPT:
		return "Shortest Path Tree"
	}
	return ""
}

func typeName(v uint64) string {
	switch v {
	case TypeConfiguration:
		return "Configuration"
	case TypeRapid:
		return "Rapid/Multiple Spanning Tree"
	case TypeTopologyChange:
		return "Topology Change Notification"
	}
	return ""
}

func roleName(v uint64) string {
	return [...]string{"Unknown", "Alternate or Backup", "Root", "Designated"}[v&3]
}

func tlvName(v uint64) string {
	if v == 0 {
		return "Originating VLAN"
	}
	return ""
}
