// Package dhcp dissects the Dynamic Host Configuration Protocol (RFC 2131, 2132) and
// BOOTP (RFC 951), with the options that hosts, phones and relay agents use.
package dhcp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of DHCP.
var Proto = field.NewProto("dhcp", "DHCP", "Dynamic Host Configuration Protocol", field.Format(appendTitle), field.Formerly("bootp"))

// RFC 2131, section 2.
var (
	fType       = Proto.Uint8("dhcp.type", "Message type", field.Dec, field.Named(operationName))
	fHWType     = Proto.Uint8("dhcp.hw.type", "Hardware type", field.Hex, field.Named(hardwareName))
	fHWLen      = Proto.Uint8("dhcp.hw.len", "Hardware address length", field.Dec)
	fHops       = Proto.Uint8("dhcp.hops", "Hops", field.Dec)
	fID         = Proto.Uint32("dhcp.id", "Transaction ID", field.Hex)
	fSecs       = Proto.Uint16("dhcp.secs", "Seconds elapsed", field.Dec)
	bitBC       = Proto.Bit("dhcp.flags.bc", "Broadcast flag", flagBroadcast, field.Two("Broadcast", "Unicast"))
	bitRest     = Proto.Uint16("dhcp.flags.reserved", "Reserved flags", field.Hex, field.Mask(0x7fff))
	fFlags      = Proto.Uint16("dhcp.flags", "Bootp flags", field.Hex, field.Bits(bitBC, bitRest), field.Format(appendFlags))
	fClient     = Proto.IPv4("dhcp.ip.client", "Client IP address")
	fYour       = Proto.IPv4("dhcp.ip.your", "Your (client) IP address")
	fServerIP   = Proto.IPv4("dhcp.ip.server", "Next server IP address")
	fRelay      = Proto.IPv4("dhcp.ip.relay", "Relay agent IP address")
	fMAC        = Proto.Ether("dhcp.hw.mac_addr", "Client MAC address")
	fHWAddr     = Proto.Bytes("dhcp.hw.addr", "Client hardware address", field.Format(appendHardware))
	fNoAddr     = Proto.Scope("Client address not given")
	fPad        = Proto.Bytes("dhcp.hw.addr_padding", "Client hardware address padding")
	fServer     = Proto.String("dhcp.server", "Server host name", field.Format(appendServer))
	fFile       = Proto.String("dhcp.file", "Boot file name", field.Format(appendFile))
	fVendorArea = Proto.Bytes("dhcp.vendor_specific_options", "Bootp vendor specific options")
	fCookie     = Proto.IPv4("dhcp.cookie", "Magic cookie", field.Format(appendCookie))
	fBOOTP      = Proto.Generated("dhcp.bootp", "Frame is BOOTP", field.Bool, field.Dec, 0, field.Hidden())

	fServerNote    = Proto.Scope("Server name option overloaded by DHCP")
	fServerOptions = Proto.Scope("Server host name option overload")
	fFileNote      = Proto.Scope("Boot file name option overloaded by DHCP")
	fFileOptions   = Proto.Scope("Boot file name option overload")
)

const (
	flagBroadcast = 0x8000
	opRequest     = 1
	opReply       = 2

	hardwareSize = 16
	serverSize   = 64
	fileSize     = 128
	cookieAt     = 236
	cookie       = 0x63825363 // RFC 2131, section 3
	fixedSize    = cookieAt + 4
	vendorSize   = 64 // without a cookie: RFC 951, section 3
	ethernet     = 1
	ieee802      = 6
)

// A Packet is a message of DHCP, or of BOOTP.
type Packet struct {
	Op      uint8
	Type    uint8 // of the message; 0: it is BOOTP's
	ID      uint32
	HWType  uint8
	Address []byte // the client's hardware address, which aliases the packet

	overload uint8 // what has options beside the options: RFC 2132, section 9.3
	read     bool  // the address was
	cookie   bool  // the magic cookie stands behind the fixed fields, or they are not all there
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Yields implements dissect.Yielding: BOOTP without options (RFC 951) has no mark of its own.
func (p *Packet) Yields() bool { return !p.cookie }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	start := d.Off()
	b := d.Peek(d.Captured())
	p.scan(b, len(b) < d.Len())
	p.cookie = len(b) < fixedSize || binary.BigEndian.Uint32(b[cookieAt:]) == cookie
	p.Op = d.Uint8(fType)
	p.HWType = d.Uint8(fHWType)
	size := int(d.Uint8(fHWLen))
	d.Uint8(fHops)
	p.ID = d.Uint32(fID)
	readSeconds(d)
	d.Uint16(fFlags)
	d.IPv4(fClient)
	d.IPv4(fYour)
	d.IPv4(fServerIP)
	d.IPv4(fRelay)
	p.hardware(d, size)
	p.read = !d.Bad()
	p.text(d, fServer, serverSize, p.overload&overloadServer != 0, fServerNote, fServerOptions)
	p.text(d, fFile, fileSize, p.overload&overloadFile != 0, fFileNote, fFileOptions)
	if p.Type == 0 {
		d.GenerateAt(fBOOTP, start, 1)
	}
	p.extensions(d)
	d.End(m)
	return d.Err()
}

// readSeconds reads how long the client has tried. Some write it in little-endian order:
// Wireshark takes a number whose low byte is zero for one of those.
func readSeconds(d *field.Decoder) {
	off := d.Off()
	b := d.Peek(2)
	if len(b) < 2 || b[0] == 0 || b[1] != 0 {
		d.Uint16(fSecs)
		return
	}
	d.Put(fSecs, off, 2, uint64(b[0]))
	d.Skip(fSecs, 2)
}

// hardware reads the client's address, which has sixteen bytes of room.
func (p *Packet) hardware(d *field.Decoder, size int) {
	switch {
	case size == 0 || size > hardwareSize:
		m := d.Begin(fNoAddr)
		d.Skip(fHWAddr, hardwareSize)
		d.End(m)
		return
	case size == 6 && (p.HWType == ethernet || p.HWType == ieee802):
		off := d.Off()
		d.Ether(fMAC)
		if !d.Bad() {
			p.Address = d.Since(off)
		}
	default:
		off := d.Off()
		d.Skip(fHWAddr, size)
		if d.Bad() {
			return
		}
		p.Address = d.Since(off)
		if d.Captured() >= hardwareSize-size {
			d.Put(fHWAddr, off, hardwareSize, 0) // Wireshark's has the padding, too
		}
	}
	if size < hardwareSize {
		d.Bytes(fPad, hardwareSize-size)
	}
}

// text reads a field of text, or the options in its place.
func (p *Packet) text(d *field.Decoder, f field.Str, size int, options bool, note, list *field.Def) {
	if !options {
		d.TextN(f, size)
		return
	}
	d.Put(note, d.Off(), min(size, d.Captured()), 0)
	m := d.Begin(list)
	d.Limit(m, fPadding, size)
	readOptions(d, fEndOverload, false)
	d.Skip(fPadding, d.Len())
	d.End(m)
}

// extensions reads what stands behind the fixed part: options, or what vendors of
// BOOTP have there.
func (p *Packet) extensions(d *field.Decoder) {
	if b := d.Peek(4); b != nil && binary.BigEndian.Uint32(b) != cookie {
		d.Bytes(fVendorArea, vendorSize)
		if !d.Bad() {
			d.Skip(fVendorArea, d.Len())
		}
		return
	}
	d.IPv4(fCookie)
	if d.Bad() {
		return
	}
	readOptions(d, fEnd, true)
}

// scan finds, before all else, the type of the message and which fields have options in
// them. cut says that the capture has cut b: what is not found is not known then.
func (p *Packet) scan(b []byte, cut bool) {
	for at := fixedSize; ; {
		switch {
		case at >= len(b):
			if cut {
				p.Type, p.overload = 0, 0
			}
			return
		case b[at] == optionEnd:
			return
		case b[at] == optionPad:
			at++
			continue
		case at+2 >= len(b):
			at = len(b)
			continue
		case b[at] == optionMessageType:
			p.Type = b[at+2]
		case b[at] == optionOverload:
			p.overload = b[at+2]
		}
		at += 2 + int(b[at+1])
	}
}

// AppendProtocol appends the Protocol column.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if p.Type == 0 {
		return append(b, "BOOTP"...)
	}
	return append(b, "DHCP"...)
}

// AppendSummary appends the Info column: "DHCP Discover - Transaction ID 0x3903f326".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.Type != 0 {
		b = append(appendMessage(append(b, "DHCP "...), p.Type, true), " - Transaction ID 0x"...)
		return appendHex(b, p.ID)
	}
	switch {
	case !p.read:
		return b
	case p.Op == opReply:
		return append(b, "Boot Reply"...)
	case p.Op != opRequest:
		return append(field.AppendUint(append(b, "Unknown BOOTP message type ("...), uint64(p.Op)), ')')
	}
	b = append(b, "Boot Request from "...)
	switch {
	case len(p.Address) == 0:
		return append(b, "<No address>"...)
	case len(p.Address) == 6 && (p.HWType == ethernet || p.HWType == ieee802):
		b = field.AppendBytes(b, p.Address, ':')
		return append(field.AppendBytes(append(b, " ("...), p.Address, ':'), ')')
	}
	return field.AppendBytes(b, p.Address, 0)
}

// Printable implements dissect.Printable: the summary is names and numbers.
func (*Packet) Printable() bool { return true }

// appendHex appends v without leading zeros.
func appendHex(b []byte, v uint32) []byte {
	n := 1
	for n < 8 && v>>(4*n) != 0 {
		n++
	}
	return field.AppendNibbles(b, uint64(v), n)
}
