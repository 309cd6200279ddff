package isakmp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// Identification, RFC 2407, section 4.6.2, and RFC 7296, section 3.5.
var (
	fIDType     = Proto.Uint8("isakmp.id.type", "ID type", field.Dec, field.Named(idNames.name))
	fIDType2    = Proto.Uint8("isakmp.id.type", "ID type", field.Dec, field.Named(idNames2.name))
	fIDProtocol = Proto.Uint8("isakmp.id.protoid", "Protocol ID", field.Dec, field.Named(ipproto.Name), field.Format(formatUnused))
	fIDPort     = Proto.Uint16("isakmp.id.port", "Port", field.Dec, field.Format(formatUnused))
	fIDData     = Proto.None("isakmp.id.data", "Identification Data:", field.Format(formatIDData))
	fIDv4       = Proto.IPv4("isakmp.id.data.ipv4_addr", "ID_IPV4_ADDR")
	fIDv4Mask   = Proto.IPv4("isakmp.id.data.ipv4_subnet", "ID_IPV4_SUBNET")
	fIDv4First  = Proto.IPv4("isakmp.id.data.ipv4_range_start", "ID_IPV4_RANGE (Start)")
	fIDv4Last   = Proto.IPv4("isakmp.id.data.ipv4_range_end", "ID_IPV4_RANGE (End)")
	fIDv6       = Proto.IPv6("isakmp.id.data.ipv6_addr", "ID_IPV6_ADDR")
	fIDv6Mask   = Proto.IPv6("isakmp.id.data.ipv6_subnet", "ID_IPV6A_ADDR_SUBNET")
	fIDv6First  = Proto.IPv6("isakmp.id.data.ipv6_range_start", "ID_IPV6_ADDR_RANGE (Start)")
	fIDv6Last   = Proto.IPv6("isakmp.id.data.ipv6_range_end", "ID_IPV6_ADDR_RANGE (End)")
	fIDFQDN     = Proto.String("isakmp.id.data.fqdn", "ID_FQDN")
	fIDUser     = Proto.String("isakmp.id.data.user_fqdn", "ID_FQDN")
	fIDName     = Proto.Uint32("isakmp.id.data.der_asn1_dn", "ID_DER_ASN1_DN", field.Dec)
	fIDNameText = Proto.Generated("pktscope.isakmp.id.dn", "Distinguished name", field.Text, field.Dec, 0)
	fIDKey      = Proto.Bytes("isakmp.id.data.key_id", "ID_KEY_ID")
)

// Types of identity, alike in both versions as far as both have them.
const (
	idIPv4      = 1
	idFQDN      = 2
	idUserFQDN  = 3
	idIPv4Net   = 4
	idIPv6      = 5
	idIPv6Net   = 6
	idIPv4Range = 7
	idIPv6Range = 8
	idName      = 9
	idKeyID     = 11
)

// An Identity is the identity of a peer or, in Quick Mode, the traffic of an SA.
type Identity struct {
	Payload  PayloadType
	Type     uint8
	Protocol uint8  // IKEv1
	Port     uint16 // IKEv1
	Data     []byte
	Body     []byte // of the whole payload, which IKEv1's hashes cover
}

// identity reads an Identification payload.
func (p *Packet) identity(d *field.Decoder, typ PayloadType) {
	id := Identity{Payload: typ, Body: d.Peek(d.Captured())}
	if p.Major() == 2 {
		id.Type = d.Uint8(fIDType2)
		d.Bytes(fReserved, 3)
	} else {
		id.Type = d.Uint8(fIDType)
		id.Protocol = d.Uint8(fIDProtocol)
		id.Port = d.Uint16(fIDPort)
	}
	m := d.Begin(fIDData)
	from := d.Off()
	idData(d, id.Type)
	d.Skip(fIDData, d.Len())
	d.End(m)
	if !d.Bad() {
		id.Data = d.Since(from)
		p.Identities = append(p.Identities, id)
	}
}

// idData reads the identity itself. What has no field is passed over.
func idData(d *field.Decoder, typ uint8) {
	switch typ {
	case idIPv4:
		d.IPv4(fIDv4)
	case idFQDN:
		d.Text(fIDFQDN)
	case idUserFQDN:
		d.Text(fIDUser)
	case idIPv4Net:
		d.IPv4(fIDv4)
		d.IPv4(fIDv4Mask)
	case idIPv6:
		d.IPv6(fIDv6)
	case idIPv6Net:
		d.IPv6(fIDv6)
		d.IPv6(fIDv6Mask)
	case idIPv4Range:
		d.IPv4(fIDv4First)
		d.IPv4(fIDv4Last)
	case idIPv6Range:
		d.IPv6(fIDv6First)
		d.IPv6(fIDv6Last)
	case idName:
		if d.Captured() < d.Len() {
			return // the capture was cut
		}
		d.Put(fIDName, d.Off(), d.Captured(), 0) // zero: the only form that a Name has
		if d.Tree() != nil {
			if name := appendDN(nil, d.Peek(d.Captured()), rdnName); len(name) > 0 {
				d.GenerateText(fIDNameText, name)
			}
		}
	case idKeyID:
		d.Rest(fIDKey)
	}
}

// formatIDData appends "Identification Data:10.0.0.0/255.0.0.0", or what it is
// in hexadecimal where it has no field.
func formatIDData(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Identification Data:"...)
	if t.Nodes[i].End == int32(i)+1 {
		return field.AppendBytes(b, t.Bytes(i), 0)
	}
	return appendIdentity(b, t, i)
}

// appendIdentity appends the values below node i, "10.0.0.0/255.0.0.0". What
// is no more than bytes is left out.
func appendIdentity(b []byte, t *field.Tree, i int) []byte {
	for c := i + 1; c < int(t.Nodes[i].End); c++ {
		if k := t.Nodes[c].Def.Kind; k == field.Raw || k == field.Uint || t.Nodes[c].Flags&field.IsGenerated != 0 {
			continue
		}
		if c > i+1 {
			b = append(b, '/')
		}
		b = t.AppendShow(b, c)
	}
	return b
}

// formatUnused appends "Port: 500", or "Port: Unused" for zero.
func formatUnused(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	if n.Val == 0 {
		return append(b, "Unused"...)
	}
	if n.Def.Names == nil {
		return field.AppendUint(b, n.Val)
	}
	b = appendName(b, t, i)
	return append(field.AppendUint(append(b, " ("...), n.Val), ')')
}
