package gopacketlayer

import (
	"fmt"
	"strconv"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// Types are the layer types of this package, as Register numbered them.
type Types struct {
	CDP    gopacket.LayerType // *CDP
	ISAKMP gopacket.LayerType // *ISAKMP: IKEv1 and IKEv2
	ESP    gopacket.LayerType // *ESP
	NAT    gopacket.LayerType // *NAT: what UDP port 4500 carries
}

// count is how many types there are.
const count = 4

// Register makes the layer types, numbered from first on: gopacket has the numbers
// below 1000 for itself. It fails where a number is taken. Like
// gopacket.RegisterLayerType it changes a table of gopacket's, so it is called once
// and before packets are decoded.
func Register(first int) (Types, error) {
	for n := first; n < first+count; n++ {
		if name := gopacket.LayerType(n).String(); name != strconv.Itoa(n) {
			return Types{}, fmt.Errorf("gopacketlayer: layer type %d is %s already", n, name)
		}
	}
	t := Types{
		CDP: gopacket.LayerType(first), ISAKMP: gopacket.LayerType(first + 1),
		ESP: gopacket.LayerType(first + 2), NAT: gopacket.LayerType(first + 3),
	}
	t.register(t.CDP, "pktscope.CDP", func() layer { return t.NewCDP() })
	t.register(t.ISAKMP, "pktscope.ISAKMP", func() layer { return t.NewISAKMP() })
	t.register(t.ESP, "pktscope.ESP", func() layer { return t.NewESP() })
	t.register(t.NAT, "pktscope.NAT", func() layer { return t.NewNAT() })
	return t, nil
}

// A layer is one of this package.
type layer interface {
	gopacket.Layer
	gopacket.DecodingLayer
}

func (t Types) register(as gopacket.LayerType, name string, newLayer func() layer) {
	decode := func(data []byte, p gopacket.PacketBuilder) error {
		l := newLayer()
		if err := l.DecodeFromBytes(data, p); err != nil {
			return err
		}
		p.AddLayer(l)
		if a, ok := l.(gopacket.ApplicationLayer); ok {
			p.SetApplicationLayer(a)
		}
		if next := l.NextLayerType(); next != gopacket.LayerTypeZero {
			return p.NextDecoder(next)
		}
		return nil
	}
	gopacket.RegisterLayerType(int(as), gopacket.LayerTypeMetadata{Name: name, Decoder: gopacket.DecodeFunc(decode)})
}

// Install makes gopacket's own layers lead to those of t: SNAP and Ethernet to CDP,
// IP to ESP, UDP to ISAKMP on ports 500 and 848 and to NAT on port 4500. gopacket's
// layers for CDP and ESP are not reached any more. Like Register it is called
// before packets are decoded.
func (t Types) Install() {
	layers.EthernetTypeMetadata[layers.EthernetTypeCiscoDiscovery] = layers.EnumMetadata{DecodeWith: t.CDP, Name: "CDP", LayerType: t.CDP}
	layers.IPProtocolMetadata[layers.IPProtocolESP] = layers.EnumMetadata{DecodeWith: t.ESP, Name: "ESP", LayerType: t.ESP}
	layers.RegisterUDPPortLayerType(500, t.ISAKMP)
	layers.RegisterUDPPortLayerType(848, t.ISAKMP)
	layers.RegisterUDPPortLayerType(4500, t.NAT)
}
