package cdp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/nlpid"
)

// Addresses, of the interface and for management.
var (
	fAddrCount = Proto.Uint32("cdp.number_of_addresses", "Number of addresses", field.Dec)
	fAddrEntry = Proto.Scope("Address", field.Format(formatAddress))
	fProtoType = Proto.Uint8("cdp.protocol_type", "Protocol type", field.Hex, field.Named(protocolType))
	fProtoLen  = Proto.Uint8("cdp.protocol_length", "Protocol length", field.Dec)
	fProtocol  = Proto.Bytes("cdp.protocol", "Protocol", field.Format(formatProtocol))
	fAddrLen   = Proto.Uint16("cdp.address_length", "Address length", field.Dec)
	fIPv4      = Proto.IPv4("cdp.nrgyz.ip_address", "IP Address")
	fIPv6      = Proto.IPv6("cdp.nrgyz.ipv6_address", "IPv6 Address")
	fAddrOther = Proto.Bytes("cdp.address", "Address")
	fGateway   = Proto.IPv4("cdp.odr_default_gateway", "ODR Default gateway")
	fPrefix    = Proto.IPv4("cdp.ip_prefix", "IP Prefix", field.Format(formatPrefix))
)

// Kinds of protocol number in front of an address.
const (
	typeNLPID = 1 // ISO/IEC TR 9577, one byte
	typeLLC   = 2 // an LLC header, or one with SNAP and an EtherType
)

// snapHeader begins a protocol that is named by its EtherType.
const snapHeader = "\xaa\xaa\x03\x00\x00\x00"

// addresses reads a list of addresses and appends those of IP to list.
func (p *Packet) addresses(d *field.Decoder, t TLVType, list []netip.Addr) []netip.Addr {
	off := d.Off()
	n := d.Uint32(fAddrCount)
	for ; n > 0 && d.More(); n-- {
		a, other := address(d)
		switch {
		case a.IsValid() && len(list) < maxList:
			list = append(list, a)
		case other.Bytes != nil && len(p.Foreign) < maxList:
			p.Foreign = append(p.Foreign, other)
		}
	}
	if n > 0 && !d.Bad() {
		p.Invalid(d, fFault, t, fAddrCount, off)
	}
	return list
}

// address reads one address: a, or other if it is not IP's.
func address(d *field.Decoder) (a netip.Addr, other Address) {
	m := d.Begin(fAddrEntry)
	typ := d.Uint8(fProtoType)
	proto := d.Bytes(fProtocol, int(d.Uint8(fProtoLen)))
	size := int(d.Uint16(fAddrLen))
	switch {
	case typ == typeNLPID && len(proto) == 1 && proto[0] == nlpid.IPv4 && size == 4:
		a = d.IPv4(fIPv4)
	case typ == typeLLC && etherType(proto) == typeIPv6 && size == 16:
		a = d.IPv6(fIPv6)
	default:
		off := d.Off()
		other = Address{typ, proto, d.Bytes(fAddrOther, size)}
		if d.Tree() != nil && other.known() {
			d.PutText(fAddrText, off, size, string(other.AppendText(nil)))
		}
	}
	d.End(m)
	return a, other
}

// prefixes reads the TLV of on-demand routing: the hub's own address, which is
// the spokes' default gateway, or the prefixes that a spoke announces.
func (p *Packet) prefixes(d *field.Decoder) {
	if d.Len() == 4 {
		p.Gateway = d.IPv4(fGateway)
		return
	}
	for d.More() {
		b := d.Peek(5)
		off := d.Off()
		d.Skip(fPrefix, 5)
		if b == nil {
			return
		}
		d.Put(fPrefix, off, 5, 0)
		if len(p.Prefixes) == maxList {
			continue
		}
		p.Prefixes = append(p.Prefixes, netip.PrefixFrom(netip.AddrFrom4([4]byte(b)), int(b[4])))
	}
}

func protocolType(v uint64) string {
	switch v {
	case typeNLPID:
		return "NLPID"
	case typeLLC:
		return "802.2"
	}
	return ""
}

// formatProtocol appends "Protocol: IP".
func formatProtocol(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Protocol: "...)
	raw := t.Bytes(i)
	if c := t.Child(int(t.Nodes[i].Parent), fProtoType); c >= 0 {
		kind := uint8(t.Nodes[c].Val)
		if s := protocolName(kind, raw); s != "" {
			return append(b, s...)
		}
		switch {
		case kind == typeNLPID && len(raw) == 1:
			return append(field.AppendHex(append(b, "Unknown (0x"...), uint64(raw[0]), 1), ')')
		case kind == typeLLC && snap(raw):
			return append(field.AppendHex(append(b, "Unknown (0x"...), uint64(etherType(raw)), 2), ')')
		}
	}
	if len(raw) == 0 {
		return append(b, "<MISSING>"...)
	}
	return field.AppendBytes(b, raw, 0)
}

// formatAddress appends "IP address: 10.0.0.1".
func formatAddress(b []byte, t *field.Tree, i int) []byte {
	if c := t.Child(i, fIPv4); c >= 0 {
		return t.AppendShow(append(b, "IP address: "...), c)
	}
	if c := t.Child(i, fIPv6); c >= 0 {
		return t.AppendShow(append(b, "IPv6 address: "...), c)
	}
	b = append(b, "Address: "...)
	if c := t.Child(i, fAddrOther); c >= 0 {
		b = field.AppendBytes(b, t.Bytes(c), 0)
	}
	return b
}

// formatPrefix appends "IP Prefix: 192.168.45.0/24".
func formatPrefix(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	b = field.AppendIPv4(append(b, "IP Prefix: "...), [4]byte(raw))
	return field.AppendUint(append(b, '/'), uint64(raw[4]))
}
