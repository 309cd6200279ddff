package isakmp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// Traffic selectors, RFC 7296, section 3.13.
var (
	fTSCount    = Proto.Uint8("isakmp.ts.number", "Number of Traffic Selectors", field.Dec)
	fTSData     = Proto.None("isakmp.ts.data", "Traffic Selector", field.Format(formatSelector))
	fTSType     = Proto.Uint8("isakmp.ts.type", "Traffic Selector Type", field.Dec, field.Named(selectorNames.name))
	fTSProtocol = Proto.Uint8("isakmp.ts.protoid", "Protocol ID", field.Dec, field.Named(ipproto.Name), field.Format(formatUnused))
	fTSLength   = Proto.Uint16("isakmp.ts.selector_length", "Selector Length", field.Dec)
	fTSPort1    = Proto.Uint16("isakmp.ts.start_port", "Start Port", field.Dec)
	fTSPort2    = Proto.Uint16("isakmp.ts.end_port", "End Port", field.Dec)
	fTSv4First  = Proto.IPv4("isakmp.ts.start_ipv4", "Starting Addr")
	fTSv4Last   = Proto.IPv4("isakmp.ts.end_ipv4", "Ending Addr")
	fTSv6First  = Proto.IPv6("isakmp.ts.start_ipv6", "Starting Addr")
	fTSfcFirst  = Proto.Uint24("isakmp.ts.start_fc", "Starting Addr", field.Dec, field.TypeSize(4))
	fTSfcLast   = Proto.Uint24("isakmp.ts.end_fc", "Ending Addr", field.Dec, field.TypeSize(4))
	fTSLabel    = Proto.String("pktscope.isakmp.ts.label", "Security Label")
	fTSrctl1    = Proto.Uint8("isakmp.ts.start_r_ctl", "Starting R_CTL", field.Dec)
	fTSrctl2    = Proto.Uint8("isakmp.ts.end_r_ctl", "Ending R_CTL", field.Dec)
	fTStype1    = Proto.Uint8("isakmp.ts.start_type", "Starting Type", field.Dec)
	fTStype2    = Proto.Uint8("isakmp.ts.end_type", "Ending Type", field.Dec)
	fTSv6Last   = Proto.IPv6("isakmp.ts.end_ipv6", "Ending Addr")
)

// Types of traffic selector.
const (
	selectorIPv4  = 7
	selectorIPv6  = 8
	selectorFC    = 9
	selectorLabel = 10 // RFC 9478
)

// A Selector is one range of addresses and ports whose traffic is meant.
type Selector struct {
	Payload   PayloadType // PayloadTSi or PayloadTSr
	Type      uint8
	Protocol  uint8 // 0: any
	PortFirst uint16
	PortLast  uint16
	First     netip.Addr // invalid where the selector is not one of IP
	Last      netip.Addr
}

// selectors reads a Traffic Selector payload.
func (p *Packet) selectors(d *field.Decoder, typ PayloadType) {
	count := d.Uint8(fTSCount)
	d.Bytes(fReserved, 3)
	for ; count > 0 && d.More(); count-- {
		p.selector(d, typ)
	}
}

// selector reads one traffic selector.
func (p *Packet) selector(d *field.Decoder, of PayloadType) {
	s := Selector{Payload: of}
	m := d.Begin(fTSData)
	switch s.Type = d.Uint8(fTSType); s.Type {
	case selectorIPv4:
		s.ports(d, m)
		s.First, s.Last = d.IPv4(fTSv4First), d.IPv4(fTSv4Last)
	case selectorIPv6:
		s.ports(d, m)
		s.First, s.Last = d.IPv6(fTSv6First), d.IPv6(fTSv6Last)
	case selectorFC:
		fibreChannel(d, m)
	default:
		length := 0
		if b := d.Peek(3); b != nil {
			length = int(b[1])<<8 | int(b[2])
		}
		d.Skip(fTSLength, 3)
		d.Limit(m, fTSLength, length)
		if s.Type == selectorLabel {
			p.Label = d.Peek(d.Captured())
			d.Text(fTSLabel)
		}
	}
	if !d.Bad() {
		p.Selectors = append(p.Selectors, s)
	}
	d.SkipRest()
	d.End(m)
}

// ports reads what a selector of IP has before its addresses.
func (s *Selector) ports(d *field.Decoder, m field.Subtree) {
	s.Protocol = d.Uint8(fTSProtocol)
	d.Limit(m, fTSLength, int(d.Uint16(fTSLength)))
	s.PortFirst = d.Uint16(fTSPort1)
	s.PortLast = d.Uint16(fTSPort2)
}

// fibreChannel reads a range of Fibre Channel's traffic: RFC 4595, section 4.4.
func fibreChannel(d *field.Decoder, m field.Subtree) {
	d.Uint8(fReserved1)
	d.Limit(m, fTSLength, int(d.Uint16(fTSLength)))
	d.Uint8(fReserved1)
	d.Uint24(fTSfcFirst)
	d.Uint8(fReserved1)
	d.Uint24(fTSfcLast)
	d.Uint8(fTSrctl1)
	d.Uint8(fTSrctl2)
	d.Uint8(fTStype1)
	d.Uint8(fTStype2)
}

// formatSelector appends "Traffic Selector: TS_IPV4_ADDR_RANGE".
func formatSelector(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Traffic Selector"...)
	if c := t.Child(i, fTSType); c >= 0 {
		b = appendName(append(b, ": "...), t, c)
	}
	return b
}
