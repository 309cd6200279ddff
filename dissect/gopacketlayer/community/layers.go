package gopacketlayer

import (
	"errors"

	"github.com/gopacket/gopacket"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/nat"
)

// A base is what the layers have in common.
type base struct {
	types             *Types
	contents, payload []byte
	d                 field.Decoder
}

// LayerContents are the bytes of the layer.
func (b *base) LayerContents() []byte { return b.contents }

// LayerPayload are the bytes that the layer carries, nil where it carries none.
func (b *base) LayerPayload() []byte { return b.payload }

// decode reads data as m.
func (b *base) decode(m field.Decodable, data []byte, df gopacket.DecodeFeedback) error {
	b.contents, b.payload = data, nil
	b.d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
	return feedback(m.Decode(&b.d), df)
}

// feedback marks the packet as truncated if err says that bytes are missing.
func feedback(err error, df gopacket.DecodeFeedback) error {
	if err == nil {
		return nil
	}
	var e *field.Error
	if errors.As(err, &e) && e.Need >= 0 {
		df.SetTruncated()
	}
	return err
}

// CDP is an announcement of the Cisco Discovery Protocol.
type CDP struct {
	base
	cdp.Packet
}

// NewCDP makes a layer for gopacket.NewDecodingLayerParser.
func (t *Types) NewCDP() *CDP { return &CDP{base: base{types: t}} }

// LayerType is Types.CDP.
func (l *CDP) LayerType() gopacket.LayerType { return l.types.CDP }

// CanDecode is Types.CDP.
func (l *CDP) CanDecode() gopacket.LayerClass { return l.types.CDP }

// NextLayerType is zero: CDP carries nothing.
func (l *CDP) NextLayerType() gopacket.LayerType { return gopacket.LayerTypeZero }

// DecodeFromBytes reads the announcement in data, which it aliases.
func (l *CDP) DecodeFromBytes(data []byte, df gopacket.DecodeFeedback) error {
	return l.decode(&l.Packet, data, df)
}

// ISAKMP is a message of IKEv1 or IKEv2.
type ISAKMP struct {
	base
	isakmp.Packet
}

// NewISAKMP makes a layer for gopacket.NewDecodingLayerParser.
func (t *Types) NewISAKMP() *ISAKMP { return &ISAKMP{base: base{types: t}} }

// LayerType is Types.ISAKMP.
func (l *ISAKMP) LayerType() gopacket.LayerType { return l.types.ISAKMP }

// CanDecode is Types.ISAKMP.
func (l *ISAKMP) CanDecode() gopacket.LayerClass { return l.types.ISAKMP }

// NextLayerType is zero: what a message carries is among its Payloads.
func (l *ISAKMP) NextLayerType() gopacket.LayerType { return gopacket.LayerTypeZero }

// Payload is nil; the message is a gopacket.ApplicationLayer.
func (l *ISAKMP) Payload() []byte { return nil }

// DecodeFromBytes reads the message in data, which it aliases. What is no message
// of IKEv1 or IKEv2 is an error.
func (l *ISAKMP) DecodeFromBytes(data []byte, df gopacket.DecodeFeedback) error {
	if err := feedback(isakmp.CheckHeader(data), df); err != nil {
		return err
	}
	return l.decode(&l.Packet, data, df)
}

// ESP is a packet of ESP. What is encrypted is in Data, and not decrypted.
type ESP struct {
	base
	esp.Packet
}

// NewESP makes a layer for gopacket.NewDecodingLayerParser.
func (t *Types) NewESP() *ESP { return &ESP{base: base{types: t}} }

// LayerType is Types.ESP.
func (l *ESP) LayerType() gopacket.LayerType { return l.types.ESP }

// CanDecode is Types.ESP.
func (l *ESP) CanDecode() gopacket.LayerClass { return l.types.ESP }

// NextLayerType is zero: what ESP carries is encrypted.
func (l *ESP) NextLayerType() gopacket.LayerType { return gopacket.LayerTypeZero }

// DecodeFromBytes reads the packet in data, which it aliases.
func (l *ESP) DecodeFromBytes(data []byte, df gopacket.DecodeFeedback) error {
	return l.decode(&l.Packet, data, df)
}

// NAT is what a UDP datagram on port 4500 holds: a NAT-keepalive, or the Non-ESP
// Marker before a message of IKE, or nothing before an ESP packet.
type NAT struct {
	base
	nat.Packet
}

// NewNAT makes a layer for gopacket.NewDecodingLayerParser.
func (t *Types) NewNAT() *NAT { return &NAT{base: base{types: t}} }

// LayerType is Types.NAT.
func (l *NAT) LayerType() gopacket.LayerType { return l.types.NAT }

// CanDecode is Types.NAT.
func (l *NAT) CanDecode() gopacket.LayerClass { return l.types.NAT }

// NextLayerType is Types.ISAKMP, Types.ESP, or zero for a NAT-keepalive.
func (l *NAT) NextLayerType() gopacket.LayerType {
	switch l.Kind {
	case nat.ISAKMP:
		return l.types.ISAKMP
	case nat.ESP:
		return l.types.ESP
	}
	return gopacket.LayerTypeZero
}

// DecodeFromBytes reads the datagram's payload in data, which it aliases.
func (l *NAT) DecodeFromBytes(data []byte, df gopacket.DecodeFeedback) error {
	err := l.decode(&l.Packet, data, df)
	l.payload = l.Packet.Payload
	l.contents = data[:len(data)-len(l.payload)]
	return err
}
