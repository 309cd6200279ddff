// Package ospf dissects the header of Open Shortest Path First, its Hello packets, and
// the headers of advertisements: version 2 (RFC 2328) and version 3 (RFC 5340).
package ospf

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of OSPF.
var Proto = field.NewProto("ospf", "OSPF", "Open Shortest Path First")

// RFC 2328, section A.3.1, and 5340, section A.3.1.
var (
	fHeader    = Proto.None("ospf.header", "OSPF Header")
	fVersion   = Proto.Uint8("ospf.version", "Version", field.Dec)
	fType      = Proto.Uint8("ospf.msg", "Message Type", field.Dec, field.Named(typeName))
	fLength    = Proto.Uint16("ospf.packet_length", "Packet Length", field.Dec)
	fRouter    = Proto.IPv4("ospf.srcrouter", "Source OSPF Router")
	fArea      = Proto.IPv4("ospf.area_id", "Area ID", field.Format(appendArea))
	fChecksum  = Proto.Uint16("ospf.checksum", "Checksum", field.Hex, field.Format(appendChecksum))
	fInstance  = Proto.Uint8("ospf.instance_id", "Instance ID", field.Dec, field.Named(instanceName))
	fInstance3 = Proto.Uint8("ospf.v3.instance_id", "Instance ID", field.Dec, field.Named(instance3Name))
	fReserved  = Proto.Bytes("ospf.reserved", "Reserved")
	fAuthType  = Proto.Uint8("ospf.auth.type", "Auth Type", field.Dec, field.Named(authName))
	fNone      = Proto.Bytes("ospf.auth.none", "Auth Data (none)")
	fSimple    = Proto.String("ospf.auth.simple", "Auth Data (Simple)")
	fKeyID     = Proto.Uint8("ospf.auth.crypt.key_id", "Auth Crypt Key id", field.Dec)
	fDigestLen = Proto.Uint8("ospf.auth.crypt.data_length", "Auth Crypt Data Length", field.Dec)
	fCryptData = Proto.Bytes("ospf.auth.crypt.data", "Auth Crypt Data")
	fSequence  = Proto.Uint32("ospf.auth.crypt.seq_nbr", "Auth Crypt Sequence Number", field.Dec)
)

// RFC 2328, section A.3.2, and 5340, section A.3.2.
var (
	fHello     = Proto.None("ospf.hello", "OSPF Hello Packet")
	fMask      = Proto.IPv4("ospf.hello.network_mask", "Network Mask")
	fInterface = Proto.Uint32("ospf.hello.interface_id", "Interface ID", field.Dec)
	fInterval  = Proto.Uint16("ospf.hello.hello_interval", "Hello Interval [sec]", field.Dec, field.TypeSize(4))
	fPriority  = Proto.Uint8("ospf.hello.router_priority", "Router Priority", field.Dec)
	fDead      = Proto.Uint32("ospf.hello.router_dead_interval", "Router Dead Interval [sec]", field.Dec)
	fDead3     = Proto.Uint16("ospf.hello.router_dead_interval", "Router Dead Interval [sec]", field.Dec)
	fDR        = Proto.IPv4("ospf.hello.designated_router", "Designated Router")
	fBDR       = Proto.IPv4("ospf.hello.backup_designated_router", "Backup Designated Router")
	fNeighbor  = Proto.IPv4("ospf.hello.active_neighbor", "Active Neighbor")

	fOptions = Proto.Uint8("ospf.v2.options", "Options", field.Hex, field.Format(appendOptions), field.Bits(
		Proto.Bit("ospf.v2.options.dn", "DN", 0x80, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v2.options.o", "(O) Opaque", 0x40, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v2.options.dc", "(DC) Demand Circuits", 0x20, field.Two("Supported", "Not supported")),
		Proto.Bit("ospf.v2.options.l", "(L) LLS Data block", 0x10, field.Two("Present", "Not Present")),
		Proto.Bit("ospf.v2.options.n", "(N) NSSA", 0x08, field.Two("Supported", "Not supported")),
		Proto.Bit("ospf.v2.options.mc", "(MC) Multicast", 0x04, field.Two("Capable", "Not capable")),
		Proto.Bit("ospf.v2.options.e", "(E) External Routing", 0x02, field.Two("Capable", "Not capable")),
		Proto.Bit("ospf.v2.options.mt", "(MT) Multi-Topology Routing", 0x01, field.Named(field.YesNo))))
	fOptions3 = Proto.Uint24("ospf.v3.options", "Options", field.Hex, field.Format(appendOptions), field.Bits(
		Proto.Bit("ospf.v3.options.at", "AT", 0x400, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.l", "L", 0x200, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.af", "AF", 0x100, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.dc", "DC", 0x20, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.r", "R", 0x10, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.n", "N", 0x08, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.mc", "MC", 0x04, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.e", "E", 0x02, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.v3.options.v6", "V6", 0x01, field.Named(field.SetNotSet))))
)

const (
	typeHello = 1

	authNone   = 0
	authSimple = 1
	authCrypt  = 2
	authSize   = 8
)

// A Packet is a message: its header and, of a Hello, the rest.
type Packet struct {
	Version, Type uint8
	Router        netip.Addr // its ID
	Area          netip.Addr // its number, as an address
	DR, BDR       netip.Addr // of a Hello

	length int  // of the packet, without a digest behind it
	digest int  // length of the digest
	known  bool // the type was read
	other  bool // of no version that is known
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	if b := d.Peek(1); b != nil && b[0] != 2 && b[0] != 3 {
		p.other = true
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	start := d.Off()
	h := d.Begin(fHeader)
	p.header(d)
	d.End(h)
	if rest := p.length - (d.Off() - start); !d.Bad() {
		p.body(d, rest)
	}
	if n := p.length - (d.Off() - start); p.digest > 0 && !d.Bad() && n >= 0 && n+p.digest <= d.Len() {
		d.Skip(fLength, n)
		d.Bytes(fCryptData, p.digest)
	}
	if !d.Bad() {
		d.Skip(fLength, d.Len()) // what has no fields here
	}
	d.End(m)
	return d.Err()
}

// body reads the n bytes behind the header, of the types that have fields here.
func (p *Packet) body(d *field.Decoder, n int) {
	within := func(f field.Field, read func(*field.Decoder)) {
		m := d.Begin(f)
		d.Limit(m, fLength, n)
		read(d)
		d.End(m)
	}
	switch p.Type {
	case typeHello:
		within(fHello, p.hello)
	case typeDescription:
		within(fDescription, p.description)
	case typeUpdate:
		within(fUpdate, p.update)
	case typeRequest:
		within(fRequests, p.requests)
	case typeAck:
		within(fAck, p.headers)
	}
}

func (p *Packet) header(d *field.Decoder) {
	p.Version = d.Uint8(fVersion)
	p.Type = d.Uint8(fType)
	p.known = !d.Bad()
	p.length = int(d.Uint16(fLength))
	p.Router = d.IPv4(fRouter)
	p.Area = d.IPv4(fArea)
	d.Uint16(fChecksum)
	if p.Version == 3 {
		d.Uint8(fInstance3)
		d.Bytes(fReserved, 1)
		return
	}
	d.Uint8(fInstance) // RFC 6549
	switch auth := d.Uint8(fAuthType); auth {
	case authSimple:
		d.TextN(fSimple, authSize)
	case authCrypt:
		d.Skip(fKeyID, 2)
		d.Uint8(fKeyID)
		p.digest = int(d.Uint8(fDigestLen))
		d.Uint32(fSequence)
	case authNone:
		d.Bytes(fNone, authSize)
	default:
		d.Skip(fNone, authSize)
	}
}

func (p *Packet) hello(d *field.Decoder) {
	if p.Version == 3 {
		d.Uint32(fInterface)
		d.Uint8(fPriority)
		d.Uint24(fOptions3)
		d.Uint16(fInterval)
		d.Uint16(fDead3)
	} else {
		d.IPv4(fMask)
		d.Uint16(fInterval)
		d.Uint8(fOptions)
		d.Uint8(fPriority)
		d.Uint32(fDead)
	}
	p.DR = d.IPv4(fDR)
	p.BDR = d.IPv4(fBDR)
	for n := d.Len() / 4; n > 0 && !d.Bad(); n-- {
		d.IPv4(fNeighbor)
	}
}

// Next implements dissect.Carrier: nothing is known of what is not OSPF.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Silent leaves what is of another version to the layer below.
func (p *Packet) Silent() bool { return p.other }

// Printable implements dissect.Printable: the summary is names of ours.
func (*Packet) Printable() bool { return true }

// AppendSummary appends the Info column: "Hello Packet".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if !p.known {
		return b
	}
	name := typeName(uint64(p.Type))
	if name == "" {
		return append(field.AppendUint(append(b, "Unknown ("...), uint64(p.Type)), ')')
	}
	return append(b, name...)
}
