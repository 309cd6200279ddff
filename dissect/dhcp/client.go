package dhcp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Client identifiers: RFC 2132, section 9.14, and RFC 4361 for those with a DUID.
var (
	fClientHWType = Proto.Uint8("dhcp.hw.type", "Hardware type", field.Hex, field.Named(hardwareName))
	fClientMAC    = Proto.Ether("dhcp.hw.mac_addr", "Client MAC address")
	fClientType   = Proto.Uint8("dhcp.client_id.type", "Type", field.Dec)
	fClientText   = Proto.String("dhcp.client_id.undef", "Client Identifier")
	fIAID         = Proto.Generated("dhcp.client_id.iaid", "IAID", field.Text, field.Dec, 4)
	fDUID         = Proto.Uint16("dhcp.client_id.duid_type", "DUID Type", field.Dec, field.Named(duidName))
	fLLTType      = Proto.Uint16("dhcp.client_id.duid_llt_hw_type", "Hardware type", field.Dec, field.Named(hardwareName))
	fLLType       = Proto.Uint16("dhcp.client_id.duid_ll_hw_type", "Hardware type", field.Dec, field.Named(hardwareName))
	fTime         = Proto.Uint32("dhcp.client_id.time", "Time", field.Dec)
	fLink         = Proto.Generated("dhcp.client_id.link_layer_address", "Link layer address", field.Text, field.Dec, 0)
	fLinkMAC      = Proto.Ether("dhcp.client_id.link_layer_address_ether", "Link layer address (Ethernet)")
	fEnterprise   = Proto.Uint32("dhcp.client_id.enterprise_num", "Enterprise-number", field.Dec)
	fIdentifier   = Proto.Bytes("dhcp.client_id", "Identifier")
)

func showClientID(d *field.Decoder, off int, data []byte) {
	n := len(data)
	switch {
	case n == 7 && (data[0] == ethernet || data[0] == ieee802):
		d.Put(fClientHWType, off, 1, uint64(data[0]))
		d.Put(fClientMAC, off+1, 6, 0)
	case n > 1 && data[0] == 0:
		d.Put(fClientType, off, 1, 0)
		d.Put(fClientText, off+1, n-1, 0)
	case n >= 7 && data[0] == 255:
		d.PutText(field.Str{Def: fIAID}, off+1, 4, string(field.AppendBytes(nil, data[1:5], 0)))
		showDUID(d, off+5, data[5:])
	}
}

// showDUID shows a DHCP Unique Identifier: RFC 8415, section 11.
func showDUID(d *field.Decoder, off int, data []byte) {
	typ := binary.BigEndian.Uint16(data)
	d.Put(fDUID, off, 2, uint64(typ))
	data, off = data[2:], off+2
	switch {
	case typ == 1 && len(data) >= 6:
		d.Put(fLLTType, off, 2, uint64(binary.BigEndian.Uint16(data)))
		d.Put(fTime, off+2, 4, uint64(binary.BigEndian.Uint32(data[2:])))
		showLink(d, off+6, data[6:])
	case typ == 2 && len(data) >= 4:
		d.Put(fEnterprise, off, 4, uint64(binary.BigEndian.Uint32(data)))
		if len(data) > 4 {
			d.Put(fIdentifier, off+4, len(data)-4, 0)
		}
	case typ == 3 && len(data) >= 2:
		d.Put(fLLType, off, 2, uint64(binary.BigEndian.Uint16(data)))
		showLink(d, off+2, data[2:])
	}
}

func showLink(d *field.Decoder, off int, address []byte) {
	if len(address) == 0 {
		return
	}
	d.PutText(field.Str{Def: fLink}, off, len(address), string(field.AppendBytes(nil, address, ':')))
	if len(address) == 6 {
		d.Put(fLinkMAC, off, 6, 0)
	}
}

// The client's name in the DNS: RFC 4702, section 2.
var (
	bitMBZ  = Proto.Uint8("dhcp.fqdn.mbz", "Reserved flags", field.Hex, field.Mask(0xf0))
	bitN    = Proto.Bit("dhcp.fqdn.n", "Server DDNS", 0x08, field.Two("No server updates", "Some server updates"))
	bitE    = Proto.Bit("dhcp.fqdn.e", "Encoding", fqdnBinary, field.Two("Binary encoding", "ASCII encoding"))
	bitO    = Proto.Bit("dhcp.fqdn.o", "Server overrides", 0x02, field.Two("Override", "No override"))
	bitS    = Proto.Bit("dhcp.fqdn.s", "Server", 0x01, field.Two("Server", "Client"))
	fFQDN   = Proto.Uint8("dhcp.fqdn.flags", "Flags", field.Hex, field.Bits(bitMBZ, bitN, bitE, bitO, bitS), field.Format(appendFQDNFlags))
	fRcode1 = Proto.Uint8("dhcp.fqdn.rcode1", "A-RR result", field.Dec)
	fRcode2 = Proto.Uint8("dhcp.fqdn.rcode2", "PTR-RR result", field.Dec)
	fName   = Proto.String("dhcp.fqdn.name", "Client name")
)

const fqdnBinary = 0x04

func showDomainName(d *field.Decoder, off int, data []byte) {
	if len(data) < 3 {
		return
	}
	d.PutBits(fFQDN, off, uint64(data[0]))
	d.Put(fRcode1, off+1, 1, uint64(data[1]))
	d.Put(fRcode2, off+2, 1, uint64(data[2]))
	if len(data) == 3 {
		return
	}
	if data[0]&fqdnBinary == 0 {
		d.Put(fName, off+3, len(data)-3, 0)
		return
	}
	d.PutText(fName, off+3, len(data)-3, string(appendLabels(nil, data[3:])))
}

// appendLabels appends a name in the DNS's encoding, with dots: RFC 1035, section 3.1.
func appendLabels(b, name []byte) []byte {
	for dot := false; len(name) > 0 && name[0] > 0; dot = true {
		n := min(int(name[0]), len(name)-1)
		if dot {
			b = append(b, '.')
		}
		b = append(b, name[1:1+n]...)
		name = name[1+n:]
	}
	return b
}

func duidName(v uint64) string {
	switch v {
	case 1:
		return "link-layer address plus time"
	case 2:
		return "assigned by vendor based on Enterprise number"
	case 3:
		return "link-layer address"
	}
	return ""
}
