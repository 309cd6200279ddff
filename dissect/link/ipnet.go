package link

import "github.com/pktscope/pktscope/dissect/field"

// IPNetProto declares the fields of Solaris's IPNET header.
var IPNetProto = field.NewProto("ipnet", "IPNET", "Solaris IPNET")

var (
	ipnetVersion = IPNetProto.Uint8("ipnet.version", "Header version", field.Dec)
	ipnetFamily  = IPNetProto.Uint8("ipnet.family", "Address family", field.Dec, field.Named(ipnetFamilyName))
	ipnetHook    = IPNetProto.Uint16("ipnet.htype", "Hook type", field.Dec, field.Named(ipnetHookName))
	ipnetLen     = IPNetProto.Uint32("ipnet.pktlen", "Data length", field.Dec)
	ipnetIface   = IPNetProto.Uint32("ipnet.ifindex", "Interface index", field.Dec)
	ipnetGroup   = IPNetProto.Uint32("ipnet.grifindex", "Group interface index", field.Dec)
	ipnetSrcZone = IPNetProto.Uint32("ipnet.zsrc", "Source Zone ID", field.Dec)
	ipnetDstZone = IPNetProto.Uint32("ipnet.zdst", "Destination Zone ID", field.Dec)
)

// Address families as Solaris numbers them.
const (
	familyIPv4Solaris = 2
	familyIPv6Solaris = 26
)

func ipnetFamilyName(v uint64) string {
	switch v {
	case familyIPv4Solaris:
		return "Solaris AF_INET"
	case familyIPv6Solaris:
		return "Solaris AF_INET6"
	}
	return ""
}

func ipnetHookName(v uint64) string {
	if v > 2 {
		return ""
	}
	return [...]string{"Inbound", "Outbound", "Local"}[v]
}

// An IPNet is the header that Solaris's ipnet devices put before an IP packet:
// dl_ipnetinfo_t, in network order.
type IPNet struct {
	Version              uint8
	Family               uint8
	Hook                 uint16 // on which side of IP the packet was seen
	Length               uint32 // of the packet
	Interface, Group     uint32
	SourceZone, DestZone uint32
}

// Proto implements dissect.Message.
func (*IPNet) Proto() *field.Proto { return IPNetProto }

// Decode reads the header.
func (m *IPNet) Decode(d *field.Decoder) error {
	*m = IPNet{}
	mark := d.Begin(&IPNetProto.Def)
	m.Version = d.Uint8(ipnetVersion)
	m.Family = d.Uint8(ipnetFamily)
	m.Hook = d.Uint16(ipnetHook)
	m.Length = d.Uint32(ipnetLen)
	m.Interface = d.Uint32(ipnetIface)
	m.Group = d.Uint32(ipnetGroup)
	m.SourceZone = d.Uint32(ipnetSrcZone)
	m.DestZone = d.Uint32(ipnetDstZone)
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the IP of the family.
func (m *IPNet) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.Family == familyIPv4Solaris:
		return IPv4Key
	case m.Family == familyIPv6Solaris:
		return IPv6Key
	}
	return field.Key{}
}

// AppendSummary appends the Info column of a packet of an unknown family.
func (*IPNet) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, IPNetProto.Label...) }
