package lldp

import "github.com/pktscope/pktscope/dissect/field"

// The TLVs of IEEE 802.3: section 79.3.
var (
	fOldAggregation = Proto.Uint8("lldp.ieee.802_3.aggregation_status", "Aggregation Status", field.Hex, field.Bits(
		Proto.Bit("lldp.ieee.802_3.aggregation_status.cap", "Aggregation Capability", 1, yesNo),
		Proto.Bit("lldp.ieee.802_3.aggregation_status.enabled", "Aggregation Status", 2, enabled),
	))
	fOldAggregatedPort = Proto.Uint32("lldp.ieee.802_3.aggregated_port_id", "Aggregated Port Id", field.Dec)
	fDeprecated        = Proto.Expert("lldp.tlv_deprecated", "TLV has been deprecated", field.Warning, field.OfProtocol)
	fMaxFrame          = Proto.Uint16("lldp.ieee.802_3.max_frame_size", "Maximum Frame Size", field.Dec)

	fTransmit     = Proto.Uint16("lldp.ieee.802_3.eee.transmit", "Transmit", field.Dec)
	fReceive      = Proto.Uint16("lldp.ieee.802_3.eee.receive", "Receive", field.Dec)
	fFallback     = Proto.Uint16("lldp.ieee.802_3.eee.fallback_receive", "Fallback Receive", field.Dec)
	fEchoTransmit = Proto.Uint16("lldp.ieee.802_3.eee.echo_transmit", "Echo Transmit", field.Dec)
	fEchoReceive  = Proto.Uint16("lldp.ieee.802_3.eee.echo_receive", "Echo Receive", field.Dec)
)

func (p *Packet) dot3(d *field.Decoder, subtype uint8) {
	switch subtype {
	case 1:
		p.PHY.decode(d)
		excess(d)
		p.has(d, foundPHY)
	case 2:
		p.Power.decode(d)
		p.has(d, foundPower)
	case 3:
		d.Expert(fDeprecated, 0)
		p.aggregation(d, fOldAggregation, fOldAggregatedPort)
		excess(d)
	case 4:
		p.MaxFrameSize = d.Uint16(fMaxFrame)
		p.has(d, foundMaxFrameSize)
	case 5:
		d.Uint16(fTransmit)
		d.Uint16(fReceive)
		d.Uint16(fFallback)
		d.Uint16(fEchoTransmit)
		d.Uint16(fEchoReceive)
		excess(d)
	}
}

func dot3Name(v uint64) string {
	switch v {
	case 1:
		return "MAC/PHY Configuration/Status"
	case 2:
		return "Power Via MDI"
	case 3:
		return "Link Aggregation"
	case 4:
		return "Maximum Frame Size"
	case 5:
		return "EEE (Energy-Efficient Ethernet)"
	case 7:
		return "IEEE 802.3br Additional Ethernet capabilities"
	}
	return ""
}
